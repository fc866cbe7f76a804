import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import { deployed } from "../support/deployed.ts";
import { poll, start } from "../support/call.ts";
import { end, flowOf } from "../support/flows.ts";
import { laneOf } from "../support/lane-of.ts";

it("forgets runs that ended more than 30 days ago, and no other", async () => {
  const flow = await deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
  const [old, recent] = [(await start(flow, "sync", {})).body.runId, (await start(flow, "sync", {})).body.runId];
  const lane = laneOf(flow, old);
  await runInDurableObject(lane, async (_, { storage }) => {
    storage.sql.exec("UPDATE runs SET ended_at = ended_at - 30 * 86400000 - 1000 WHERE id = ?", old);
    await storage.setAlarm(Date.now());
  });
  await runDurableObjectAlarm(lane);
  await expect.poll(async () => (await poll(flow, old)).status).toBe(404);
  expect((await poll(flow, recent)).status).toBe(200);
});
