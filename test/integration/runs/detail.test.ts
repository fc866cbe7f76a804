import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { beforeAll, expect, it, vi } from "vitest";
import { limits } from "#flow/limits.ts";
import { poll } from "../support/call.ts";
import { api, delay, end, flowOf, script } from "../support/flows.ts";
import { laneOf } from "../support/lane-of.ts";
import { here } from "../support/servers.ts";
import { newMonitoring, type Row, type Watched } from "./world.ts";

let world: Awaited<ReturnType<typeof newMonitoring>>;
beforeAll(async () => {
  world = await newMonitoring();
});

const show = async (flow: Watched, runId: string): Promise<Row> => world.need("GET", `${flow.at}/runs/${runId}`);
const stepOf = (run: Row, name: string): Row => run.steps.find((step: Row) => step.name === name);
const auditOf = async (flow: Watched): Promise<string[]> =>
  (await world.need("GET", `${flow.at}/audit?limit=200`)).items.map(({ event }: Row) => event);

it("tells each try of a step with its time and error, and how long it waited", async () => {
  const id = crypto.randomUUID();
  const flow = await world.deployed(
    flowOf(
      {
        Call: api(`${here}/webhook?failures=2&id=${id}`, { retry: { attempts: 3, backoff: "fixed", delayMs: 400, on: ["5xx"] } }),
        Note: script("console.log('noted', context.steps.Call.attempts); return 7"),
        Wait: delay(1),
        End: end({ tries: "{{steps.Call.attempts}}" }),
      },
      ["Start next Call", "Call success Note", "Note success Wait", "Wait success End", "Call failure End"],
      ["name"],
      [{ name: "tries", type: "number" }],
    ),
  );
  const runId = await flow.begin("async", { name: "Ada" });
  await poll(flow, runId, 20);
  const run = await show(flow, runId);
  expect(run).toMatchObject({
    runId,
    status: "Success",
    input: { name: "Ada" },
    output: { tries: 3 },
    row: { runId, status: "Success", type: "API", source: "k", mode: "async", rerunOf: null },
    version: { name: "v1" },
    requestId: expect.stringMatching(/^[\w-]{8,64}$/),
    nodesExecuted: 5,
    tooLarge: {},
  });
  expect(Date.parse(run.timeoutAt) - Date.parse(run.startedAt)).toBe(180_000);
  const call = stepOf(run, "Call");
  expect(call).toMatchObject({ attempts: 3, status: "Success", error: null, outcome: "success", dueAt: null });
  expect(call.tries.map(({ error, waitingSince }: Row) => [error?.code, waitingSince])).toEqual([
    ["http_status", null],
    ["http_status", null],
    [undefined, null],
  ]);
  const times = call.tries.flatMap(({ startedAt, endedAt }: Row) => [Date.parse(startedAt), Date.parse(endedAt)]);
  expect(times).toEqual(times.toSorted((a: number, b: number) => a - b));
  // The pauses between the tries, whatever the jitter made of them.
  expect(call.waitedMs).toBe(times[2] - times[1] + times[4] - times[3]);
  expect(call.durationMs).toBe(times[5] - times[0]);
  expect(stepOf(run, "Note")).toMatchObject({ logs: ["noted 3"], output: 7, waitedMs: 0, tries: [{ error: null }] });
  const wait = stepOf(run, "Wait");
  expect(wait.tries).toMatchObject([{ waitingSince: expect.any(String), error: null }]);
  expect(wait.waitedMs).toBeGreaterThanOrEqual(900);
  expect(wait.waitedMs).toBeLessThanOrEqual(wait.durationMs);
});

it("names the node that failed, its error and its input, and what was cancelled with it", async () => {
  const flow = await world.deployed(
    flowOf(
      {
        Wait: delay(3600),
        Call: api(`${here}/answer?status=500`, {}, { body: { type: "json", value: { a: "{{steps.Start.name}}" } } }),
        End: end({ a: 1 }),
      },
      ["Start next Wait", "Wait success End", "Start next Call", "Call success End"],
      ["name"],
    ),
  );
  const runId = await flow.begin("async", { name: "Ada" });
  await poll(flow, runId, 20);
  const run = await show(flow, runId);
  expect(run).toMatchObject({
    status: "Failed",
    output: null,
    error: { code: "http_status", node: "Call", suggestion: expect.any(String) },
  });
  expect(run.row).toMatchObject({ status: "Failed", error: { code: "http_status", node: "Call" } });
  expect(stepOf(run, "Call")).toMatchObject({
    status: "Failed",
    error: { code: "http_status" },
    tries: [{ error: { code: "http_status" } }],
  });
  expect(JSON.stringify(stepOf(run, "Call").input)).toContain("Ada");
  expect(stepOf(run, "Wait")).toMatchObject({ status: "Cancelled", error: null, dueAt: null, outcome: null });
});

