import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeAll, expect, it, vi } from "vitest";
import { limits } from "#flow/limits.ts";
import { newMonitoring, type Row, type Watched } from "../runs/world.ts";
import { request } from "../support/call.ts";
import { env } from "../support/deployed.ts";
import { api, delay, end, flowOf, script } from "../support/flows.ts";
import { here, received } from "../support/servers.ts";
import { redeploy } from "./flows.ts";

let world: Awaited<ReturnType<typeof newMonitoring>>;
beforeAll(async () => {
  world = await newMonitoring();
});

/** Calls the stub with its number, then fails where the number is below zero. */
const counting = (id: string, failing = "n < 0") =>
  flowOf(
    {
      Call: api(`${here}/echo?id=${id}`, {}, { body: { type: "json", value: { n: "{{steps.Start.n}}" } } }),
      Check: script(`const n = context.steps.Start.n; if (${failing}) throw new Error('below zero'); return n`),
      End: end({ n: "{{steps.Check.output}}" }),
    },
    ["Start next Call", "Call success Check", "Check success End"],
    ["n"],
  );

const start = (flow: Watched, body: unknown, headers: Record<string, string> = {}) =>
  request(
    "POST",
    `${flow.at}/bulk-reruns`,
    { cookie: world.cookie, origin: "http://millrace.test", "content-type": "application/json", ...headers },
    JSON.stringify(body),
  );
const show = async (flow: Watched, id: string): Promise<Row> => world.need("GET", `${flow.at}/bulk-reruns/${id}`);

async function over(flow: Watched, id: string): Promise<Row> {
  return vi.waitFor(
    async () => {
      const job = await show(flow, id);
      if (job.state !== "done" && job.state !== "cancelled") throw new Error(JSON.stringify(job));
      return job;
    },
    { timeout: 40_000, interval: 100 },
  );
}

const numbers = async (id: string): Promise<number[]> =>
  (await received(id)).map(({ bodyBase64 }) => JSON.parse(atob(bodyBase64)).n).toSorted((a: number, b: number) => a - b);
const failedOnes = { filters: JSON.stringify([{ column: "status", operator: "is", value: "Failed" }]) };

it("runs all runs of a selection again, each once, and tells how each went", async () => {
  const id = crypto.randomUUID();
  const flow = await world.deployed(counting(id));
  for (const n of [1, -2, -3, 4, -5]) await flow.begin("sync", { n });
  await flow.listed((rows) => rows.length === 5);
  await redeploy(world, flow, counting(id, "n === -3"));
  const started = await start(flow, { selection: failedOnes, ratePerMinute: limits.maxRerunsPerMinute });
  expect(started).toMatchObject({ status: 201, body: { state: "gathering", version: "current", createdBy: { name: "Ada" } } });
  expect(started.body.selection).toMatchObject({
    from: null,
    filters: [{ column: "status", operator: "is", value: "Failed" }],
    join: "and",
  });
  const job = await over(flow, started.body.id);
  expect(job).toMatchObject({
    state: "done",
    total: 3,
    more: false,
    pending: 0,
    started: 0,
    succeeded: 2,
    failed: 1,
    refused: 0,
    refusals: [],
  });
  expect(await numbers(id)).toEqual([-5, -5, -3, -3, -2, -2, 1, 4]);

  const { items, nextCursor } = await world.need("GET", `${flow.at}/bulk-reruns/${job.id}/runs?limit=2`);
  const rest = await world.need("GET", `${flow.at}/bulk-reruns/${job.id}/runs?limit=2&cursor=${nextCursor}`);
  const all: Row[] = [...items, ...rest.items];
  expect([all.map(({ state }) => state), rest.nextCursor]).toEqual([["succeeded", "failed", "succeeded"], null]);
  const failed = await world.need("GET", `${flow.at}/bulk-reruns/${job.id}/runs?state=failed`);
  expect(failed.items).toEqual([all[1]]);
  const rows = await flow.listed((each) => each.length === 8);
  for (const { runId, newRunId } of all)
    expect(rows.find((row) => row.runId === newRunId)).toMatchObject({ rerunOf: runId, mode: "async", source: "Ada" });
  const { items: log } = await world.need("GET", `${flow.at}/audit?limit=1`);
  expect(log[0]).toMatchObject({ event: "bulkRerun.started", details: { version: "current", max: limits.maxBulkReruns } });
});

