import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deploy, fixture, type DeployedFlow } from "./deploy.ts";
import { eventually, startServer, type TestServer } from "./server.ts";

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
}

let server: TestServer;
let flow: DeployedFlow;
let receiver: Server;
const received: Received[] = [];
/** How often the receiver still answers 500. */
let failuresLeft = 2;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      // Node joins what comes once into text; none of these headers comes twice.
      received.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() });
      response.writeHead(failuresLeft-- > 0 ? 500 : 204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const { port } = receiver.address() as AddressInfo;
  server = await startServer({ env: { MILLRACE_ALLOW_HOSTS: `127.0.0.1:${port}` } });
  const endpoint = { async: { enabled: true, callbackUrl: `http://127.0.0.1:${port}/result`, accessToken: "receiver-token-1" } };
  flow = await deploy(server, "Contract", fixture("contract"), endpoint);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  receiver.close();
});

const input = { a: 1, b: 2 };

it("answers the contract's flow at once", async () => {
  const response = await flow.call("/sync", { method: "POST", body: { input } });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ runId: expect.any(String), status: "Success", output: { sum: 3 } });
});

it("accepts it, and gives the same result by poll", async () => {
  const accepted = await flow.call("/async", { method: "POST", body: { input } });
  expect(accepted.status).toBe(202);
  const { runId, statusUrl } = (await accepted.json()) as { runId: string; statusUrl: string };
  expect(accepted.headers.get("location")).toBe(statusUrl);
  const polled = await flow.call(`/runs/${runId}?wait=10`);
  expect(await polled.json()).toMatchObject({ runId, status: "Success", output: { sum: 3 } });
});

it("pushes it, signed, also after two answers of 500", { timeout: 60_000 }, async () => {
  const { async } = await flow.api.call<{ async: { signingSecret: string } }>("GET", `/api/workflows/${flow.id}/endpoint`);
  const accepted = await flow.call("/push", { method: "POST", body: { input } });
  expect(accepted.status).toBe(202);
  const { runId } = (await accepted.json()) as { runId: string };
  // The second attempt comes by itself after five seconds, the third would in five minutes: it is sent by hand.
  await eventually("two attempts", 15_000, () => received.length === 2);
  expect((await flow.call(`/runs/${runId}/redeliver`, { method: "POST" })).status).toBe(202);
  await eventually("it is delivered", 15_000, async () => {
    const deliveries = (await (await flow.call(`/runs/${runId}/deliveries`)).json()) as { state: string };
    return deliveries.state === "delivered";
  });
  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  const polled = await (await flow.call(`/runs/${runId}`)).json();
  for (const { headers, body } of received) {
    expect(new Webhook(async.signingSecret).verify(body, headers)).toEqual(polled);
    expect(headers["authorization"]).toBe("Bearer receiver-token-1");
  }
});

it("describes exactly this workflow", async () => {
  const document = (await (await flow.call("/openapi.json")).json()) as { openapi: string; info: { title: string } };
  expect(document).toMatchObject({ openapi: "3.1.0", info: { title: "Contract" } });
});
