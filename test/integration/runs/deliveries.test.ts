import { beforeAll, expect, it, vi } from "vitest";
import { end, flowOf } from "../support/flows.ts";
import { here, received } from "../support/servers.ts";
import { newMonitoring, type Row } from "./world.ts";

let world: Awaited<ReturnType<typeof newMonitoring>>;
beforeAll(async () => {
  world = await newMonitoring();
});

it("lists each try of a push, and sends the result again, which the audit log tells", async () => {
  const id = crypto.randomUUID();
  const push = { callbackUrl: `${here}/webhook?failures=1&id=${id}`, accessToken: "token" };
  const flow = await world.deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]), push);
  const runId = await flow.begin("push");
  const list = (): Promise<Row> => world.need("GET", `${flow.at}/runs/${runId}/deliveries`);
  const first = await vi.waitFor(async () => {
    const deliveries = await list();
    expect(deliveries.attempts).toHaveLength(1);
    return deliveries;
  });
  expect(first).toMatchObject({
    state: "pending",
    nextAttemptAt: expect.any(String),
    attempts: [{ attempt: 1, status: 500, error: null }],
  });
  expect(first.attempts[0].answer.length).toBeLessThanOrEqual(1024);
  const again = await world.need("POST", `${flow.at}/runs/${runId}/redeliver`);
  expect(again.state).toBe("pending");
  await vi.waitFor(async () =>
    expect(await list()).toMatchObject({ state: "delivered", nextAttemptAt: null, attempts: [{}, { attempt: 2, status: 204 }] }),
  );
  expect(await received(id)).toHaveLength(2);
  const { items } = await world.need("GET", `${flow.at}/audit`);
  expect(items.filter(({ event }: Row) => event === "run.redelivered")).toMatchObject([
    { subject: { id: runId }, user: { kind: "user", name: "Ada" }, category: "runs" },
  ]);
});

it("says of a run without a push that it has none, and audits nothing", async () => {
  const flow = await world.deployed(flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
  const runId = await flow.begin("sync");
  for (const [method, path] of [
    ["GET", "deliveries"],
    ["POST", "redeliver"],
  ] as const) {
    const { status, body } = await world.manage(method, `${flow.at}/runs/${runId}/${path}`);
    expect([status, body.detail]).toEqual([404, expect.stringContaining("no result to push")]);
  }
  const { items } = await world.need("GET", `${flow.at}/audit`);
  expect(items.map(({ event }: Row) => event)).not.toContain("run.redelivered");
});
