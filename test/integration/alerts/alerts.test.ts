/** Alert rules on a real Monitor, fed by real runs, telling a real receiver. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { beforeAll, expect, it } from "vitest";
import { env } from "../support/deployed.ts";
import { end, flowOf, script } from "../support/flows.ts";
import { here, received } from "../support/servers.ts";
import { call, newWorld, type Callable } from "../variables/world.ts";

let world: Awaited<ReturnType<typeof newWorld>>;
beforeAll(async () => {
  world = await newWorld();
});

const flaky = flowOf(
  { Check: script("if (context.steps.Start.bad) throw new Error('no'); return 1"), End: end({ ok: 1 }) },
  ["Start next Check", "Check success End"],
  ["bad"],
  [{ name: "ok", type: "number" }],
);
const receiver = (query = "") => {
  const id = crypto.randomUUID();
  return { id, channel: { kind: "webhook", url: `${here}/webhook?id=${id}${query}` } };
};
const rulesOf = (flow: Callable) => `/api/workflows/${flow.workflowId}/alerts`;
const newRule = (flow: Callable, condition: object, channel: object) =>
  world.need("POST", rulesOf(flow), { name: "Trouble", condition, channel });
const history = async (flow: Callable, query = "") =>
  (await world.need("GET", `/api/workflows/${flow.workflowId}/alert-history${query}`)).items;
const fail = (flow: Callable) => call(flow, "sync", { bad: true });
const succeed = (flow: Callable) => call(flow, "sync", { bad: false });

/** The notifications that a receiver got, with verified signatures. */
async function told(id: string, { signingSecret }: Callable): Promise<{ id: string; type: string; data: Record<string, unknown> }[]> {
  return (await received(id)).map(({ headers, bodyBase64 }) => {
    const body = new TextDecoder().decode(Uint8Array.from(atob(bodyBase64), (char) => char.charCodeAt(0)));
    return {
      id: headers["webhook-id"]!,
      ...(new Webhook(signingSecret).verify(body, headers) as { type: string; data: Record<string, unknown> }),
    };
  });
}
const types = async (id: string, flow: Callable) => (await told(id, flow)).map(({ type }) => type);

it("fires once and resolves once, however many runs fail in between, and keeps that in its history", async () => {
  const flow = await world.deploy(flaky);
  const { id, channel } = receiver();
  const rule = await newRule(flow, { kind: "consecutiveFailures", count: 2 }, channel);
  expect(rule).toMatchObject({ when: "2 consecutive runs fail", state: { phase: "ok" } });
  for (let i = 0; i < 4; i++) await fail(flow);
  await expect.poll(() => types(id, flow), { timeout: 15_000 }).toEqual(["alert.fired"]);
  await fail(flow);
  expect((await world.need("GET", rulesOf(flow))).items[0].state.phase).toBe("firing");
  await succeed(flow);
  await expect.poll(() => types(id, flow), { timeout: 15_000 }).toEqual(["alert.fired", "alert.resolved"]);
  const [fired, resolved] = await told(id, flow);
  expect(fired!.data).toMatchObject({
    alert: { name: "Trouble", when: "2 consecutive runs fail" },
    incident: 1,
    workflow: { id: flow.workflowId },
  });
  expect(resolved!.id).not.toBe(fired!.id);
  await expect
    .poll(async () => (await history(flow)).map(({ transition, delivery, incident }: never) => [transition, delivery, incident]))
    .toEqual([
      ["resolved", "delivered", 1],
      ["fired", "delivered", 1],
    ]);
  const first = await world.need("GET", `/api/workflows/${flow.workflowId}/alert-history?limit=1`);
  expect((await history(flow, `?limit=1&cursor=${first.nextCursor}`))[0].transition).toBe("fired");
});

