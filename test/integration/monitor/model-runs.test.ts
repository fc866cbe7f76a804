import { expect, it } from "vitest";
import type { RunId } from "#flow/ids.ts";
import type { ModelRunRow } from "#flow/monitoring/run-row.ts";
import { deployed, env } from "../support/deployed.ts";
import { end, flowOf } from "../support/flows.ts";

function call(n: number, more: Partial<ModelRunRow> = {}): ModelRunRow {
  const startedAt = Date.now() - 60_000 + n * 100;
  return {
    requestId: `req_${n}`,
    runId: `run_loc0_${String(n % 3).padStart(26, "0")}` as RunId,
    node: n % 2 === 0 ? "Summarise" : "Classify",
    model: n % 4 === 0 ? "large" : "small",
    connection: "House",
    status: "Success",
    startedAt,
    endedAt: startedAt + n,
    durationMs: n,
    firstTokenMs: n / 2,
    inputTokens: n,
    outputTokens: null,
    ...more,
  };
}

it("records, lists and measures calls of models by the same rules as runs", async () => {
  const { workflowId } = await deployed(flowOf({ End: end({}) }, ["Start next End"]));
  const monitor = env.MONITOR.getByName(workflowId);
  const calls = Array.from({ length: 100 }, (_, n) => call(n));
  const begun = calls.map((row, n) => ({
    change: n,
    row: { ...row, status: "In Progress" as const, endedAt: null, durationMs: null, firstTokenMs: null },
  }));
  const failed = call(100, { status: "Failed", outputTokens: 7 });
  await monitor.record({ workflowId, runs: [], modelRuns: begun });
  expect(await monitor.modelMetrics({ join: "and" })).toMatchObject({ total: 100, finished: 0, p90Ms: null });
  const over = [...calls, failed].map((row, n) => ({ change: 1000 + n, row }));
  await monitor.record({ workflowId, runs: [], modelRuns: over });
  await monitor.record({ workflowId, runs: [], modelRuns: [...over, ...begun] });
  expect(await monitor.modelMetrics({ join: "and" })).toMatchObject({ total: 101, finished: 101, failed: 1, p90Ms: 90, p99Ms: 99 });
  const ofRun = { column: "run", operator: "is", value: calls[1]!.runId } as const;
  const selection = { filters: [ofRun, { column: "model", operator: "isNot", value: "large" }], join: "and" } as const;
  const expected = [...calls, failed].filter(({ runId, model }) => runId === ofRun.value && model !== "large");
  expect(await monitor.modelMetrics(selection)).toMatchObject({ total: expected.length });
  const { items, next } = await monitor.listModelRuns(selection, { limit: 10 });
  expect(items).toEqual(expected.toReversed().slice(0, 10));
  const rest = await monitor.listModelRuns(selection, { limit: 200, after: next! });
  expect([...items, ...rest.items]).toEqual(expected.toReversed());
  expect((await monitor.listModelRuns({ search: "CLASS", join: "and" }, { limit: 200 })).items).toHaveLength(50);
  expect((await monitor.listModelRuns({ search: "req_100", join: "and" }, { limit: 200 })).items).toEqual([failed]);
});
