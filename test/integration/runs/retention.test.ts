import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeAll, expect, it, vi } from "vitest";
import type { RunId } from "#flow/ids.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import { env } from "../support/deployed.ts";
import { poll } from "../support/call.ts";
import { end, flowOf } from "../support/flows.ts";
import { laneOf } from "../support/lane-of.ts";
import { newMonitoring, type Row, type Watched } from "./world.ts";

const dayMs = 86_400_000;
let world: Awaited<ReturnType<typeof newMonitoring>>;
let flow: Watched;
beforeAll(async () => {
  world = await newMonitoring();
  flow = await world.deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
});

const monitor = () => env.MONITOR.getByName(flow.workflowId);
/** Sets it, and has the objects forget what they knew of it: what takes them a minute otherwise. */
async function keep(runRetentionDays: number, ...objects: DurableObjectStub[]): Promise<void> {
  expect(await world.need("PATCH", flow.at, { runRetentionDays })).toMatchObject({ runRetentionDays });
  for (const object of objects) await evictDurableObject(object);
}
const ids = async (): Promise<string[]> => (await world.need("GET", `${flow.at}/runs`)).items.map(({ runId }: Row) => runId);

it("is 30 days, can be set from 1 to 365, and the change is audited", async () => {
  expect(await world.need("GET", flow.at)).toMatchObject({ runRetentionDays: 30 });
  for (const days of [0, 366, 1.5, "7", null]) expect((await world.manage("PATCH", flow.at, { runRetentionDays: days })).status).toBe(400);
  await keep(365);
  await keep(365);
  await keep(30);
  const { items } = await world.need("GET", `${flow.at}/audit`);
  expect(items.filter(({ event }: Row) => event === "workflow.retentionChanged").map(({ description }: Row) => description)).toEqual([
    "Changed the run retention from 365 days to 30 days.",
    "Changed the run retention from 30 days to 365 days.",
  ]);
});

it("hides runs from the list at once, deletes them when the Monitor comes to it, and not before", async () => {
  await flow.begin("sync");
  const [{ runId }] = await flow.listed((rows) => rows.length === 1);
  const listed = (await monitor().find(runId)) as RunRow;
  const old = (days: number, n: number): RunRow => {
    const startedAt = Date.now() - days * dayMs;
    return { ...listed, runId: `run_loc0_0000000000000000000000000${n}` as RunId, startedAt, endedAt: startedAt + 5, durationMs: 5 };
  };
  const rows = [old(2, 2), old(9, 3), old(40, 4)];
  await keep(365, monitor());
  await monitor().record({ workflowId: flow.workflowId, runs: rows.map((row) => ({ change: 1, row })), modelRuns: [] });
  expect(await ids()).toEqual([runId, ...rows.map((row) => row.runId)]);
  await keep(7, monitor());
  expect(await ids()).toEqual([runId, rows[0]!.runId]);
  expect((await world.need("GET", `${flow.at}/metrics`)).total).toBe(2);
  // Nothing has been deleted yet: a change that is reverted in time loses nothing.
  await keep(30, monitor());
  expect(await ids()).toHaveLength(3);
  await runDurableObjectAlarm(monitor());
  await keep(365, monitor());
  expect(await ids()).toEqual([runId, rows[0]!.runId, rows[1]!.runId]);
});

it("makes lanes delete what happened in runs, and no run that is younger", async () => {
  const [old, young] = [await flow.begin("sync"), await flow.begin("sync")];
  const lane = laneOf(flow, old);
  const age = (runId: string, days: number) =>
    runInDurableObject(lane, async (_, { storage }) => {
      const past = days * dayMs;
      storage.sql.exec("UPDATE runs SET started_at = started_at - ?1, ended_at = ended_at - ?1 WHERE id = ?2", past, runId);
    });
  const atAlarm = async (): Promise<void> => {
    await runInDurableObject(lane, (_, { storage }) => storage.setAlarm(Date.now() + 60_000));
    await runDurableObjectAlarm(lane);
  };
  await age(old, 40);
  await age(young, 6);
  await keep(90, lane);
  await atAlarm();
  expect((await world.need("GET", `${flow.at}/runs/${old}`)).status).toBe("Success");
  // Before the lane has deleted anything, management does not show it any more.
  await keep(7);
  const { status, body } = await world.manage("GET", `${flow.at}/runs/${old}`);
  expect([status, body.detail]).toEqual([404, expect.stringContaining("older than")]);
  expect((await poll(flow, old)).status).toBe(200);
  await evictDurableObject(lane);
  await atAlarm();
  await vi.waitFor(async () => expect((await poll(flow, old)).status).toBe(404));
  expect((await world.need("GET", `${flow.at}/runs/${young}`)).status).toBe("Success");
});
