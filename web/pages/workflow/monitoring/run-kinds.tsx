import { type ModelRunRow, type RunRow, runs } from "../../../base/api/runs.ts";
import { monitoringLabels } from "./monitoring-labels.ts";
import { number } from "../../../base/ui/numbers.ts";
import { runLabels } from "../../run/run-labels.ts";
import { RunStatus } from "../../../base/ui/status.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { durationText } from "../../../base/ui/time-text.ts";
import { matchesModelRun, matchesRun, modelRunColumns, runColumns } from "./match-row.ts";
import type { RowKind } from "./row-kind.ts";
import { ShortId } from "../../../base/ui/short-id.tsx";

const words = monitoringLabels.columns;
const none = <span class="soft">–</span>;
const durationCell = (ms: number | null) => (ms === null ? none : durationText(ms));
const tokens = (count: number | null): string => (count === null ? "–" : number(count));

/** The list of runs; `hrefOf` is a run's own page, `open` shows it beside the list. */
export function runKind(hrefOf: (runId: string) => string, open: (runId: string) => void): RowKind<RunRow> {
  return {
    name: "runs",
    sorts: ["startedAt", "endedAt", "durationMs", "nodesExecuted", "status", "type", "source"],
    filterColumns: runColumns,
    idOf: ({ runId }) => runId,
    runOf: ({ runId }) => runId,
    matches: matchesRun,
    list: runs.list,
    metrics: runs.metrics,
    columns: [
      {
        key: "runId",
        label: words.runId,
        width: 124,
        fixed: true,
        cell: ({ runId }) => <ShortId id={runId} href={hrefOf(runId)} onOpen={() => open(runId)} />,
      },
      { key: "status", label: words.status, width: 128, sort: "status", cell: ({ status }) => <RunStatus status={status} /> },
      {
        key: "durationMs",
        label: words.durationMs,
        width: 124,
        sort: "durationMs",
        figures: true,
        cell: ({ durationMs }) => durationCell(durationMs),
      },
      {
        key: "nodesExecuted",
        label: words.nodesExecuted,
        width: 80,
        sort: "nodesExecuted",
        figures: true,
        cell: ({ nodesExecuted }) => number(nodesExecuted),
      },
      { key: "startedAt", label: words.startedAt, width: 118, sort: "startedAt", cell: ({ startedAt }) => <Time at={startedAt} /> },
      { key: "endedAt", label: words.endedAt, width: 118, sort: "endedAt", cell: ({ endedAt }) => <Time at={endedAt} /> },
      { key: "type", label: words.type, width: 92, sort: "type", cell: ({ type }) => type },
      { key: "source", label: words.source, width: 160, sort: "source", cell: ({ source }) => source },
      {
        key: "error",
        label: words.error,
        width: 320,
        cell: ({ error }) => error && <ErrorCell {...error} />,
      },
      { key: "mode", label: words.mode, width: 108, extra: true, cell: ({ mode }) => runLabels.modes[mode] ?? mode },
      {
        key: "version",
        label: words.version,
        width: 130,
        extra: true,
        cell: ({ versionId }, known) => known?.version.find(({ id }) => id === versionId)?.name ?? <ShortId id={versionId} />,
      },
      {
        key: "rerunOf",
        label: words.rerunOf,
        width: 124,
        extra: true,
        cell: ({ rerunOf }) => (rerunOf ? <ShortId id={rerunOf} href={hrefOf(rerunOf)} onOpen={() => open(rerunOf)} /> : none),
      },
    ],
  };
}

function ErrorCell({ node, message }: { node: string | null; message: string }) {
  return (
    <span title={message}>
      {node && <span class="strong">{node} </span>}
      <span class="soft">{message}</span>
    </span>
  );
}

/** The list of calls of models; the same for the run that each was made in. */
export function modelRunKind(hrefOf: (runId: string) => string, open: (runId: string) => void): RowKind<ModelRunRow> {
  return {
    name: "modelRuns",
    sorts: [],
    filterColumns: modelRunColumns,
    idOf: ({ requestId }) => requestId,
    runOf: ({ runId }) => runId,
    matches: matchesModelRun,
    list: runs.listModelRuns,
    metrics: runs.modelMetrics,
    columns: [
      {
        key: "requestId",
        label: words.requestId,
        width: 124,
        fixed: true,
        cell: ({ requestId, runId }) => <ShortId id={requestId} href={hrefOf(runId)} onOpen={() => open(runId)} />,
      },
      { key: "status", label: words.status, width: 128, cell: ({ status }) => <RunStatus status={status} /> },
      { key: "node", label: words.node, width: 160, cell: ({ node }) => node },
      { key: "model", label: words.model, width: 200, cell: ({ model }) => model },
      { key: "connection", label: words.connection, width: 140, cell: ({ connection }) => connection },
      { key: "durationMs", label: words.durationMs, width: 124, figures: true, cell: ({ durationMs }) => durationCell(durationMs) },
      { key: "firstTokenMs", label: words.firstTokenMs, width: 104, figures: true, cell: ({ firstTokenMs }) => durationCell(firstTokenMs) },
      {
        key: "tokens",
        label: words.tokens,
        width: 120,
        figures: true,
        cell: ({ inputTokens, outputTokens }) =>
          inputTokens === null && outputTokens === null ? none : `${tokens(inputTokens)} → ${tokens(outputTokens)}`,
      },
      { key: "startedAt", label: words.startedAt, width: 118, cell: ({ startedAt }) => <Time at={startedAt} /> },
      { key: "endedAt", label: words.endedAt, width: 118, cell: ({ endedAt }) => <Time at={endedAt} /> },
      {
        key: "runId",
        label: words.runId,
        width: 124,
        cell: ({ runId }) => <ShortId id={runId} href={hrefOf(runId)} onOpen={() => open(runId)} />,
      },
    ],
  };
}
