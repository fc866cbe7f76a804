import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { Webhook } from "standardwebhooks";
import { expect, it } from "vitest";
import { deployed, type Deployed } from "../support/deployed.ts";
import { poll, request, start } from "../support/call.ts";
import { here, nobody, received } from "../support/servers.ts";
import { end, flowOf, script } from "../support/flows.ts";
import { laneOf } from "../support/lane-of.ts";

const flowDocument = flowOf({ Sum: script("return 5"), End: end({ sum: "{{steps.Sum.output}}" }) }, ["Start next Sum", "Sum success End"]);

function view(flow: Deployed, runId: string, what: "deliveries" | "redeliver") {
  return request(what === "deliveries" ? "GET" : "POST", `/v1/workflows/${flow.workflowId}/runs/${runId}/${what}`, {
    "x-api-key": flow.key,
  });
}

/** Makes the next attempt due now, as if its wait had ended. */
async function letItBeDue(flow: Deployed, runId: string): Promise<void> {
  const lane = laneOf(flow, runId);
  await runInDurableObject(lane, (_, { storage }) => {
    storage.sql.exec("UPDATE outbox SET due_at = 1 WHERE run = ?", runId);
  });
  await runDurableObjectAlarm(lane);
}

it("delivers a signed result, also after two 500s, under one webhook-id", async () => {
  const id = crypto.randomUUID();
  const flow = await deployed(flowDocument, { callbackUrl: `${here}/webhook?failures=2&id=${id}` });
  const accepted = await start(flow, "push", {});
  expect(accepted.status).toBe(202);
  const { runId } = accepted.body;
  for (const attempts of [1, 2]) {
    await expect.poll(async () => (await view(flow, runId, "deliveries")).body.attempts.length).toBe(attempts);
    expect((await view(flow, runId, "deliveries")).body).toMatchObject({ state: "pending", nextAttemptAt: expect.any(String) });
    await letItBeDue(flow, runId);
  }
  await expect.poll(async () => (await view(flow, runId, "deliveries")).body.state).toBe("delivered");
  const { attempts } = (await view(flow, runId, "deliveries")).body;
  expect(attempts.map((one: { status: number }) => one.status)).toEqual([500, 500, 204]);
  expect(new TextEncoder().encode(attempts[0].answer).length).toBeLessThanOrEqual(1024);

  const polled = (await poll(flow, runId)).body;
  const arrived = await received(id);
  expect(new Set(arrived.map((one) => one.headers["webhook-id"])).size).toBe(1);
  for (const { headers, bodyBase64 } of arrived) {
    const body = new TextDecoder().decode(Uint8Array.from(atob(bodyBase64), (character) => character.charCodeAt(0)));
    expect(new Webhook(flow.signingSecret).verify(body, headers)).toEqual(polled);
    expect(headers["authorization"]).toBe("Bearer receiver token");
  }
});

it("is visible as failed when the schedule ends, and can be sent again by hand", async () => {
  const flow = await deployed(flowDocument, { callbackUrl: `${nobody}/webhook` });
  const { runId } = (await start(flow, "push", {})).body;
  for (let attempt = 1; attempt <= 8; attempt++) {
    await expect.poll(async () => (await view(flow, runId, "deliveries")).body.attempts.length).toBe(attempt);
    if (attempt < 8) await letItBeDue(flow, runId);
  }
  expect((await view(flow, runId, "deliveries")).body).toMatchObject({ state: "failed", nextAttemptAt: null });
  expect(await view(flow, runId, "redeliver")).toMatchObject({ status: 202, body: { state: "pending" } });
  await expect.poll(async () => (await view(flow, runId, "deliveries")).body.attempts.length).toBe(9);
});

it("refuses a push call where push is not set up", async () => {
  const flow = await deployed(flowDocument);
  expect(await start(flow, "push", {})).toMatchObject({
    status: 409,
    body: { code: "conflict", suggestion: expect.stringContaining("callback URL") },
  });
});
