import { abortAllDurableObjects } from "cloudflare:test";
import { expect, it } from "vitest";
import { deployed } from "../support/deployed.ts";
import { poll, start } from "../support/call.ts";
import { here, received } from "../support/servers.ts";
import { api, delay, end, flowOf, script } from "../support/flows.ts";

const hang = (more = {}) =>
  flowOf({ Call: api(`${here}/hang?id=${crypto.randomUUID()}`, more), End: end({ a: 1 }) }, ["Start next Call", "Call success End"]);

function within(actualMs: number, dueMs: number): void {
  expect(actualMs).toBeGreaterThanOrEqual(dueMs);
  expect(actualMs).toBeLessThan(dueMs + 1000);
}

it("ends a node at its own timeout, never before", async () => {
  const flow = await deployed(hang({ timeoutSec: 1 }));
  const before = Date.now();
  const answer = await start(flow, "sync", {});
  within(Date.now() - before, 1000);
  expect(answer).toMatchObject({ status: 500, body: { code: "run_failed", errors: [{ code: "node_timeout", node: "Call" }] } });
});

it("ends a sync run at the workflow's timeout with 504", async () => {
  const flow = await deployed(hang({ timeoutSec: null }), { syncTimeoutSec: 1 });
  const before = Date.now();
  const answer = await start(flow, "sync", {});
  within(Date.now() - before, 1000);
  expect(answer).toMatchObject({ status: 504, body: { code: "run_timeout", runId: expect.any(String) } });
  expect((await poll(flow, answer.body.runId)).body).toMatchObject({ status: "Failed", error: { code: "run_timeout" } });
});

it.each([
  { node: 3, run: 1, cause: "run_timeout" },
  { node: 1, run: 1, cause: "run_timeout" },
  { node: 1, run: 3, cause: "node_timeout" },
])("reports $cause for a node of $node s in an async run of $run s", async ({ node, run, cause }) => {
  const flow = await deployed(hang({ timeoutSec: node }), { asyncTimeoutSec: run });
  const { body } = await start(flow, "async", {});
  const polled = await poll(flow, body.runId, 10);
  expect(polled.body).toMatchObject({ status: "Failed", error: { code: cause } });
  within(polled.body.durationMs, Math.min(node, run) * 1000);
});

it("ends a run that waits in a delay at the workflow's timeout", async () => {
  const flow = await deployed(flowOf({ Wait: delay(3600), End: end({ a: 1 }) }, ["Start next Wait", "Wait success End"]), {
    asyncTimeoutSec: 3,
  });
  const { body } = await start(flow, "async", {});
  const polled = await poll(flow, body.runId, 10);
  expect(polled.body).toMatchObject({ status: "Failed", error: { code: "run_timeout" } });
  within(polled.body.durationMs, 3000);
});

it("ends a script at its node's timeout while its neighbours go on", async () => {
  const slow = flowOf({ Spin: script("while (true) {}", { timeoutSec: 1 }), End: end({ a: 1 }) }, ["Start next Spin", "Spin success End"]);
  const quick = flowOf({ End: end({ a: 1 }) }, ["Start next End"]);
  const [spinning, neighbour] = [await deployed(slow), await deployed(quick)];
  const spin = start(spinning, "sync", {});
  expect(await start(neighbour, "sync", {})).toMatchObject({ status: 200 });
  const { status, body } = await spin;
  expect(status).toBe(500);
  expect(["node_timeout", "script_limit"]).toContain(body.errors[0].code);
});

it("lets a failure edge take a timeout, and gives the run time for it", async () => {
  const id = crypto.randomUUID();
  const flow = await deployed(
    flowOf(
      {
        Call: api(`${here}/hang?id=${id}`, { timeoutSec: 1, retry: { attempts: 1, backoff: "fixed", delayMs: 10, on: ["timeout"] } }),
        End: end({ a: 1 }),
        Saved: end({ why: "{{steps.Call.error.code}}", tries: "{{steps.Call.attempts}}" }),
      },
      ["Start next Call", "Call success End", "Call failure Saved"],
    ),
  );
  const answer = await start(flow, "sync", {});
  expect(answer.body).toMatchObject({ status: "Success", output: { why: "node_timeout", tries: 2 } });
  expect(await received(id)).toHaveLength(2);
});

it("ends a run within two seconds after its deadline, though its lane died before and nobody asks", async () => {
  const id = crypto.randomUUID();
  const hanging = flowOf({ Call: api(`${here}/hang?id=${id}`), End: end({ a: 1 }) }, ["Start next Call", "Call success End"]);
  const flow = await deployed(hanging, { asyncTimeoutSec: 1 });
  const { body } = await start(flow, "async", {});
  await expect.poll(async () => (await received(id)).length).toBe(1);
  await abortAllDurableObjects();
  await scheduler.wait(4_000);
  const { body: report } = await poll(flow, body.runId);
  expect(report).toMatchObject({ status: "Failed", error: { code: "run_timeout" } });
  expect(report.durationMs).toBeLessThan(3_000);
});
