import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import { deployed, env } from "../support/deployed.ts";
import { poll, start } from "../support/call.ts";
import { end, flowOf } from "../support/flows.ts";
import { laneOf } from "../support/lane-of.ts";

const dayMs = 86_400_000;

/** A flow with a run for each of these times of its end, in days ago. The lane has just come up, and its alarm is due. */
async function withRuns(...endedDaysAgo: readonly number[]) {
  const flow = await deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
  const ids: string[] = [];
  for (const _ of endedDaysAgo) ids.push((await start(flow, "sync", {})).body.runId);
  const lane = laneOf(flow, ids[0]!);
  await runInDurableObject(lane, (_, { storage }) => {
    endedDaysAgo.forEach((days, n) =>
      storage.sql.exec("UPDATE runs SET started_at = started_at - ?1, ended_at = ended_at - ?1 WHERE id = ?2", days * dayMs, ids[n]!),
    );
  });
  const sweep = async (): Promise<void> => {
    // A lane starts again with empty memory.
    await evictDurableObject(lane);
    await runInDurableObject(lane, (_, { storage }) => storage.setAlarm(Date.now() + 60_000));
    await runDurableObjectAlarm(lane);
  };
  const isThere = async (n: number): Promise<boolean> => (await poll(flow, ids[n]!)).status === 200;
  return { flow, lane, ids, sweep, isThere };
}

it("forgets runs that ended more than 30 days ago, and no other", async () => {
  const { sweep, isThere } = await withRuns(30.1, 29.9, 0);
  await sweep();
  await expect.poll(() => isThere(0)).toBe(false);
  expect([await isThere(1), await isThere(2)]).toEqual([true, true]);
});

it("comes to what is old also behind many runs that began earlier and are kept", async () => {
  const { lane, ids, sweep, isThere } = await withRuns(0, 40);
  await runInDurableObject(lane, (_, { storage }) => {
    // As if they had waited for a month and ended now.
    const columns = "mode, status, workflow, version, deployment, request, input, warnings, ended_at, result";
    storage.sql.exec(
      `INSERT INTO runs (id, started_at, ${columns}) WITH RECURSIVE n (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM n WHERE n < 1200)
       SELECT 'run_aaa0_' || n, started_at - ?, ${columns} FROM runs, n WHERE id = ?`,
      40 * dayMs,
      ids[0]!,
    );
  });
  await sweep();
  // Slice by slice, a heartbeat between two of them.
  await expect.poll(() => isThere(1), { timeout: 15_000 }).toBe(false);
  expect(await isThere(0)).toBe(true);
});

it("keeps a run for as long as somebody is owed its result", async () => {
  const { lane, ids, sweep, isThere } = await withRuns(40, 40);
  const owe = (dueAt: number | null) =>
    runInDurableObject(lane, (_, { storage }) => {
      storage.sql.exec("INSERT OR REPLACE INTO outbox (run, state, attempt, due_at) VALUES (?, 'pending', 3, ?)", ids[0]!, dueAt);
    });
  await owe(Date.now() + 3_600_000);
  await sweep();
  await expect.poll(() => isThere(1)).toBe(false);
  expect(await isThere(0)).toBe(true);
  await owe(null);
  await sweep();
  await expect.poll(() => isThere(0)).toBe(false);
});

it("goes by what a workflow said last, when the workflow was deleted", async () => {
  const { flow, lane, ids, sweep } = await withRuns(5, 0);
  const left = () =>
    runInDurableObject(lane, (_, { storage }) =>
      storage.sql
        .exec<{ id: string }>("SELECT id FROM runs ORDER BY started_at")
        .toArray()
        .map(({ id }) => id),
    );
  await env.DB.prepare("UPDATE workflows SET run_retention_days = 7 WHERE id = ?").bind(flow.workflowId).run();
  await sweep();
  await env.DB.prepare("DELETE FROM workflows WHERE id = ?").bind(flow.workflowId).run();
  expect(await left()).toEqual(ids);
  await runInDurableObject(lane, (_, { storage }) => {
    storage.sql.exec("UPDATE runs SET ended_at = ended_at - ? WHERE id = ?", 3 * dayMs, ids[0]!);
  });
  await sweep();
  await expect.poll(left).toEqual([ids[1]]);
});