it("survives the loss of its object between the judgement and the delivery without doubling", async () => {
  const flow = await world.deploy(flaky);
  const { id, channel } = receiver("&failures=1");
  await newRule(flow, { kind: "consecutiveFailures", count: 1 }, channel);
  await fail(flow);
  await expect.poll(async () => (await history(flow))[0]?.attempts, { timeout: 15_000 }).toBe(1);
  const monitor = env.MONITOR.getByName(flow.workflowId);
  await evictDurableObject(monitor);
  await runInDurableObject(monitor, (_, { storage }) => void storage.sql.exec("UPDATE follow_alerts SET due_at = 1"));
  await runDurableObjectAlarm(monitor);
  await expect.poll(async () => (await history(flow))[0].delivery, { timeout: 15_000 }).toBe("delivered");
  const all = await told(id, flow);
  expect(all.map(({ type }) => type)).toEqual(["alert.fired", "alert.fired"]);
  expect(new Set(all.map((each) => each.id)).size).toBe(1);
  expect(await history(flow)).toHaveLength(1);
});

it("judges the rate and the P99 of the runs that ended in its window", async () => {
  const flow = await world.deploy(flaky);
  const [rate, slow] = [receiver(), receiver()];
  await newRule(flow, { kind: "failureRate", percent: 40, minutes: 5, minRuns: 4 }, rate.channel);
  await newRule(flow, { kind: "p99", ms: 86_400_000, minutes: 5, minRuns: 1 }, slow.channel);
  await fail(flow);
  await fail(flow);
  await succeed(flow);
  await expect
    .poll(async () =>
      runInDurableObject(
        env.MONITOR.getByName(flow.workflowId),
        (_, { storage }) => storage.sql.exec("SELECT sum(finished) AS n FROM follow_minutes").one()["n"],
      ),
    )
    .toBe(3);
  await runDurableObjectAlarm(env.MONITOR.getByName(flow.workflowId));
  expect(await types(rate.id, flow)).toEqual([]);
  await succeed(flow);
  await expect.poll(() => types(rate.id, flow), { timeout: 15_000 }).toEqual(["alert.fired"]);
  expect((await told(rate.id, flow))[0]!.data["message"]).toBe("50% of the runs of the last 5 minutes failed.");
  expect(await types(slow.id, flow)).toEqual([]);
});

it("tells when runs have stopped, and when they begin again", async () => {
  const flow = await world.deploy(flaky);
  const { id, channel } = receiver();
  await newRule(flow, { kind: "stopped", minutes: 1 }, channel);
  const monitor = env.MONITOR.getByName(flow.workflowId);
  // As if it had watched for two minutes.
  await runInDurableObject(
    monitor,
    (_, { storage }) => void storage.sql.exec("UPDATE follow_rules SET watched_since = watched_since - 120000"),
  );
  await evictDurableObject(monitor);
  await runDurableObjectAlarm(monitor);
  await expect.poll(() => types(id, flow), { timeout: 15_000 }).toEqual(["alert.fired"]);
  await succeed(flow);
  await expect.poll(() => types(id, flow), { timeout: 15_000 }).toEqual(["alert.fired", "alert.resolved"]);
});

it("tells nobody while it is muted, and resolves what it told when it is deleted", async () => {
  const flow = await world.deploy(flaky);
  const { id, channel } = receiver();
  const rule = await newRule(flow, { kind: "consecutiveFailures", count: 1 }, channel);
  await world.need("POST", `${rulesOf(flow)}/${rule.id}/mute`, { until: Date.now() + 3_600_000 });
  await fail(flow);
  await expect.poll(async () => (await history(flow))[0]?.delivery, { timeout: 15_000 }).toBe("silent");
  await succeed(flow);
  await expect.poll(async () => (await history(flow)).length, { timeout: 15_000 }).toBe(2);
  await world.need("POST", `${rulesOf(flow)}/${rule.id}/mute`, { until: null });
  await fail(flow);
  await expect.poll(() => types(id, flow), { timeout: 15_000 }).toEqual(["alert.fired"]);
  await world.need("DELETE", `${rulesOf(flow)}/${rule.id}`);
  await expect.poll(() => types(id, flow), { timeout: 15_000 }).toEqual(["alert.fired", "alert.resolved"]);
  expect((await told(id, flow))[1]!.data["message"]).toBe("The rule was turned off or deleted.");
});

