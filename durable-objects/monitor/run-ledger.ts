import type { RunId, VersionId } from "#flow/ids.ts";
import type { ModelRunRow, RunRow } from "#flow/monitoring/run-row.ts";
import type { LedgerKind } from "./ledger-kind.ts";

/** The casts of both kinds are true because only their own `entryOf` writes what `rowOf` reads. */
export const runKind: LedgerKind<RunRow> = {
  name: "runs",
  columns: ["status", "type", "mode", "source", "version", "error", "node"],
  searched: ["source", "error", "node"],
  folded: ["node", "version", "source"],
  entryOf: (row) => ({
    id: row.runId,
    run: null,
    facet: [row.status, row.type, row.mode, row.source, row.versionId, row.error?.code ?? null, row.error?.node ?? null],
    startedAt: row.startedAt,
    durationMs: row.durationMs,
    nodes: row.nodesExecuted,
    message: row.error?.message ?? null,
    more: row.rerunOf,
  }),
  rowOf: ({ id, facet: [status, type, mode, source, version, error, node], startedAt, durationMs, nodes, message, more }) => ({
    runId: id as RunId,
    status: status as RunRow["status"],
    type: type as RunRow["type"],
    source: source ?? "",
    mode: mode as RunRow["mode"],
    versionId: version as VersionId,
    startedAt,
    endedAt: durationMs === null ? null : startedAt + durationMs,
    durationMs,
    nodesExecuted: nodes,
    error: error === null || error === undefined ? null : { code: error, message: message ?? "", node: node ?? null },
    rerunOf: more as RunId | null,
  }),
};

export const modelRunKind: LedgerKind<ModelRunRow> = {
  name: "calls",
  columns: ["status", "node", "model", "connection"],
  searched: ["node", "model", "connection"],
  folded: ["node", "connection", "model"],
  entryOf: (row) => ({
    id: row.requestId,
    run: row.runId,
    facet: [row.status, row.node, row.model, row.connection],
    startedAt: row.startedAt,
    durationMs: row.durationMs,
    nodes: 0,
    message: null,
    more: JSON.stringify([row.firstTokenMs, row.inputTokens, row.outputTokens]),
  }),
  rowOf: ({ id, run, facet: [status, node, model, connection], startedAt, durationMs, more }) => {
    const [firstTokenMs, inputTokens, outputTokens] = JSON.parse(more!) as (number | null)[];
    return {
      requestId: id,
      runId: run as RunId,
      node: node!,
      model: model!,
      connection: connection!,
      status: status as ModelRunRow["status"],
      startedAt,
      endedAt: durationMs === null ? null : startedAt + durationMs,
      durationMs,
      firstTokenMs: firstTokenMs ?? null,
      inputTokens: inputTokens ?? null,
      outputTokens: outputTokens ?? null,
    };
  },
};
