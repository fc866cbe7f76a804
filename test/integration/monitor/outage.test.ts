import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import type { RunId } from "#flow/ids.ts";
import type { RunDetail } from "#objects/protocols/run-detail.ts";
import { poll, start } from "../support/call.ts";
import { deployed, env, type Deployed } from "../support/deployed.ts";
import { end, flowOf } from "../support/flows.ts";
import { laneOf } from "../support/lane-of.ts";

const page = { sort: "startedAt", order: "desc", limit: 200 } as const;
const oneStep = flowOf({ End: end({ a: 1 }) }, ["Start next End"]);

async function listedIds(flow: Deployed): Promise<string[]> {
  const { items } = await env.MONITOR.getByName(flow.workflowId).list({ join: "and" }, page);
  return items.map(({ runId }) => runId).toSorted();
}

async function notes(flow: Deployed, runId: string): Promise<number> {
  return runInDurableObject(
    laneOf(flow, runId),
    (_, { storage }) => storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM feed").one().n,
  );
}

it("keeps what the Monitor does not take, and tells it when it does again", async () => {
  const flow = await deployed(oneStep);
  const monitor = env.MONITOR.getByName(flow.workflowId);
  // A method that the instance has itself cannot be called from outside: every call fails.
  await runInDurableObject(monitor, (instance) => Object.assign(instance, { record: undefined }));
  const runIds: string[] = [];
  for (let i = 0; i < 5; i++) runIds.push((await start(flow, "sync", {})).body.runId);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(await listedIds(flow)).toEqual([]);
  expect(await notes(flow, runIds[0]!)).toBeGreaterThan(0);
  await runInDurableObject(monitor, (instance) => void delete (instance as { record?: unknown }).record);
  await expect.poll(() => listedIds(flow), { timeout: 10_000 }).toEqual(runIds.toSorted());
  await expect.poll(() => notes(flow, runIds[0]!), { timeout: 5_000 }).toBe(0);
});

it("tells after a crash what the lane had stored and not yet told, also of a failed run", async () => {
  const flow = await deployed(
    flowOf({ Fails: { type: "script", config: { code: "throw new Error('no such shop')" } }, End: end({}) }, [
      "Start next Fails",
      "Fails success End",
    ]),
  );
  const { runId } = (await start(flow, "async", {})).body;
  expect((await poll(flow, runId, 10)).body.status).toBe("Failed");
  await abortAllDurableObjects();
  await runDurableObjectAlarm(laneOf(flow, runId));
  const monitor = env.MONITOR.getByName(flow.workflowId);
  await expect.poll(async () => (await monitor.find(runId))?.status, { timeout: 5_000 }).toBe("Failed");
  expect(await monitor.find(runId)).toMatchObject({ mode: "async", source: "test", error: { code: "script_error", node: "Fails" } });
  expect((await monitor.find(runId))!.error!.message).toContain("no such shop");
});

it("brings a lane that is older than the feed up to date", async () => {
  const flow = await deployed(oneStep);
  const before = (await start(flow, "sync", {})).body.runId as string;
  const lane = laneOf(flow, before);
  await expect.poll(() => listedIds(flow), { timeout: 5_000 }).toEqual([before]);
  await runInDurableObject(lane, (_, { storage: { sql } }) => {
    for (const { journal } of sql.exec<{ journal: string }>("SELECT journal FROM runs").toArray())
      sql.exec("INSERT INTO journal VALUES (?, 0, ?)", before, journal);
    for (const column of ["type", "source", "nodes", "journal"]) sql.exec(`ALTER TABLE runs DROP COLUMN ${column}`);
    sql.exec("DROP TABLE feed");
  });
  await abortAllDurableObjects();
  expect((await poll(flow, before)).body.status).toBe("Success");
  // The types of RPC lose details, because an output is `unknown`.
  const detail = (await laneOf(flow, before).detail(before as RunId)) as unknown as RunDetail;
  expect(detail.steps).toHaveLength(2);
  const after = (await start(flow, "sync", {})).body.runId as string;
  await expect.poll(() => listedIds(flow), { timeout: 5_000 }).toEqual([before, after].toSorted());
});
