import { useSignal } from "@preact/signals";
import type { Run, RunStep } from "../../base/api/runs.ts";
import { lookOf } from "../../editor/drawing/node-look.ts";
import { Button } from "../../base/ui/button.tsx";
import { Icon } from "../../base/ui/icons.tsx";
import { runLabels } from "./run-labels.ts";
import { RunStatus } from "../../base/ui/status.tsx";
import { shortOf } from "../../base/ui/short-id.tsx";
import { Tabs } from "../../base/ui/tabs.tsx";
import { durationText } from "../../base/ui/time-text.ts";
import { clockText } from "./debug-log.ts";
import { largeValueOf } from "./large-value.ts";
import type { RunModel } from "./run-model.ts";
import { ValueView } from "./value-view.tsx";

const words = runLabels;
type Tab = keyof typeof words.step.tabs;
const tabNames = Object.keys(words.step.tabs) as readonly Tab[];

interface Props {
  model: RunModel;
  run: Run;
  step: RunStep;
  /** Missing where the run cannot be run again. */
  onRunFrom: ((step: RunStep) => void) | undefined;
}

/** What one step got, gave and wrote, and each time that it was tried. */
export function StepData({ model, run, step, onRunFrom }: Props) {
  const tab = useSignal<Tab>(firstTab(step));
  const { icon, family } = lookOf(step.type);
  const { name, status, durationMs, outcome, error, copiedFrom } = step;
  return (
    <section class="card run-card" aria-label={words.step.label(name)}>
      <div class="run-card-head">
        <span class={`waterfall-icon family-${family}`}>
          <Icon name={icon} />
        </span>
        <h3 class="cut">{name}</h3>
        <RunStatus status={status} />
        <span class="soft figures grow cut">
          {[durationMs === null ? "" : durationText(durationMs), outcome && step.endedAt !== null ? words.step.outcome(outcome) : ""]
            .filter(Boolean)
            .join(" · ")}
        </span>
        {copiedFrom !== null && (
          <a href={`/workflows/${model.workflowId}/runs/${copiedFrom}`} title={words.copiedHint}>
            {words.step.copiedFrom} <code>{shortOf(copiedFrom)}</code>
          </a>
        )}
        {onRunFrom && copiedFrom === null && (
          <Button icon="play" onClick={() => onRunFrom(step)}>
            {words.againFrom}
          </Button>
        )}
      </div>
      {error && status !== "Failed" && <p class="run-step-error break">{error.message}</p>}
      {error && status === "Failed" && error.message !== run.error?.message && (
        <div class="run-step-error stack-s">
          <p class="break">
            <code>{error.code}</code> {error.message}
          </p>
          {error.suggestion && <p class="soft break">{error.suggestion}</p>}
        </div>
      )}
      <Tabs
        label={words.step.tabsLabel}
        tabs={tabNames.map((key) => ({ key, label: labelOf(key, step) }))}
        current={tab.value}
        onChange={(next) => (tab.value = next)}
      >
        <TabBody key={`${step.place} ${tab.value}`} tab={tab.value} model={model} run={run} step={step} />
      </Tabs>
    </section>
  );
}

/** Why something failed is rather seen in what it took than in what it gave. */
function firstTab({ status, input, tooLarge, logs }: RunStep): Tab {
  if (status !== "Failed") return "output";
  if (input !== null || tooLarge.input !== undefined) return "input";
  return logs.length > 0 ? "logs" : "attempts";
}

function labelOf(key: Tab, { logs, tries }: RunStep): string {
  const count = key === "logs" ? logs.length : key === "attempts" ? tries.length : 0;
  return count > 0 ? `${words.step.tabs[key]} ${count}` : words.step.tabs[key];
}

function TabBody({ tab, model, run, step }: { tab: Tab; model: RunModel; run: Run; step: RunStep }) {
  const { name, input, output, logs, status } = step;
  if (tab === "attempts") return <Tries step={step} />;
  const { value, none } = {
    output: { value: output, none: status === "In Progress" || status === "Waiting" ? words.step.notOver : words.step.noOutput },
    input: { value: input, none: words.step.noInput },
    logs: { value: logs.length > 0 ? logs.join("\n") : null, none: words.step.noLogs },
  }[tab];
  const large = tab === "logs" ? undefined : largeValueOf(model.workflowId, run, tab, step);
  return <ValueView title={words.step.tabs[tab]} of={name} value={value} large={large} none={none} heading={false} />;
}

function Tries({ step }: { step: RunStep }) {
  const heads = words.step.tries;
  return (
    <div class="run-scroll">
      <table class="table run-tries">
        <thead>
          <tr>
            <th scope="col">{heads.number}</th>
            <th scope="col">{heads.startedAt}</th>
            <th scope="col">{heads.took}</th>
            <th scope="col">{heads.waited}</th>
            <th scope="col" class="table-main">
              {heads.result}
            </th>
          </tr>
        </thead>
        <tbody>
          {step.tries.map(({ startedAt, waitingSince, endedAt, error }, at) => {
            const end = endedAt === null ? undefined : Date.parse(endedAt);
            const since = (begin: string | null) => durationText(begin === null || end === undefined ? null : end - Date.parse(begin));
            return (
              <tr key={at}>
                <td>{at + 1}</td>
                <td class="soft">{clockText(Date.parse(startedAt))}</td>
                <td>{since(startedAt)}</td>
                <td>{since(waitingSince)}</td>
                <td class="table-main run-tries-result">
                  {error ? (
                    <span class="break">
                      <code>{error.code}</code> {error.message}
                    </span>
                  ) : end === undefined ? (
                    words.step.underWay
                  ) : step.status === "Cancelled" && at === step.tries.length - 1 ? (
                    words.step.stopped
                  ) : (
                    words.step.fine
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