it("sends a test on request, and says what came of it", async () => {
  const flow = await world.deploy(flaky);
  const { id, channel } = receiver();
  const rule = await newRule(flow, { kind: "stopped", minutes: 60 }, channel);
  expect(await world.need("POST", `${rulesOf(flow)}/${rule.id}/test`, {})).toEqual({ ok: true, message: "The test alert was delivered." });
  expect(await types(id, flow)).toEqual(["alert.test"]);
  expect(await history(flow)).toEqual([]);
  const mailed = await newRule(flow, { kind: "stopped", minutes: 60 }, { kind: "email", to: [" Ada@München.test "] });
  expect(mailed.channel).toEqual({ kind: "email", to: ["ada@xn--mnchen-3ya.test"] });
  expect(await world.need("POST", `${rulesOf(flow)}/${mailed.id}/test`, {})).toMatchObject({
    ok: false,
    message: expect.stringContaining("no mail service"),
  });
  expect((await world.need("GET", rulesOf(flow))).canMail).toBe(false);
});

it("keeps no more rules than there may be, also where they are made in the same moment", async () => {
  const flow = await world.deploy(flaky);
  const rule = { name: "Trouble", condition: { kind: "consecutiveFailures", count: 2 }, channel: receiver().channel };
  const answers = await Promise.all(Array.from({ length: 30 }, () => world.manage("POST", rulesOf(flow), rule)));
  const withStatus = (wanted: number) => answers.filter(({ status }) => status === wanted).length;
  expect([withStatus(201), withStatus(409)]).toEqual([20, 10]);
  expect((await world.need("GET", `${rulesOf(flow)}?limit=200`)).items).toHaveLength(20);
});

it("judges less often where rules look far back, so that the Monitor has time for others", async () => {
  const flow = await world.deploy(flaky);
  for (let i = 0; i < 20; i++) await newRule(flow, { kind: "p99", ms: 60_000, minutes: 1440 }, receiver().channel);
  const monitor = env.MONITOR.getByName(flow.workflowId);
  const sql = <Row extends Record<string, SqlStorageValue>>(statement: string, ...values: SqlStorageValue[]) =>
    runInDurableObject(monitor, (_, { storage }) => storage.sql.exec<Row>(statement, ...values).toArray());
  // Each judgement forgets what is older than any window.
  const isJudged = async () => (await sql("SELECT 1 FROM follow_minutes WHERE minute = 1")).length === 0;
  const addOld = () => sql("INSERT OR IGNORE INTO follow_minutes (minute, finished, failed) VALUES (1, 1, 0)");
  await sql(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 1439)
     INSERT OR IGNORE INTO follow_minutes (minute, finished, failed) SELECT ? - i, 1, 0 FROM n`,
    Math.floor(Date.now() / 60_000),
  );
  await addOld();
  await succeed(flow);
  await expect.poll(isJudged, { timeout: 20_000 }).toBe(true);
  await addOld();
  await succeed(flow);
  await runDurableObjectAlarm(monitor);
  expect(await isJudged()).toBe(false);
  await expect.poll(isJudged, { timeout: 20_000 }).toBe(true);
}, 60_000);

it("refuses addresses that may not be called", async () => {
  const flow = await world.deploy(flaky);
  const answer = await world.manage("POST", rulesOf(flow), {
    name: "x",
    condition: { kind: "stopped", minutes: 5 },
    channel: { kind: "webhook", url: "http://10.0.0.1/" },
  });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: "/channel/url" }] } });
});
