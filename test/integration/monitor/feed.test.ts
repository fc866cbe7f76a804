import { expect, it } from "vitest";
import { start } from "../support/call.ts";
import { deployed, env } from "../support/deployed.ts";
import { end, flowOf } from "../support/flows.ts";

const page = { sort: "startedAt", order: "desc", limit: 50 } as const;

it("lists a run within a second of its end, with what began it", async () => {
  const flow = await deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
  const { runId } = (await start(flow, "sync", {})).body;
  const monitor = env.MONITOR.getByName(flow.workflowId);
  await expect.poll(async () => (await monitor.list({ join: "and" }, page)).items.length, { timeout: 1000 }).toBe(1);
  const row = await monitor.find(runId);
  expect(row).toMatchObject({ runId, status: "Success", type: "API", source: "test", mode: "sync", error: null, rerunOf: null });
  expect(row!.durationMs).toBe(row!.endedAt! - row!.startedAt);
  expect(await monitor.metrics({ join: "and" })).toMatchObject({ total: 1, finished: 1, failed: 0, p90Ms: row!.durationMs });
});
