import type { ComponentChildren } from "preact";
import type { Run } from "../../base/api/runs.ts";
import { CopyButton } from "../../base/ui/copy-button.tsx";
import { labels } from "../../base/labels.ts";
import { runLabels } from "./run-labels.ts";
import { shortOf } from "../../base/ui/short-id.tsx";
import { durationText } from "../../base/ui/time-text.ts";

const words = runLabels;
const exact = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});
const moment = (at: string) => <time dateTime={at}>{exact.format(new Date(at))}</time>;

/** What identifies a run and where it came from. */
export function RunFacts({ workflowId, run }: { workflowId: string; run: Run }) {
  const { row, version, requestId, timeoutAt, nodesExecuted } = run;
  const facts: readonly (readonly [string, ComponentChildren])[] = [
    [words.facts.runId, <Id key="id" id={run.runId} label={words.facts.runId} />],
    [words.facts.requestId, requestId && <Id key="id" id={requestId} label={words.facts.requestId} />],
    [words.facts.durationMs, run.durationMs === null ? null : durationText(run.durationMs)],
    [words.facts.nodes, String(nodesExecuted)],
    [words.facts.startedAt, moment(run.startedAt)],
    [words.facts.endedAt, run.endedAt && moment(run.endedAt)],
    [words.facts.type, row.type],
    [words.facts.source, row.source],
    [words.facts.mode, runLabels.modes[row.mode] ?? row.mode],
    [
      words.facts.version,
      <a key="version" href={`/workflows/${workflowId}/versions?from=${version.id}&to=draft`}>
        {version.name}
      </a>,
    ],
    [words.facts.timeoutAt, run.endedAt === null && timeoutAt ? moment(timeoutAt) : null],
    [
      words.facts.rerunOf,
      row.rerunOf && (
        <span key="rerun" class="row run-id">
          <a class="mono" href={`/workflows/${workflowId}/runs/${row.rerunOf}`} title={row.rerunOf}>
            {shortOf(row.rerunOf)}
          </a>
          <a href={`/workflows/${workflowId}/runs/compare?left=${row.rerunOf}&right=${run.runId}`}>{words.compare}</a>
        </span>
      ),
    ],
  ];
  return (
    <dl class="run-facts">
      {facts.map(
        ([name, value]) =>
          value && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Id({ id, label }: { id: string; label: string }) {
  return (
    <span class="run-id">
      <code class="cut" title={id}>
        {id}
      </code>
      <CopyButton text={id} label={labels.common.copyOf(label)} />
    </span>
  );
}
