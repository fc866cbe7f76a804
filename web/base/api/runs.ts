/** Monitoring as its pages use it: runs, calls of models, figures, and running again. */
import type { AnswerOf, SentBodyOf, SentQueryOf } from "#flow/contract/route.ts";
import { call } from "./call.ts";
import { queryText, request } from "./client.ts";
import { RequestFailed } from "./problem.ts";
import type { Routes } from "./routes.ts";

type Query<Name extends keyof Routes> = NonNullable<SentQueryOf<Routes[Name]>>;
export type RunRow = AnswerOf<Routes["listRuns"]>["items"][number];
export type ModelRunRow = AnswerOf<Routes["listModelRuns"]>["items"][number];
/** Which runs, or calls of models, are meant. */
export type RunQuery = Query<"getMetrics">;
export type RunSort = NonNullable<Query<"listRuns">["sort"]>;
/** A selection, in the order that is wanted. */
export type SortedRunQuery = RunQuery & Pick<Query<"listRuns">, "sort" | "order">;
export type RunMetrics = AnswerOf<Routes["getMetrics"]>;
export type RunValues = AnswerOf<Routes["listRunValues"]>;
export type Run = AnswerOf<Routes["getRun"]>;
export type RunStep = Run["steps"][number];
export type RunDeliveries = AnswerOf<Routes["listDeliveries"]>;
export type SentRerun = NonNullable<SentBodyOf<Routes["rerunRun"]>>;
export type BulkRerun = AnswerOf<Routes["getBulkRerun"]>;
export type BulkRerunRun = AnswerOf<Routes["listBulkRerunRuns"]>["items"][number];
export type Replay = AnswerOf<Routes["getReplay"]>;
export type ReplayResult = AnswerOf<Routes["listReplayResults"]>["items"][number];
export type SentBulkRerun = SentBodyOf<Routes["startBulkRerun"]>;
export type SentReplay = SentBodyOf<Routes["startReplay"]>;

const pageSize = 100;
const at = (workflowId: string) => `/api/workflows/${encodeURIComponent(workflowId)}`;
const page = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });

export const runs = {
  list: (workflowId: string, query: SortedRunQuery, cursor?: string) =>
    call("GET", "/api/workflows/{workflowId}/runs", { params: { workflowId }, query: { ...query, limit: pageSize, ...page(cursor) } }),
  listModelRuns: (workflowId: string, query: RunQuery, cursor?: string) =>
    call("GET", "/api/workflows/{workflowId}/model-runs", {
      params: { workflowId },
      query: { ...query, limit: pageSize, ...page(cursor) },
    }),
  metrics: (workflowId: string, query: RunQuery) => call("GET", "/api/workflows/{workflowId}/metrics", { params: { workflowId }, query }),
  modelMetrics: (workflowId: string, query: RunQuery) =>
    call("GET", "/api/workflows/{workflowId}/model-metrics", { params: { workflowId }, query }),
  values: (workflowId: string) => call("GET", "/api/workflows/{workflowId}/run-values", { params: { workflowId } }),
  /** A file that the browser saves as it comes, however long it is. */
  csvAddress: (workflowId: string, query: RunQuery) => `${at(workflowId)}/runs.csv${queryText(query)}`,
  liveAddress: (workflowId: string) => `${location.origin.replace(/^http/, "ws")}${at(workflowId)}/runs/live`,
  get: (workflowId: string, runId: string) => call("GET", "/api/workflows/{workflowId}/runs/{runId}", { params: { workflowId, runId } }),
  /** One value, however large; the run's own where no step is named. */
  value: async (workflowId: string, runId: string, of: "input" | "output", place: string | undefined): Promise<unknown> =>
    (await request("GET", `${at(workflowId)}/runs/${encodeURIComponent(runId)}/value`, { query: { of, place } })).body,
  cancel: (workflowId: string, runId: string) =>
    call("POST", "/api/workflows/{workflowId}/runs/{runId}/cancel", { params: { workflowId, runId } }),
  /** Undefined for a run whose result is not pushed. */
  async deliveries(workflowId: string, runId: string): Promise<RunDeliveries | undefined> {
    try {
      return await call("GET", "/api/workflows/{workflowId}/runs/{runId}/deliveries", { params: { workflowId, runId } });
    } catch (caught) {
      if (caught instanceof RequestFailed && caught.problem.status === 404) return undefined;
      throw caught;
    }
  },
  redeliver: (workflowId: string, runId: string) =>
    call("POST", "/api/workflows/{workflowId}/runs/{runId}/redeliver", { params: { workflowId, runId } }),
  planRerun: (workflowId: string, runId: string, query: Query<"previewRerun">) =>
    call("GET", "/api/workflows/{workflowId}/runs/{runId}/rerun", { params: { workflowId, runId }, query }),
  rerun: (workflowId: string, runId: string, body: SentRerun, key: string) =>
    call("POST", "/api/workflows/{workflowId}/runs/{runId}/rerun", {
      params: { workflowId, runId },
      body,
      headers: { "idempotency-key": key },
    }),
};

export const bulkReruns = {
  start: (workflowId: string, body: SentBulkRerun, key: string) =>
    call("POST", "/api/workflows/{workflowId}/bulk-reruns", { params: { workflowId }, body, headers: { "idempotency-key": key } }),
  list: (workflowId: string, cursor?: string) =>
    call("GET", "/api/workflows/{workflowId}/bulk-reruns", { params: { workflowId }, query: page(cursor) }),
  get: (workflowId: string, bulkRerunId: string) =>
    call("GET", "/api/workflows/{workflowId}/bulk-reruns/{bulkRerunId}", { params: { workflowId, bulkRerunId } }),
  /** Those in one state, or all. */
  runs: (workflowId: string, bulkRerunId: string, state: BulkRerunRun["state"] | undefined, cursor?: string) =>
    call("GET", "/api/workflows/{workflowId}/bulk-reruns/{bulkRerunId}/runs", {
      params: { workflowId, bulkRerunId },
      query: { state, ...page(cursor) },
    }),
  cancel: (workflowId: string, bulkRerunId: string) =>
    call("POST", "/api/workflows/{workflowId}/bulk-reruns/{bulkRerunId}/cancel", { params: { workflowId, bulkRerunId } }),
};

export const replays = {
  start: (workflowId: string, body: SentReplay, key: string) =>
    call("POST", "/api/workflows/{workflowId}/replays", { params: { workflowId }, body, headers: { "idempotency-key": key } }),
  list: (workflowId: string, cursor?: string) =>
    call("GET", "/api/workflows/{workflowId}/replays", { params: { workflowId }, query: page(cursor) }),
  get: (workflowId: string, replayId: string) =>
    call("GET", "/api/workflows/{workflowId}/replays/{replayId}", { params: { workflowId, replayId } }),
  leaveOut: (workflowId: string, replayId: string, leaveOut: string[]) =>
    call("PATCH", "/api/workflows/{workflowId}/replays/{replayId}", { params: { workflowId, replayId }, body: { leaveOut } }),
  /** Those with one verdict, `different` for both kinds of difference, or all. */
  results: (workflowId: string, replayId: string, verdict: Query<"listReplayResults">["verdict"], cursor?: string) =>
    call("GET", "/api/workflows/{workflowId}/replays/{replayId}/results", {
      params: { workflowId, replayId },
      query: { verdict, ...page(cursor) },
    }),
  cancel: (workflowId: string, replayId: string) =>
    call("POST", "/api/workflows/{workflowId}/replays/{replayId}/cancel", { params: { workflowId, replayId } }),
};
