import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { deploy, type DeployedFlow } from "./deploy.ts";
import { startServer, type TestServer } from "./server.ts";

const flow = {
  schemaVersion: 1,
  inputs: [{ name: "url", type: "text", mandatory: true }],
  outputs: [],
  nodes: [
    { id: "s", type: "start", name: "Start", config: {} },
    { id: "c", type: "api", name: "Call", timeoutSec: 5, config: { method: "GET", url: "{{steps.Start.url}}", mode: "sync" } },
    { id: "e", type: "end", name: "End", config: { outputs: [{ name: "body", value: "{{steps.Call.output.body}}" }] } },
  ],
  edges: [
    { from: "s", outcome: "next", to: "c" },
    { from: "c", outcome: "success", to: "e" },
  ],
};

let server: TestServer;
let deployed: DeployedFlow;
let secret: Server;
let allowed: Server;
let secretCalls = 0;
let secretPort: number;
let allowedUrl: string;

async function listen(handle: Parameters<typeof createServer>[1]): Promise<{ server: Server; port: number }> {
  const one = createServer(handle ?? (() => {}));
  await new Promise<void>((resolve) => one.listen(0, "127.0.0.1", resolve));
  // Listening on a port, not on a pipe.
  const { port } = one.address() as AddressInfo;
  return { server: one, port };
}

beforeAll(async () => {
  ({ server: secret, port: secretPort } = await listen((_, response) => {
    secretCalls++;
    response.end("what nobody may see");
  }));
  const open = await listen((request, response) => {
    const to = new URL(request.url!, "http://x").searchParams.get("to");
    if (to) response.writeHead(302, { location: to }).end();
    else response.writeHead(200, { "content-type": "application/json" }).end('{"open":true}');
  });
  allowed = open.server;
  allowedUrl = `http://127.0.0.1:${open.port}`;
  server = await startServer({ env: { MILLRACE_ALLOW_HOSTS: `127.0.0.1:${open.port}` } });
  deployed = await deploy(server, "Caller", flow);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  for (const one of [secret, allowed]) one.close();
});

async function call(url: string): Promise<{ status: number; body: { errors?: { code: string }[]; output?: unknown } }> {
  const response = await deployed.call("/sync", { method: "POST", body: { input: { url } } });
  return { status: response.status, body: (await response.json()) as object };
}

it.each([
  "127.0.0.1",
  "localhost",
  "LOCALHOST.",
  "127.1",
  "2130706433",
  "0x7f000001",
  "0177.0.0.1",
  "0x7f.1",
  "１２７.0.0.1",
  "%31%32%37.0.0.1",
  "[::1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[64:ff9b::7f00:1]",
  "0.0.0.0",
  "[::]",
  "foo.localhost",
  "user@127.0.0.1",
])("refuses http://%s before anything is sent", async (host) => {
  const answer = await call(`http://${host}:${secretPort}/`);
  expect(answer).toMatchObject({ status: 500, body: { errors: [{ code: "http_refused" }] } });
});

it.each(["http://127.0.0.1:PORT/", "http://[::ffff:7f00:1]:PORT/", "//2130706433:PORT/", "http://169.254.169.254/", "file:///etc/passwd"])(
  "refuses a redirect to %s",
  async (target) => {
    const answer = await call(`${allowedUrl}/?to=${encodeURIComponent(target.replace("PORT", String(secretPort)))}`);
    expect(answer).toMatchObject({ status: 500, body: { errors: [{ code: "http_refused" }] } });
  },
);

it("calls the host that the installation allows, and never reached the other one", async () => {
  expect(await call(allowedUrl)).toMatchObject({ status: 200, body: { output: { body: { open: true } } } });
  expect(secretCalls).toBe(0);
});
