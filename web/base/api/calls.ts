/** Calls of a deployed workflow with an API key, as any other caller makes them. */
import { request } from "./client.ts";
import { type Problem, parseProblem } from "./problem.ts";

export interface CallResult {
  runId: string;
  status: string;
  output?: unknown;
  warnings: readonly string[];
  /** By the server's clock, where it says. */
  durationMs?: number | undefined;
  /** Set where the run failed. */
  error?: Problem | undefined;
}

interface Call {
  workflowId: string;
  key: string;
  signal: AbortSignal;
}
interface NewRun extends Call {
  /** Sent twice with the same, it is one run. */
  idempotencyKey: string;
}

/** The longest that one question for a result waits, in seconds; short enough to show that the page is alive. */
const waitSec = 20;

const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const warningText = (value: unknown): string =>
  typeof value === "string"
    ? value
    : [record(value).path, record(value).message].filter((part) => typeof part === "string" && part !== "").join(": ") ||
      JSON.stringify(value);

function parseResult(body: unknown): CallResult {
  const given = record(body);
  const error = given.error === undefined || given.error === null ? undefined : record(given.error);
  return {
    runId: textOf(given.runId),
    status: textOf(given.status),
    output: given.output,
    warnings: Array.isArray(given.warnings) ? given.warnings.map(warningText) : [],
    durationMs: typeof given.durationMs === "number" ? given.durationMs : undefined,
    error: error && parseProblem(0, { ...error, title: error.message }),
  };
}

const base = (workflowId: string) => `/v1/workflows/${encodeURIComponent(workflowId)}`;
const sent = ({ key, signal }: Call) => ({ headers: { "x-api-key": key }, asCaller: true, signal });

export const callSync = (call: NewRun, input: unknown): Promise<CallResult> => begin("sync", call, input);
export const callAsync = (call: NewRun, input: unknown): Promise<CallResult> => begin("async", call, input);

async function begin(mode: "sync" | "async", call: NewRun, input: unknown): Promise<CallResult> {
  const { headers, ...rest } = sent(call);
  const named = { ...rest, headers: { ...headers, "idempotency-key": call.idempotencyKey }, body: { input } };
  return parseResult((await request("POST", `${base(call.workflowId)}/${mode}`, named)).body);
}

/** Asks for a run's result, waiting a while for it; the answer may still be that it goes on. */
export async function pollRun(call: Call, runId: string): Promise<CallResult> {
  return parseResult(
    (await request("GET", `${base(call.workflowId)}/runs/${encodeURIComponent(runId)}`, { ...sent(call), query: { wait: waitSec } })).body,
  );
}

export async function cancelRun(call: Omit<Call, "signal">, runId: string): Promise<void> {
  await request("POST", `${base(call.workflowId)}/runs/${encodeURIComponent(runId)}/cancel`, {
    headers: { "x-api-key": call.key },
    asCaller: true,
    body: {},
  });
}

/** The OpenAPI document of the deployed workflow. */
export async function fetchOpenApi(workflowId: string, key: string): Promise<unknown> {
  return (await request("GET", `${base(workflowId)}/openapi.json`, { headers: { "x-api-key": key }, asCaller: true })).body;
}

export function isOver({ status }: CallResult): boolean {
  return status !== "In Progress" && status !== "Waiting";
}
