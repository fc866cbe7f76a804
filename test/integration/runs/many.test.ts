/** Tests that need more rows than callers can start: the rows are reported to the Monitor as a lane would. */
import { beforeAll, expect, it } from "vitest";
import { runIdIn, sortableId, type VersionId } from "#flow/ids.ts";
import type { ModelRunRow, RunRow } from "#flow/monitoring/run-row.ts";
import { database } from "#store/database.ts";
import { monitorOf } from "#worker/bindings/monitors.ts";
import { runsAsCsv } from "#worker/routes/runs/runs-csv.ts";
import { env } from "../support/deployed.ts";
import { end, flowOf } from "../support/flows.ts";
import { newMonitoring, type Row, type Watched } from "./world.ts";

const count = 2_600;
const begun = Date.now() - 3_600_000;
let world: Awaited<ReturnType<typeof newMonitoring>>;
let flow: Watched;
let rows: RunRow[];
let calls: ModelRunRow[];

const idAt = (ms: number) => runIdIn({ place: "loc", n: 0 }, sortableId(ms, crypto.getRandomValues(new Uint8Array(10))));

beforeAll(async () => {
  world = await newMonitoring();
  flow = await world.deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
  rows = Array.from({ length: count }, (_, i): RunRow => {
    const startedAt = begun + i * 1000;
    const isFailed = i % 10 === 0;
    return {
      runId: idAt(startedAt),
      status: isFailed ? "Failed" : "Success",
      type: i % 3 === 0 ? "Schedule" : "API",
      source: `source ${i % 7}`,
      mode: "async",
      versionId: "ver_unknown" as VersionId,
      startedAt,
      endedAt: startedAt + (i % 100),
      durationMs: i % 100,
      nodesExecuted: 2,
      error: isFailed ? { code: "script_error", message: `number ${i} is odd`, node: "Work" } : null,
      rerunOf: null,
    };
  });
  calls = rows.slice(0, 30).map(({ runId, startedAt }, i): ModelRunRow => ({
    requestId: `req_${String(i).padStart(4, "0")}`,
    runId,
    node: "Ask",
    model: i % 2 === 0 ? "small" : "large",
    connection: "Home",
    status: i % 5 === 0 ? "Failed" : "Success",
    startedAt,
    endedAt: startedAt + 10,
    durationMs: 10,
    firstTokenMs: 4,
    inputTokens: 100 + i,
    outputTokens: null,
  }));
  const monitor = env.MONITOR.getByName(flow.workflowId);
  for (let at = 0; at < count; at += 500) {
    const runs = rows.slice(at, at + 500).map((row) => ({ change: 1, row }));
    const modelRuns = at === 0 ? calls.map((row) => ({ change: 1, row })) : [];
    await monitor.record({ workflowId: flow.workflowId, runs, modelRuns });
  }
});

const search = (query: Record<string, string>): string => new URLSearchParams(query).toString();
const is = (column: string, value: string) => JSON.stringify([{ column, operator: "is", value }]);

it("exports more runs than one page holds, each once and in order", async () => {
  const lines = new TextDecoder().decode(await world.file(`${flow.at}/runs.csv`)).split("\r\n");
  expect(lines).toHaveLength(count + 2);
  expect(lines.slice(1, -1).map((line) => line.split(",")[0])).toEqual(rows.map(({ runId }) => runId).toReversed());
  // A version that is not there any more is named by its id.
  expect(lines[1]).toContain("ver_unknown");
});

it("exports what a search finds here and there", async () => {
  const text = new TextDecoder().decode(
    await world.file(`${flow.at}/runs.csv?${search({ search: "0 IS ODD", filters: is("type", "Schedule") })}`),
  );
  const expected = rows.filter(({ error, type }) => error !== null && type === "Schedule");
  expect(text.split("\r\n")).toHaveLength(expected.length + 2);
});

it("reads the pages of a file as its reader takes them, and none behind who leaves", async () => {
  const monitor = monitorOf(env, flow.workflowId);
  let pages = 0;
  const counting: typeof monitor = {
    ...monitor,
    list: (...asked) => {
      pages++;
      return monitor.list(...asked);
    },
  };
  const reader = runsAsCsv(database(env.DB), flow.workflowId, counting, { join: "and" }).getReader();
  const readAfter: number[] = [];
  for (let i = 0; i < 3; i++) {
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 100));
    readAfter.push(pages);
  }
  await reader.cancel();
  // The head, one page and another; each time at most one page was read ahead.
  expect(readAfter.filter((read, i) => read > i + 1)).toEqual([]);
  const leaving = runsAsCsv(database(env.DB), flow.workflowId, counting, { join: "and" }).getReader();
  await leaving.read();
  await leaving.cancel();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(pages).toBeLessThanOrEqual(4);
});

it("measures them exactly", async () => {
  const failed = rows.filter(({ status }) => status === "Failed").length;
  expect(await world.need("GET", `${flow.at}/metrics`)).toMatchObject({
    total: count,
    finished: count,
    failed,
    failureRate: failed / count,
  });
});

it("lists and measures calls of models, filtered and page by page", async () => {
  const list = (query: Record<string, string>): Promise<Row> => world.need("GET", `${flow.at}/model-runs?${search(query)}`);
  const newest = calls.toReversed().map((call) => ({
    ...call,
    startedAt: new Date(call.startedAt).toISOString(),
    endedAt: new Date(call.endedAt!).toISOString(),
  }));
  expect((await list({})).items).toEqual(newest);
  const paged: Row[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page: Row = await list({ limit: "7", ...(cursor && { cursor }) });
    paged.push(...page.items);
    cursor = page.nextCursor;
  }
  expect(paged).toEqual(newest);
  expect((await list({ filters: is("model", "large") })).items).toEqual(newest.filter(({ model }) => model === "large"));
  expect((await list({ filters: is("run", calls[3]!.runId) })).items).toEqual([newest.find(({ requestId }) => requestId === "req_0003")]);
  expect(await world.need("GET", `${flow.at}/model-metrics?${search({ filters: is("status", "Failed") })}`)).toMatchObject({
    total: 6,
    failed: 6,
  });
});