it("begins once for a doubled click, and refuses the same key for something else", async () => {
  const id = crypto.randomUUID();
  const flow = await world.deployed(counting(id));
  await flow.begin("sync", { n: 1 });
  await flow.listed((rows) => rows.length === 1);
  const key = { "idempotency-key": crypto.randomUUID() };
  const [one, two] = await Promise.all([start(flow, { selection: {} }, key), start(flow, { selection: {} }, key)]);
  expect([one.status, two.status, one.body.id === two.body.id]).toEqual([201, 201, true]);
  expect((await start(flow, { selection: {}, max: 5 }, key)).status).toBe(422);
  await over(flow, one.body.id);
  expect(await numbers(id)).toEqual([1, 1]);
});

it("goes on where it was when everything was thrown away in the middle, and runs nothing twice", { timeout: 90_000 }, async () => {
  const id = crypto.randomUUID();
  const flow = await world.deployed(counting(id));
  await Promise.all(Array.from({ length: 60 }, (_, n) => flow.begin("async", { n })));
  await flow.listed((rows) => rows.filter(({ status }) => status === "Success").length === 50 && rows.length === 50);
  const { body } = await start(flow, { selection: {}, ratePerMinute: 1_200 });
  for (let i = 0; i < 3; i++) {
    await vi.waitFor(async () => expect((await show(flow, body.id)).pending).toBeLessThan(55 - i * 15), { timeout: 20_000, interval: 20 });
    await abortAllDurableObjects();
    // The test's own abort takes the alarms away, which a real crash does not.
    await runDurableObjectAlarm(env.JOBS.getByName(flow.workflowId));
  }
  const job = await over(flow, body.id);
  expect(job).toMatchObject({ total: 60, succeeded: 60 });
  // An effect may come twice after a crash, always under the key of its run: there is one run for each.
  const calls = await received(id);
  const keys = new Set(calls.map(({ headers }) => headers["idempotency-key"]));
  expect(keys.size).toBe(120);
});

it("finds a run again that was begun just before a crash, and begins it no second time", async () => {
  const id = crypto.randomUUID();
  const flow = await world.deployed(counting(id));
  for (const n of [1, 2, 3]) await flow.begin("sync", { n });
  await flow.listed((rows) => rows.length === 3);
  const { body } = await start(flow, { selection: {}, ratePerMinute: limits.maxRerunsPerMinute });
  await over(flow, body.id);
  const jobs = env.JOBS.getByName(flow.workflowId);
  // As a crash leaves it that came between the lane's answer and its being noted.
  await runInDurableObject(jobs as DurableObjectStub, (_, { storage }) => {
    storage.sql.exec("UPDATE items SET state = 'pending', begun = 0");
    storage.sql.exec("UPDATE jobs SET state = 'running', ended_at = NULL, next_at = 1, follow_at = 1");
  });
  await runDurableObjectAlarm(jobs);
  expect(await over(flow, body.id)).toMatchObject({ total: 3, succeeded: 3 });
  expect(await numbers(id)).toEqual([1, 1, 2, 2, 3, 3]);
  expect(await flow.listed((rows) => rows.length >= 6)).toHaveLength(6);
});

it("takes the newest where there are more than it may, and keeps to its pace", async () => {
  const id = crypto.randomUUID();
  const flow = await world.deployed(counting(id));
  for (const n of [1, 2, 3, 4]) await flow.begin("sync", { n });
  await flow.listed((rows) => rows.length === 4);
  const began = Date.now();
  const { body } = await start(flow, { selection: {}, max: 3, ratePerMinute: 60 });
  const job = await over(flow, body.id);
  expect(job).toMatchObject({ total: 3, more: true, succeeded: 3 });
  expect(Date.now() - began).toBeGreaterThan(1_900);
  expect(await numbers(id)).toEqual([1, 2, 2, 3, 3, 4, 4]);
});

