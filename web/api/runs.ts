/** Monitoring as its pages use it: runs, calls of models, figures, and running again. */
import type { rerunRoutes } from "#flow/contract/reruns.ts";
import type { runRoutes } from "#flow/contract/runs.ts";
import type { AnswerOf, Route, SentBodyOf, SentQueryOf } from "#flow/contract/route.ts";
import { type Answer, request } from "./client.ts";
import { RequestFailed } from "./problem.ts";

type Runs = typeof runRoutes;
type Reruns = typeof rerunRoutes;

export type RunRow = AnswerOf<Runs["listRuns"]>["items"][number];
export type ModelRunRow = AnswerOf<Runs["listModelRuns"]>["items"][number];
export type RunSort = NonNullable<NonNullable<SentQueryOf<Runs["listRuns"]>>["sort"]>;
export type RunMetrics = AnswerOf<Runs["getMetrics"]>;
export type RunValues = AnswerOf<Runs["listRunValues"]>;
export type Run = AnswerOf<Runs["getRun"]>;
export type RunStep = Run["steps"][number];
export type RunDeliveries = AnswerOf<Runs["listDeliveries"]>;
export type SentRerun = NonNullable<SentBodyOf<Reruns["rerunRun"]>>;
export type BulkRerun = AnswerOf<Reruns["getBulkRerun"]>;
export type BulkRerunRun = AnswerOf<Reruns["listBulkRerunRuns"]>["items"][number];
export type Replay = AnswerOf<Reruns["getReplay"]>;
export type ReplayResult = AnswerOf<Reruns["listReplayResults"]>["items"][number];
export type SentBulkRerun = SentBodyOf<Reruns["startBulkRerun"]>;
export type SentReplay = SentBodyOf<Reruns["startReplay"]>;

type Query = Record<string, string | number | undefined>;
const pageSize = 100;
const at = (workflowId: string) => `/api/workflows/${encodeURIComponent(workflowId)}`;
const runAt = (workflowId: string, runId: string) => `${at(workflowId)}/runs/${encodeURIComponent(runId)}`;
const part = (id: string) => encodeURIComponent(id);
/** The server validates what it answers against the declaration that the type comes from. */
const answered = <R extends Route>({ body }: Answer) => body as AnswerOf<R>;

export const runs = {
  list: async (workflowId: string, query: Query, cursor?: string) =>
    answered<Runs["listRuns"]>(await request("GET", `${at(workflowId)}/runs`, { query: { ...query, limit: pageSize, cursor } })),
  listModelRuns: async (workflowId: string, query: Query, cursor?: string) =>
    answered<Runs["listModelRuns"]>(await request("GET", `${at(workflowId)}/model-runs`, { query: { ...query, limit: pageSize, cursor } })),
  metrics: async (workflowId: string, kind: "metrics" | "model-metrics", query: Query) =>
    answered<Runs["getMetrics"]>(await request("GET", `${at(workflowId)}/${kind}`, { query })),
  values: async (workflowId: string) => answered<Runs["listRunValues"]>(await request("GET", `${at(workflowId)}/run-values`)),
  /** A file that the browser saves as it comes, however long it is. */
  csvAddress: (workflowId: string, query: Query) => `${at(workflowId)}/runs.csv${textOf(query)}`,
  liveAddress: (workflowId: string) => `${location.origin.replace(/^http/, "ws")}${at(workflowId)}/runs/live`,
  get: async (workflowId: string, runId: string) => answered<Runs["getRun"]>(await request("GET", runAt(workflowId, runId))),
  /** One value, however large; the run's own where no node is named. */
  value: async (workflowId: string, runId: string, of: "input" | "output", node: string | undefined): Promise<unknown> =>
    (await request("GET", `${runAt(workflowId, runId)}/value`, { query: { of, node } })).body,
  cancel: async (workflowId: string, runId: string) =>
    answered<Runs["cancelRun"]>(await request("POST", `${runAt(workflowId, runId)}/cancel`, { body: {} })),
  /** Undefined for a run whose result is not pushed. */
  async deliveries(workflowId: string, runId: string): Promise<RunDeliveries | undefined> {
    try {
      return answered<Runs["listDeliveries"]>(await request("GET", `${runAt(workflowId, runId)}/deliveries`));
    } catch (caught) {
      if (caught instanceof RequestFailed && caught.problem.status === 404) return undefined;
      throw caught;
    }
  },
  redeliver: async (workflowId: string, runId: string) =>
    answered<Runs["redeliverRun"]>(await request("POST", `${runAt(workflowId, runId)}/redeliver`, { body: {} })),
  planRerun: async (workflowId: string, runId: string, query: Query) =>
    answered<Reruns["previewRerun"]>(await request("GET", `${runAt(workflowId, runId)}/rerun`, { query })),
  rerun: async (workflowId: string, runId: string, body: SentRerun) =>
    answered<Reruns["rerunRun"]>(await request("POST", `${runAt(workflowId, runId)}/rerun`, { body })),
};

export const bulkReruns = {
  start: async (workflowId: string, body: SentBulkRerun, key: string) =>
    answered<Reruns["startBulkRerun"]>(
      await request("POST", `${at(workflowId)}/bulk-reruns`, { body, headers: { "idempotency-key": key } }),
    ),
  list: async (workflowId: string, cursor?: string) =>
    answered<Reruns["listBulkReruns"]>(await request("GET", `${at(workflowId)}/bulk-reruns`, { query: { cursor } })),
  get: async (workflowId: string, id: string) =>
    answered<Reruns["getBulkRerun"]>(await request("GET", `${at(workflowId)}/bulk-reruns/${part(id)}`)),
  runs: async (workflowId: string, id: string, state: string, cursor?: string) =>
    answered<Reruns["listBulkRerunRuns"]>(
      await request("GET", `${at(workflowId)}/bulk-reruns/${part(id)}/runs`, { query: { state, cursor } }),
    ),
  cancel: async (workflowId: string, id: string) =>
    answered<Reruns["cancelBulkRerun"]>(await request("POST", `${at(workflowId)}/bulk-reruns/${part(id)}/cancel`, { body: {} })),
};

export const replays = {
  start: async (workflowId: string, body: SentReplay, key: string) =>
    answered<Reruns["startReplay"]>(await request("POST", `${at(workflowId)}/replays`, { body, headers: { "idempotency-key": key } })),
  list: async (workflowId: string, cursor?: string) =>
    answered<Reruns["listReplays"]>(await request("GET", `${at(workflowId)}/replays`, { query: { cursor } })),
  get: async (workflowId: string, id: string) =>
    answered<Reruns["getReplay"]>(await request("GET", `${at(workflowId)}/replays/${part(id)}`)),
  results: async (workflowId: string, id: string, verdict: string, cursor?: string) =>
    answered<Reruns["listReplayResults"]>(
      await request("GET", `${at(workflowId)}/replays/${part(id)}/results`, { query: { verdict, cursor } }),
    ),
  cancel: async (workflowId: string, id: string) =>
    answered<Reruns["cancelReplay"]>(await request("POST", `${at(workflowId)}/replays/${part(id)}/cancel`, { body: {} })),
};

function textOf(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : "";
}