it("tells of a sync run before storage has heard of it", async () => {
  const flow = await world.deployed(
    flowOf({ Fast: script("return 1"), Hang: api(`${here}/hang`, { timeoutSec: 5 }), End: end({ a: 1 }) }, [
      "Start next Fast",
      "Fast success Hang",
      "Hang success End",
      "Hang failure End",
    ]),
  );
  const over = flow.begin("sync");
  const [{ runId }] = await flow.listed((rows) => rows.length === 1);
  const run = await show(flow, runId);
  expect(run).toMatchObject({ status: "In Progress", endedAt: null, row: { status: "In Progress", mode: "sync" } });
  expect(run.steps.map(({ name, status }: Row) => [name, status])).toEqual([
    ["Start", "Success"],
    ["Fast", "Success"],
    ["Hang", "In Progress"],
  ]);
  expect((await world.need("POST", `${flow.at}/runs/${runId}/cancel`)).error.code).toBe("run_cancelled");
  await expect(over).resolves.toBe(runId);
});

it("says what a run waits for, and audits the stop that stopped it, once", async () => {
  const flow = await world.deployed(flowOf({ Wait: delay(3600), End: end({ a: 1 }) }, ["Start next Wait", "Wait success End"]));
  const runId = await flow.begin("async");
  const waiting = await vi.waitFor(async () => {
    const run = await show(flow, runId);
    expect(run.status).toBe("Waiting");
    return run;
  });
  const wait = stepOf(waiting, "Wait");
  expect(wait).toMatchObject({ status: "Waiting", endedAt: null, tries: [{ endedAt: null }] });
  expect(Date.parse(wait.dueAt) - Date.parse(wait.startedAt)).toBeGreaterThan(3_599_000);
  const cancelled = await Promise.all([1, 2, 3].map(() => world.need("POST", `${flow.at}/runs/${runId}/cancel`)));
  for (const run of cancelled) expect(run).toMatchObject({ status: "Failed", error: { code: "run_cancelled" } });
  expect(stepOf(cancelled[0], "Wait")).toMatchObject({ status: "Cancelled", dueAt: null, error: null, outcome: null });
  expect((await auditOf(flow)).filter((event) => event === "run.cancelled")).toHaveLength(1);
  const [row] = await flow.listed(([first]) => first?.status === "Failed");
  expect(row).toMatchObject({ runId, error: { code: "run_cancelled", message: "The run was cancelled.", node: null } });
});

it("leaves an end alone that came before the stop", async () => {
  const flow = await world.deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
  const runId = await flow.begin("sync");
  expect(await world.need("POST", `${flow.at}/runs/${runId}/cancel`)).toMatchObject({ status: "Success" });
  expect(await auditOf(flow)).not.toContain("run.cancelled");
});

it("leaves out values that are too large to show, and gives them one by one", async () => {
  const size = limits.maxShownValueChars + 1000;
  const flow = await world.deployed(
    flowOf(
      {
        Large: script(`return { text: "x".repeat(${size}), n: 1 }`),
        Small: script("return { text: 'small' }"),
        End: end({ all: "{{steps.Large.output}}" }),
      },
      ["Start next Large", "Large success Small", "Small success End"],
      [],
      [{ name: "all", type: "json" }],
    ),
  );
  const runId = await flow.begin("sync");
  const run = await show(flow, runId);
  expect(stepOf(run, "Large")).toMatchObject({
    output: null,
    tooLarge: { output: JSON.stringify({ text: "x".repeat(size), n: 1 }).length },
  });
  expect(stepOf(run, "Small")).toMatchObject({ output: { text: "small" }, tooLarge: {} });
  expect(run).toMatchObject({ output: null, tooLarge: { output: expect.any(Number) } });
  const whole = async (query: string): Promise<unknown> =>
    JSON.parse(new TextDecoder().decode(await world.file(`${flow.at}/runs/${runId}/value?${query}`)));
  expect(await whole("of=output&node=n_Large")).toEqual({ text: "x".repeat(size), n: 1 });
  expect(await whole("of=output")).toEqual({ all: { text: "x".repeat(size), n: 1 } });
  expect(await whole("of=input")).toEqual({});
  for (const query of ["of=output&node=n_None", "of=output&node=constructor"])
    expect((await world.manage("GET", `${flow.at}/runs/${runId}/value?${query}`)).body).toMatchObject({
      status: 404,
      detail: "The run does not have this value.",
    });
  expect((await world.manage("GET", `${flow.at}/runs/${runId}/value?of=secrets`)).status).toBe(400);
});