it("refuses runs that are under way and says why, and begins nothing more once it is cancelled", async () => {
  const waiting = flowOf({ Wait: delay(60), End: end({ a: 1 }) }, ["Start next Wait", "Wait success End"]);
  const flow = await world.deployed(waiting);
  await flow.begin("async");
  await flow.begin("async");
  await flow.listed((rows) => rows.length === 2);
  const refused = await over(flow, (await start(flow, { selection: {} })).body.id);
  expect(refused).toMatchObject({ refused: 2, refusals: [{ code: "conflict", message: "The run is still in progress.", count: 2 }] });
  const { items } = await world.need("GET", `${flow.at}/bulk-reruns/${refused.id}/runs`);
  expect(items[0]).toMatchObject({ state: "refused", newRunId: null, refusal: { code: "conflict" } });

  const slow = (await start(flow, { selection: {}, ratePerMinute: 1 })).body;
  await vi.waitFor(async () => expect((await show(flow, slow.id)).refused).toBe(1));
  expect(await world.need("POST", `${flow.at}/bulk-reruns/${slow.id}/cancel`)).toMatchObject({ state: "cancelled", pending: 1 });
  expect((await world.need("POST", `${flow.at}/bulk-reruns/${slow.id}/cancel`)).state).toBe("cancelled");
  const { items: log } = await world.need("GET", `${flow.at}/audit?limit=5`);
  expect(log.filter(({ event }: Row) => event === "bulkRerun.cancelled")).toHaveLength(1);
  expect((await world.need("GET", `${flow.at}/bulk-reruns`)).items.map(({ id }: Row) => id)).toEqual([slow.id, refused.id]);
});

it("looks after the runs that it had begun when it was cancelled", async () => {
  const flow = await world.deployed(flowOf({ Wait: delay(1), End: end({ a: 1 }) }, ["Start next Wait", "Wait success End"]));
  await Promise.all([flow.begin("sync"), flow.begin("sync")]);
  await flow.listed((rows) => rows.length === 2);
  const { id } = (await start(flow, { selection: {}, ratePerMinute: 1 })).body;
  await vi.waitFor(async () => expect((await show(flow, id)).started).toBe(1), { timeout: 5_000, interval: 20 });
  expect(await world.need("POST", `${flow.at}/bulk-reruns/${id}/cancel`)).toMatchObject({ state: "cancelled", started: 1, pending: 1 });
  await vi.waitFor(async () => expect(await show(flow, id)).toMatchObject({ state: "cancelled", succeeded: 1, pending: 1 }), {
    timeout: 10_000,
    interval: 100,
  });
});

it("allows only so many at once, and none of a workflow that is not deployed", async () => {
  const flow = await world.deployed(counting(crypto.randomUUID()));
  for (const n of [1, 2]) await flow.begin("sync", { n });
  await flow.listed((rows) => rows.length === 2);
  const jobs = [];
  for (let i = 0; i < limits.maxActiveJobs; i++) jobs.push((await start(flow, { selection: {}, ratePerMinute: 1 })).body.id);
  expect(await start(flow, { selection: {} })).toMatchObject({ status: 409 });
  for (const id of jobs) await world.need("POST", `${flow.at}/bulk-reruns/${id}/cancel`);
  await world.need("POST", `${flow.at}/undeploy`);
  expect(await start(flow, { selection: {} })).toMatchObject({ status: 409, body: { detail: expect.stringContaining("not deployed") } });
});

it("allows no more at once where they are ordered in the same moment", async () => {
  const flow = await world.deployed(counting(crypto.randomUUID()));
  await flow.begin("sync", { n: 1 });
  await flow.begin("sync", { n: 2 });
  await flow.listed((rows) => rows.length === 2);
  const answers = await Promise.all(Array.from({ length: 12 }, () => start(flow, { selection: {}, ratePerMinute: 1 })));
  const begun = answers.filter(({ status }) => status === 201);
  expect(begun).toHaveLength(limits.maxActiveJobs);
  for (const { status, body } of answers) expect(status === 201 || (status === 409 && body.code === "conflict")).toBe(true);
  for (const { body } of begun) await world.need("POST", `${flow.at}/bulk-reruns/${body.id}/cancel`);
});

it("forgets jobs with the runs that they are about", async () => {
  const flow = await world.deployed(counting(crypto.randomUUID()));
  const { body } = await start(flow, { selection: {} });
  expect(await over(flow, body.id)).toMatchObject({ total: 0, state: "done" });
  const jobs = env.JOBS.getByName(flow.workflowId);
  await runInDurableObject(jobs as DurableObjectStub, (_, { storage }) => {
    storage.sql.exec("UPDATE jobs SET created_at = ?", Date.now() - (limits.runRetentionDays + 1) * 86_400_000);
  });
  await runDurableObjectAlarm(jobs);
  expect((await world.manage("GET", `${flow.at}/bulk-reruns/${body.id}`)).status).toBe(404);
});
