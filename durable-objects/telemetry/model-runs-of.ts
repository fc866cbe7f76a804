import type { ModelRunRow } from "#flow/monitoring/run-row.ts";
import type { RunTrace } from "#flow/telemetry/run-trace.ts";
import type { ObjectsEnv } from "../env.ts";

/** Nodes that call models; other runs need not ask. */
const modelNodes = ["ai", "image-to-text", "text-to-image", "audio-to-text"];

/** As many calls of models as one trace shows. */
const maxCalls = 200;

/** The calls of models in a run, as the workflow's Monitor has them. */
export async function modelRunsOf({ MONITOR }: ObjectsEnv, { workflowId, runId, attempts }: RunTrace): Promise<readonly ModelRunRow[]> {
  if (!attempts.some(({ type }) => modelNodes.includes(type))) return [];
  const selection = { filters: [{ column: "run" as const, operator: "is" as const, value: runId }], join: "and" as const };
  const { items } = await MONITOR.getByName(workflowId).listModelRuns(selection, { limit: maxCalls });
  return items;
}
