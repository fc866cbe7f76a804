/** Runs of deployed workflows arrive at a receiver as traces: by the real lanes, the real Monitor, the real exporter. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeAll, expect, it } from "vitest";
import { traceIdOf } from "#flow/telemetry/trace-ids.ts";
import { laneName, laneOfRun, type AccountId, type RunId } from "#flow/ids.ts";
import { attributesOf, readSpans, type ReadSpan } from "../../fixtures/servers/otlp-shape.ts";
import { env } from "../support/deployed.ts";
import { api, end, flowOf, script } from "../support/flows.ts";
import { here, nobody, received } from "../support/servers.ts";
import { call, newWorld } from "../variables/world.ts";

let world: Awaited<ReturnType<typeof newWorld>>;
beforeAll(async () => {
  world = await newWorld();
});

const sum = flowOf(
  { Sum: script("return 5"), End: end({ sum: "{{steps.Sum.output}}" }) },
  ["Start next Sum", "Sum success End"],
  ["email"],
);
const receiver = (query = "") => {
  const id = crypto.randomUUID();
  return { id, endpoint: `${here}/v1/traces?id=${id}${query}` };
};
const setUp = (body: object) =>
  world.need("PUT", "/api/telemetry", { enabled: true, workflows: null, ratio: 1, includeValues: false, headers: [], ...body });
const status = async () => (await world.need("GET", "/api/telemetry")).status;

async function spansAt(id: string): Promise<ReadSpan[]> {
  const text = ({ bodyBase64 }: { bodyBase64: string }) =>
    new TextDecoder().decode(Uint8Array.from(atob(bodyBase64), (char) => char.charCodeAt(0)));
  return (await received(id)).flatMap((request) => readSpans(text(request)));
}
const arrivedRuns = async (id: string) => new Set((await spansAt(id)).map(({ traceId }) => traceId));

async function exporter() {
  const account = await env.DB.prepare("SELECT id FROM accounts LIMIT 1").first<string>("id");
  return env.TELEMETRY.getByName(account!);
}

it("sends each run as a trace that a receiver takes, signed in by the given headers", async () => {
  const { id, endpoint } = receiver();
  await setUp({ endpoint, headers: [{ name: "X-Scope", value: "tenant-7" }] });
  const flow = await world.deploy(sum);
  const runs = [await call(flow, "sync", { email: "ada@example.com" }), await call(flow, "async")].map(({ body }) => body.runId as RunId);
  await expect.poll(async () => (await arrivedRuns(id)).size, { timeout: 20_000 }).toBe(2);
  const spans = await spansAt(id);
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set(runs.map(traceIdOf)));
  const [root, ...steps] = spans.filter(({ traceId }) => traceId === traceIdOf(runs[0]!));
  expect(root!.parentSpanId).toBeUndefined();
  expect(steps.map(({ name }) => name)).toEqual(["Start", "Sum", "End"]);
  expect(attributesOf(root!)).toMatchObject({
    "millrace.run.id": runs[0],
    "millrace.run.mode": "sync",
    "millrace.run.source": "k",
    "millrace.run.status": "Success",
  });
  expect(JSON.stringify(spans)).not.toContain("ada@example.com");
  const [request] = await received(id);
  expect(request!.headers).toMatchObject({ "x-scope": "tenant-7", "content-type": "application/json" });
  expect(await status()).toMatchObject({ pending: 0, sent: 2, dropped: 0, lastError: null });
});

it("shows failed tries and the error of a run", async () => {
  const { id, endpoint } = receiver();
  await setUp({ endpoint });
  const retry = { attempts: 1, backoff: "fixed" as const, delayMs: 10, maxDelayMs: 10, on: ["5xx" as const] };
  const failing = flowOf({ Ask: api(`${here}/answer?status=503`, { retry }), End: end({ sum: 1 }) }, ["Start next Ask", "Ask success End"]);
  const flow = await world.deploy(failing);
  const run = (await call(flow, "sync")).body.runId as RunId;
  await expect.poll(async () => (await arrivedRuns(id)).size, { timeout: 20_000 }).toBe(1);
  const spans = await spansAt(id);
  expect(spans[0]).toMatchObject({ traceId: traceIdOf(run), status: { code: 2 } });
  const tries = spans.filter(({ name }) => name === "Ask");
  expect(tries.map(({ kind, status }) => [kind, status.code])).toEqual([
    [3, 2],
    [3, 2],
  ]);
  expect(attributesOf(tries[1]!)).toMatchObject({ "http.request.method": "POST", "http.response.status_code": "503", "error.type": "503" });
});

it("masks secrets where values go along", async () => {
  const { id, endpoint } = receiver();
  const canary = "Canary/otel+1<é>";
  await setUp({ endpoint, includeValues: true, headers: [{ name: "authorization", value: "Bearer header-canary" }] });
  const echo = flowOf(
    {
      Echo: api(
        `${here}/mirror?id=${crypto.randomUUID()}`,
        {},
        {
          headers: [{ name: "X-Secret", value: "{{env.CANARY}}" }],
          body: { type: "json", value: { token: "{{env.CANARY}}", mail: "{{steps.Start.email}}" } },
        },
      ),
      End: end({ seen: "{{steps.Echo.output.body}}" }),
    },
    ["Start next Echo", "Echo success End"],
    ["email"],
    [{ name: "seen", type: "json" }],
  );
  const flow = await world.deploy(echo, [{ name: "CANARY", value: canary, secure: true }]);
  await call(flow, "sync", { email: "ada@example.com" });
  await expect.poll(async () => (await arrivedRuns(id)).size, { timeout: 20_000 }).toBe(1);
  const text = JSON.stringify(await spansAt(id));
  expect(text).toContain("ada@example.com");
  expect(text).toContain("•••");
  for (const form of [canary, encodeURIComponent(canary), btoa("Canary/otel+1"), "header-canary"]) expect(text).not.toContain(form);
  expect(JSON.stringify(await world.need("GET", "/api/telemetry"))).not.toContain("header-canary");
});

it("sends again what a receiver did not take, and tells why it waits", async () => {
  const { id, endpoint } = receiver("&failures=2&status=503");
  await setUp({ endpoint });
  const flow = await world.deploy(sum);
  await call(flow, "sync");
  await expect.poll(async () => (await status()).lastError, { timeout: 20_000 }).toBe("The receiver responded with HTTP 503.");
  expect(await status()).toMatchObject({ pending: 1, nextAttemptAt: expect.any(String) });
  await expect.poll(async () => (await received(id)).length, { timeout: 25_000 }).toBe(3);
  await expect.poll(async () => (await status()).pending).toBe(0);
  // The same trace each time, so that a receiver that had taken it would not have two.
  expect((await arrivedRuns(id)).size).toBe(1);
}, 60_000);

it("gives up what no receiver would take, and counts it", async () => {
  const { endpoint } = receiver("&failures=99&status=400");
  await setUp({ endpoint });
  const before = (await status()).dropped;
  await call(await world.deploy(sum), "sync");
  await expect.poll(async () => (await status()).dropped, { timeout: 20_000 }).toBe(before + 1);
  expect(await status()).toMatchObject({ pending: 0, lastError: "The receiver responded with HTTP 400." });
});

it("keeps a bounded backlog, of which the oldest are given up", async () => {
  await setUp({ endpoint: `${nobody}/v1/traces` });
  const object = await exporter();
  const before = (await status()).dropped;
  await runInDurableObject(object, async (instance, { storage }) => {
    storage.sql.exec("DELETE FROM queue");
    const runs = Array.from({ length: 20_050 }, (_, i) => ({ runId: `run_ams1_${i}` as RunId, type: "API" as const, source: "k" }));
    await (instance as unknown as { take: typeof object.take }).take("acc" as never, "wf" as never, runs, 7);
    expect(storage.sql.exec("SELECT count(*) AS n, min(seq) AS first FROM queue").one()).toMatchObject({ n: 20_000 });
    storage.sql.exec("DELETE FROM queue");
  });
  expect((await status()).dropped).toBe(before + 57);
});

it("lets a run that cannot be read, or a lane that does not answer, hold up no other, and gives it up in the end", async () => {
  const { id, endpoint } = receiver();
  await setUp({ endpoint, enabled: false });
  const [flow, other] = [await world.deploy(sum), await world.deploy(sum)];
  const runs = [await call(flow, "sync"), await call(flow, "sync"), await call(other, "sync")].map(({ body }) => body.runId as RunId);
  const [unreadable, silent, good] = runs as [RunId, RunId, RunId];
  const lane = laneOfRun(good)!;
  type Detail = (runId: RunId, bounded?: boolean) => Promise<unknown>;
  const whole = await runInDurableObject(env.RUNNER.getByName(laneName(flow.workflowId, lane)), (instance) => {
    const lanes = Object.getPrototypeOf(instance) as { detail: Detail };
    const { detail } = lanes;
    lanes.detail = async function (this: unknown, runId, bounded) {
      if (runId === unreadable) throw new Error("no such column");
      return runId === silent ? new Promise(() => {}) : detail.call(this, runId, bounded);
    };
    return () => void (lanes.detail = detail);
  });
  try {
    await setUp({ endpoint, enabled: true });
    const before = await status();
    const object = await exporter();
    const account = (await env.DB.prepare("SELECT id FROM accounts LIMIT 1").first<string>("id"))! as AccountId;
    const told = (runId: RunId) => [{ runId, type: "API" as const, source: "k" }];
    await object.take(account, flow.workflowId, told(unreadable), 0);
    await object.take(account, flow.workflowId, told(silent), 0);
    await object.take(account, other.workflowId, told(good), 0);
    await expect.poll(async () => [...(await arrivedRuns(id))], { timeout: 20_000 }).toEqual([traceIdOf(good)]);
    await expect.poll(async () => (await status()).lastError).toContain("Could not read");
    expect(await status()).toMatchObject({ pending: 2, dropped: before.dropped, nextAttemptAt: expect.any(String) });
    const tries = () =>
      runInDurableObject(object, (_, { storage }) => storage.sql.exec("SELECT run, tries FROM queue ORDER BY seq").toArray());
    expect((await tries()).map(({ run }) => run)).toEqual([unreadable, silent]);
    for (const { tries: count } of await tries()) expect(count).toBeGreaterThan(0);
    // As if it had been tried for half an hour.
    await runInDurableObject(object, (_, { storage }) => void storage.sql.exec("UPDATE queue SET tries = 9, due_at = 0"));
    await expect.poll(async () => (await status()).dropped, { timeout: 20_000 }).toBe(before.dropped + 2);
    expect(await status()).toMatchObject({ pending: 0, lastError: "Dropped 2 runs that could not be read." });
  } finally {
    whole();
  }
}, 90_000);

it("exports only chosen workflows and the chosen share, and nothing once it is off", async () => {
  const { id, endpoint } = receiver();
  const [chosen, other] = [await world.deploy(sum), await world.deploy(sum)];
  await setUp({ endpoint, workflows: [chosen.workflowId] });
  await call(other, "sync");
  const run = (await call(chosen, "sync")).body.runId as RunId;
  await expect.poll(async () => [...(await arrivedRuns(id))], { timeout: 20_000 }).toEqual([traceIdOf(run)]);
  await setUp({ endpoint, enabled: false });
  await call(chosen, "sync");
  const monitor = env.MONITOR.getByName(chosen.workflowId);
  await expect
    .poll(() => runInDurableObject(monitor, (_, { storage }) => storage.sql.exec("SELECT count(*) AS n FROM runs").one()["n"]))
    .toBe(2);
  await runDurableObjectAlarm(monitor);
  await runDurableObjectAlarm(await exporter());
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect((await arrivedRuns(id)).size).toBe(1);
  expect((await status()).pending).toBe(0);
});

it("notes nothing of a run where nothing is exported", async () => {
  await setUp({ endpoint: `${nobody}/`, enabled: false });
  const flow = await world.deploy(sum);
  const monitor = env.MONITOR.getByName(flow.workflowId);
  const seen = () =>
    runInDurableObject(monitor, (_, { storage }) => ({
      runs: storage.sql.exec("SELECT count(*) AS n FROM runs").one()["n"],
      noted: storage.sql.exec("SELECT count(*) AS n FROM follow_exports").one()["n"],
    }));
  await call(flow, "sync");
  await expect.poll(async () => (await seen()).runs).toBe(1);
  await expect.poll(async () => (await seen()).noted, { timeout: 10_000 }).toBe(0);
  // Now it is known, so that the next ones are not even noted.
  await call(flow, "sync");
  await expect.poll(async () => (await seen()).runs).toBe(2);
  expect((await seen()).noted).toBe(0);
});

it("sends a test trace with what is stored, and says what came of it", async () => {
  const { id, endpoint } = receiver();
  await setUp({ endpoint, enabled: false });
  const sent = await world.need("POST", "/api/telemetry/test", {});
  expect(sent).toMatchObject({ ok: true, message: "The receiver accepted the trace." });
  const spans = await spansAt(id);
  expect(spans.map(({ traceId }) => traceId)).toEqual([sent.traceId, sent.traceId]);
  await setUp({ endpoint: `${nobody}/`, enabled: false });
  const failed = await world.need("POST", "/api/telemetry/test", {});
  expect(failed.ok).toBe(false);
  expect(failed.message).toContain("could not be reached");
});

it("refuses receivers that may not be called, workflows of others, and headers that would go to another host unseen", async () => {
  const refused = async (body: object) => (await world.manage("PUT", "/api/telemetry", body)).body.errors?.[0]?.path;
  expect(await refused({ endpoint: "http://169.254.169.254/latest" })).toBe("/endpoint");
  expect(await refused({ workflows: ["wf_elsewhere"] })).toBe("/workflows/0");
  await setUp({ endpoint: "https://one.example.com", enabled: false, headers: [{ name: "x-token", value: "secret" }] });
  expect(await refused({ endpoint: "https://two.example.com" })).toBe("/headers");
  expect((await world.need("PUT", "/api/telemetry", { endpoint: "https://one.example.com/other" })).headers).toEqual(["x-token"]);
});