it("bounds what one run shows in all, and still tells every step", async () => {
  const names = Array.from({ length: 24 }, (_, i) => `S${i}`);
  const flow = await world.deployed(
    flowOf({ ...Object.fromEntries(names.map((name) => [name, script(`return "y".repeat(250000)`)])), End: end({ a: 1 }) }, [
      "Start next S0",
      ...names.map((name, i) => `${name} success ${names[i + 1] ?? "End"}`),
    ]),
  );
  const run = await show(flow, await flow.begin("sync"));
  const left = run.steps.filter(({ tooLarge }: Row) => tooLarge.output !== undefined);
  expect(run.steps).toHaveLength(26);
  expect(left.length).toBeGreaterThan(5);
  expect(left.length).toBeLessThan(20);
  expect(JSON.stringify(run).length).toBeLessThan(limits.maxShownRunChars + 100_000);
});

it("goes on telling a run whose version was deleted", async () => {
  const flow = await world.deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
  const runId = await flow.begin("sync");
  const { version } = await show(flow, runId);
  await world.need("POST", `${flow.at}/undeploy`);
  await world.need("DELETE", `${flow.at}/versions/${version.id}`);
  expect((await show(flow, runId)).version).toEqual(version);
});

it("tells a run that an older lane wrote, without the columns that came since", async () => {
  const flow = await world.deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
  const runId = await flow.begin("sync");
  const before = await show(flow, runId);
  const lane = laneOf(flow, runId);
  const first = [
    "id",
    "mode",
    "status",
    "workflow",
    "version",
    "deployment",
    "request",
    "input",
    "warnings",
    "started_at",
    "deadline_at",
    "ended_at",
    "result",
    "wake_at",
    "crashes",
  ];
  await runInDurableObject(lane, (_, { storage }) => {
    const columns = storage.sql.exec<{ name: string }>("SELECT name FROM pragma_table_info('runs')").toArray();
    const since = columns.map(({ name }) => name).filter((name) => !first.includes(name));
    storage.sql.exec("INSERT INTO journal (run, seq, entries) SELECT id, 0, journal FROM runs WHERE journal IS NOT NULL");
    storage.sql.exec("DROP INDEX runs_open");
    for (const column of since) storage.sql.exec(`ALTER TABLE runs DROP COLUMN ${column}`);
  });
  await evictDurableObject(lane);
  expect(await show(flow, runId)).toEqual({ ...before, row: { ...before.row, source: "" } });
});

it("answers 404 for whatever is no run of the workflow, with a word on why", async () => {
  const flow = await world.deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
  const other = await world.deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
  const runId = await flow.begin("sync");
  const { runId: onCanvas } = await world.need("POST", `${flow.at}/test-runs`, {});
  const unknown = [
    "run_loc0_00000000000000000000000000",
    "run_loc99_00000000000000000000000000",
    "run_key7_00000000000000000000000000",
    "nonsense",
    onCanvas,
  ];
  for (const [at, id] of [...unknown.map((id) => [flow.at, id]), [other.at, runId]]) {
    for (const [method, path] of [
      ["GET", ""],
      ["GET", "/value?of=input"],
      ["POST", "/cancel"],
      ["GET", "/deliveries"],
      ["POST", "/redeliver"],
    ] as const) {
      const { status, body } = await world.manage(method, `${at}/runs/${id}${path}`);
      expect([id, path, status, body.detail]).toEqual([id, path, 404, expect.stringContaining("This workflow has no run with this id")]);
    }
  }
  // What the lane has forgotten and the list has not.
  await flow.listed((rows) => rows.length === 1);
  await runInDurableObject(laneOf(flow, runId), (_, { storage }) => {
    storage.sql.exec("DELETE FROM runs");
  });
  const { status, body } = await world.manage("GET", `${flow.at}/runs/${runId}`);
  expect([status, body.detail]).toEqual([404, expect.stringContaining("was deleted, because")]);
});
