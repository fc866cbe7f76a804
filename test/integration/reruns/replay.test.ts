import { abortAllDurableObjects, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { canvasLane, laneName } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { call } from "../variables/world.ts";
import { newMonitoring, type Row, type Watched } from "../runs/world.ts";
import { env } from "../support/deployed.ts";
import { api, delay, end, flowOf, script } from "../support/flows.ts";
import { here, received } from "../support/servers.ts";
import { redeploy, saveFlow } from "./flows.ts";

let world: Awaited<ReturnType<typeof newMonitoring>>;
beforeAll(async () => {
  world = await newMonitoring();
});

async function replay(flow: Watched, body: object = {}): Promise<Row> {
  const { id } = await world.need("POST", `${flow.at}/replays`, { selection: {}, ...body });
  return over(flow, id);
}
/** The replay, once it has finished. */
async function over(flow: Watched, id: string): Promise<Row> {
  return vi.waitFor(
    async () => {
      const job = await world.need("GET", `${flow.at}/replays/${id}`);
      if (job.state !== "done") throw new Error(JSON.stringify(job));
      return job;
    },
    { timeout: 40_000, interval: 100 },
  );
}
const results = async (flow: Watched, id: string, query = ""): Promise<Row[]> =>
  (await world.need("GET", `${flow.at}/replays/${id}/results?limit=200${query}`)).items;

/** Asks a service, waits, and adds up what it said. */
function pricing(id: string, code: string, more: { path?: string; seconds?: number; url?: string } = {}): FlowDocument {
  const { path = "", seconds = 1, url = `${here}/mirror?id=${id}` } = more;
  return flowOf(
    {
      Ask: api(url, {}, { body: { type: "json", value: { n: `{{steps.Start.n}}${path}` } } }),
      Wait: delay(seconds),
      Price: script(code),
      End: end({ price: "{{steps.Price.output}}", run: "{{run.id}}" }),
    },
    ["Start next Ask", "Ask success Wait", "Wait success Price", "Price success End"],
    ["n"],
  );
}
const doubled = "return JSON.parse(context.steps.Ask.output.body.text).n * 2";
/** The price of every tenth is another one. */
const changed = "const n = JSON.parse(context.steps.Ask.output.body.text).n; return n % 10 === 0 ? n * 3 : n * 2";

/** Gives a price and what is another one every time. */
const stamped = (code: string): FlowDocument =>
  flowOf(
    { Price: script(code), End: end({ price: "{{steps.Price.output.price}}", made: "{{steps.Price.output.made}}" }) },
    ["Start next Price", "Price success End"],
    ["n"],
  );
const made = "at: Math.random(), items: [1, 2].map((k) => ({ k, id: Math.random() }))";
const everyTime = ["/output/made/at", "/output/made/items/*/id"];
const leaveOut = (flow: Watched, id: string, paths: readonly string[]): Promise<Row> =>
  world.need("PATCH", `${flow.at}/replays/${id}`, { leaveOut: paths });

/** A flow with this many runs. */
async function recorded(flow: FlowDocument, runs: number): Promise<Watched> {
  const watched = await world.deployed(flow);
  await Promise.all(Array.from({ length: runs }, (_, n) => call(watched, "sync", { n: n + 1 })));
  await vi.waitFor(async () => expect((await world.need("GET", `${watched.at}/metrics`)).total).toBe(runs), { timeout: 20_000 });
  return watched;
}

describe("a replay", () => {
  it("shows of 200 recorded runs exactly those whose output changes, and calls nothing", { timeout: 120_000 }, async () => {
    const id = crypto.randomUUID();
    const flow = await world.deployed(pricing(id, doubled));
    for (let from = 0; from < 200; from += 50)
      await Promise.all(Array.from({ length: 50 }, (_, i) => call(flow, "sync", { n: from + i + 1 })));
    await vi.waitFor(async () => expect((await world.need("GET", `${flow.at}/metrics`)).total).toBe(200), { timeout: 20_000 });
    const before = (await received(id)).length;
    expect(before).toBe(200);
    await saveFlow(world, flow, pricing(id, changed, { seconds: 3600 }));
    const began = performance.now();
    const job = await replay(flow, { last: 200 });
    const tookMs = performance.now() - began;
    expect(job).toMatchObject({ total: 200, done: 200, same: 180, outputDiffers: 20, statusDiffers: 0, notComparable: 0, more: false });
    expect((await received(id)).length).toBe(before);
    expect(tookMs).toBeLessThan(30_000);
    const different = await results(flow, job.id, "&verdict=different");
    expect(different).toHaveLength(20);
    for (const { verdict, changes, before: was, after: is } of different) {
      expect([verdict, was.status, is.status]).toEqual(["outputDiffers", "Success", "Success"]);
      expect(changes).toEqual([{ path: "/output/price", before: was.output.price, after: (was.output.price / 2) * 3 }]);
      expect(was.output.price % 20).toBe(0);
    }
    const { testRunId } = different[0]!;
    const run = await world.need("GET", `${flow.at}/test-runs/${testRunId}`);
    expect(run.steps.find(({ name }: Row) => name === "Ask")).toMatchObject({ status: "Success", output: { status: 200 } });
    console.log(`200 runs were replayed in ${Math.round(tookMs)} ms`);
  });

  it("tries recorded failures too, and tells a changed status", async () => {
    const id = crypto.randomUUID();
    const flow = (fail: string, end1: string): FlowDocument =>
      flowOf(
        {
          Ask: api(`${here}/answer?status=500&id=${id}`, { retry: { attempts: 3, backoff: "fixed", delayMs: 10, on: ["5xx"] } }),
          Handle: script(fail),
          End: end({ code: end1 }),
        },
        ["Start next Ask", "Ask success End", "Ask failure Handle", "Handle success End"],
      );
    const watched = await world.deployed(flow("return context.steps.Ask.error.code", "{{steps.Handle.output}}"));
    await call(watched, "sync");
    await watched.listed((rows) => rows.length === 1);
    const calls = (await received(id)).length;
    expect(await replay(watched)).toMatchObject({ same: 1 });
    await saveFlow(world, watched, flow("throw new Error('new')", "{{steps.Handle.output}}"));
    const job = await replay(watched);
    expect(job).toMatchObject({ statusDiffers: 1 });
    expect(await results(watched, job.id)).toMatchObject([
      {
        verdict: "statusDiffers",
        before: { status: "Success" },
        after: { status: "Failed", error: { node: "Handle", code: "script_error" } },
      },
    ]);
    expect((await received(id)).length).toBe(calls);
  });

  it("ends a try that would ask for something else, or where nothing was recorded, whatever edges there are", async () => {
    const id = crypto.randomUUID();
    const flow = await world.deployed(pricing(id, doubled));
    await call(flow, "sync", { n: 1 });
    await flow.listed((rows) => rows.length === 1);
    await saveFlow(world, flow, pricing(id, doubled, { path: "0" }));
    const job = await replay(flow);
    expect(job).toMatchObject({ notComparable: 1, reasons: [{ code: "request_changed", count: 1 }] });
    const [result] = await results(flow, job.id, "&verdict=notComparable");
    expect(result).toMatchObject({
      verdict: "notComparable",
      testRunId: expect.stringMatching(/^run_tst0_/),
      reason: { code: "request_changed", node: "Ask", requestChanged: true, request: [{ path: "/body/n", before: 1, after: "10" }] },
    });

    const more = pricing(id, doubled);
    const added = flowOf(
      { New: api(`${here}/echo?id=${id}`), Caught: script("return 'caught'"), End: end({ a: "{{steps.Caught.output}}" }) },
      ["Start next New", "New success End", "New failure Caught", "Caught success End"],
      ["n"],
    );
    await saveFlow(world, flow, { ...more, nodes: added.nodes, edges: added.edges });
    expect(await replay(flow)).toMatchObject({ notComparable: 1, reasons: [{ code: "answer_not_recorded", count: 1 }] });
    expect((await received(id)).length).toBe(1);
  });

  it("does not compare what does not fit the inputs, was stopped, or is under way", async () => {
    const flow = await world.deployed(
      flowOf({ Wait: delay("{{steps.Start.seconds}}"), End: end({ a: 1 }) }, ["Start next Wait", "Wait success End"], ["seconds"]),
    );
    const cancelled = await flow.begin("async", { seconds: 60 });
    await world.need("POST", `${flow.at}/runs/${cancelled}/cancel`);
    await flow.begin("async", { seconds: 60 });
    await call(flow, "sync", { seconds: 1 });
    await flow.listed((rows) => ["Failed", "Success", "Waiting"].every((status) => rows.some((row) => row.status === status)));
    expect(await replay(flow)).toMatchObject({
      same: 1,
      notComparable: 2,
      reasons: [
        { code: "run_stopped", count: 1 },
        { code: "run_under_way", count: 1 },
      ],
    });
    const stricter = flowOf({ End: end({ a: 1 }) }, ["Start next End"]);
    await saveFlow(world, flow, { ...stricter, inputs: [{ name: "seconds", type: "text", mandatory: true }] });
    const filters = encodeURIComponent(JSON.stringify([{ column: "status", operator: "is", value: "Success" }]));
    const job = await replay(flow, { selection: { filters: decodeURIComponent(filters) } });
    expect(job).toMatchObject({ total: 1, notComparable: 1, reasons: [{ code: "input_changed", count: 1 }] });
    const [result] = await results(flow, job.id);
    expect(result).toMatchObject({ testRunId: null, reason: { requestChanged: false } });
  });

  it("compares calls with secrets and profiles as they were recorded, masked", async () => {
    const id = crypto.randomUUID();
    const flow = await world.deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
    await world.need("POST", `${flow.at}/variables`, { name: "TOKEN", value: "a-long-secret-token", secure: true });
    const asking = api(`${here}/echo?id=${id}`, {}, { headers: [{ name: "X-Thing", value: "{{env.TOKEN}}" }] });
    await redeploy(
      world,
      flow,
      flowOf({ Ask: asking, End: end({ ok: "{{steps.Ask.output.body.ok}}" }) }, ["Start next Ask", "Ask success End"]),
    );
    await call(flow, "sync");
    await flow.listed((rows) => rows.length === 1);
    const job = await replay(flow);
    expect(job).toMatchObject({ same: 1 });
    expect(JSON.stringify(await results(flow, job.id))).not.toContain("a-long-secret-token");
    expect((await received(id)).length).toBe(1);
  });

  it("finds tries again that a crash cut off from their results", async () => {
    const id = crypto.randomUUID();
    const flow = await world.deployed(pricing(id, doubled));
    await Promise.all(Array.from({ length: 20 }, (_, n) => call(flow, "sync", { n: n + 1 })));
    await vi.waitFor(async () => expect((await world.need("GET", `${flow.at}/metrics`)).total).toBe(20), { timeout: 10_000 });
    await saveFlow(world, flow, pricing(id, changed));
    const job = await replay(flow);
    const found = await results(flow, job.id);
    const jobs = () => env.JOBS.getByName(flow.workflowId);
    // As a crash leaves it that came between the ends of the tries and their being noted.
    await runInDurableObject(jobs() as DurableObjectStub, (_, { storage }) => {
      storage.sql.exec("UPDATE items SET state = 'pending', begun = 0, finding = NULL WHERE n % 2 = 0");
      storage.sql.exec("UPDATE jobs SET state = 'running', ended_at = NULL");
    });
    await abortAllDurableObjects();
    await runDurableObjectAlarm(jobs());
    await vi.waitFor(async () => expect((await world.need("GET", `${flow.at}/replays/${job.id}`)).state).toBe("done"), { timeout: 20_000 });
    expect(await results(flow, job.id)).toEqual(found);
    expect(await received(id)).toHaveLength(20);
    const lane = env.RUNNER.getByName(laneName(flow.workflowId, canvasLane));
    const tries = await runInDurableObject(
      lane,
      (_, { storage }) => storage.sql.exec<{ n: number }>("SELECT count(*) AS n FROM runs").one().n,
    );
    expect(tries).toBe(20);
  });

  it("ends when it is cancelled, which the audit log tells once", async () => {
    const flow = await world.deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
    await Promise.all(Array.from({ length: 40 }, () => call(flow, "sync")));
    await vi.waitFor(async () => expect((await world.need("GET", `${flow.at}/metrics`)).total).toBe(40), { timeout: 10_000 });
    const slow = script("let sum = 0; for (let i = 0; i < 10_000; i++) sum += i % 7; return sum");
    await saveFlow(world, flow, flowOf({ Slow: slow, End: end({ a: 1 }) }, ["Start next Slow", "Slow success End"]));
    const { id } = await world.need("POST", `${flow.at}/replays`, { selection: {} });
    const cancelled = await world.need("POST", `${flow.at}/replays/${id}/cancel`);
    expect(cancelled).toMatchObject({ state: "cancelled", endedAt: expect.any(String) });
    expect(cancelled.done).toBeLessThan(40);
    await world.need("POST", `${flow.at}/replays/${id}/cancel`);
    const { items } = await world.need("GET", `${flow.at}/audit?limit=5`);
    expect(items.map(({ event }: Row) => event).slice(0, 2)).toEqual(["replay.cancelled", "replay.started"]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await world.need("GET", `${flow.at}/replays/${id}`)).done).toBeLessThan(40);
  });

  it("takes a flow that runs, and is none of the bulk reruns", async () => {
    const flow = await world.deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
    await saveFlow(world, flow, flowOf({ Script: script("return 1") }, ["Start next Script"]));
    expect(await world.manage("POST", `${flow.at}/replays`, { selection: {} })).toMatchObject({
      status: 422,
      body: { code: "not_deployable" },
    });
    await saveFlow(world, flow, flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
    const { id } = await world.need("POST", `${flow.at}/replays`, { selection: {} });
    expect((await world.need("GET", `${flow.at}/replays`)).items).toHaveLength(1);
    expect((await world.manage("GET", `${flow.at}/bulk-reruns/${id}`)).status).toBe(404);
  });
});

describe("fields that are left out of a replay's comparison", () => {
  let flow: Watched;
  beforeAll(async () => {
    flow = await recorded(stamped(`return { price: context.steps.Start.n * 2, made: { ${made} } }`), 60);
    await saveFlow(world, flow, stamped(`const { n } = context.steps.Start; return { price: n % 10 ? n * 2 : n * 3, made: { ${made} } }`));
  }, 60_000);

  it("show exactly the runs that differ in something else, and stand in the report", async () => {
    const job = await replay(flow, { leaveOut: everyTime });
    expect(job).toMatchObject({ leaveOut: everyTime, done: 60, same: 54, outputDiffers: 6 });
    const different = await results(flow, job.id, "&verdict=different");
    expect(different.map(({ changes }) => changes.map(({ path }: Row) => path))).toEqual(
      Array.from({ length: 6 }, () => ["/output/price"]),
    );
    expect(await results(flow, job.id, "&verdict=same")).toHaveLength(54);
  });

  it("are left out of a report at once, and compared again", async () => {
    const before = await replay(flow);
    expect(before).toMatchObject({ leaveOut: [], same: 0, outputDiffers: 60 });
    const found = await results(flow, before.id);
    expect(found.flatMap(({ changes }) => changes)).toHaveLength(60 * 3 + 6);
    expect(await leaveOut(flow, before.id, everyTime)).toMatchObject({ state: "done", leaveOut: everyTime, same: 54, outputDiffers: 6 });
    expect(await results(flow, before.id, "&verdict=different")).toHaveLength(6);
    expect(await leaveOut(flow, before.id, [])).toEqual(before);
    expect(await results(flow, before.id)).toEqual(found);
    const { items } = await world.need("GET", `${flow.at}/audit?limit=1`);
    expect(items[0]).toMatchObject({ event: "replay.changed", details: { leftOut: 0 } });
  });

  it("count for all runs alike, also where they change while runs are tried", async () => {
    const slow = "for (let i = 0; i < 10_000; i++);";
    await saveFlow(world, flow, stamped(`${slow} return { price: context.steps.Start.n * 2, made: { ${made} } }`));
    const { id } = await world.need("POST", `${flow.at}/replays`, { selection: {} });
    await vi.waitFor(async () => expect((await world.need("GET", `${flow.at}/replays/${id}`)).done).toBeGreaterThan(0), {
      timeout: 20_000,
      interval: 5,
    });
    await leaveOut(flow, id, everyTime);
    expect(await over(flow, id)).toMatchObject({ leaveOut: everyTime, same: 60, outputDiffers: 0 });
  });

  it("have runs compared anew that differ in more than was kept, by the tries that there are", async () => {
    const code = "return { price: 1, made: Array.from({ length: 60 }, () => Math.random()) }";
    const many = await recorded(stamped(code), 3);
    const { id } = await replay(many);
    const found = await results(many, id);
    expect(found.map(({ changes, cut }) => [changes.length, cut])).toEqual([50, 50, 50].map((kept) => [kept, true]));
    expect(await leaveOut(many, id, ["/output/made/*"])).toMatchObject({ state: "running", done: 0, endedAt: null });
    expect(await over(many, id)).toMatchObject({ same: 3, outputDiffers: 0 });
    const anew = await results(many, id);
    expect(anew.map(({ testRunId, after }) => [testRunId, after])).toEqual(found.map(({ testRunId, after }) => [testRunId, after]));
    expect(anew.flatMap(({ changes }) => changes)).toEqual([]);
    expect(await leaveOut(many, id, [])).toMatchObject({ state: "done", outputDiffers: 3 });
    // Nothing more is found out by one that was stopped.
    await runInDurableObject(env.JOBS.getByName(many.workflowId) as DurableObjectStub, (_, { storage }) => {
      storage.sql.exec("UPDATE jobs SET state = 'cancelled'");
    });
    expect(await leaveOut(many, id, ["/output/made/*"])).toMatchObject({ state: "cancelled", same: 0, outputDiffers: 3 });
  });

  it("are paths of the output or the error, of a replay that there is", async () => {
    const wrong = { leaveOut: ["/output/at", "made.at"] };
    expect(await world.manage("POST", `${flow.at}/replays`, { selection: {}, ...wrong })).toMatchObject({
      status: 400,
      body: {
        code: "validation_failed",
        errors: [{ path: "/leaveOut/1", message: expect.stringContaining("for example /output/createdAt") }],
      },
    });
    expect(await world.manage("PATCH", `${flow.at}/replays/job_none`, wrong)).toMatchObject({ status: 400 });
    expect(await world.manage("PATCH", `${flow.at}/replays/job_none`, { leaveOut: [] })).toMatchObject({ status: 404 });
  });
});
