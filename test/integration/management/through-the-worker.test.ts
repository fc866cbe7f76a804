import { env, exports } from "cloudflare:workers";
import { beforeAll, expect, it, vi } from "vitest";
import { password } from "./installation.ts";
import { empty, migrate } from "./migrate.ts";

const worker = (exports as unknown as { default: Fetcher }).default;
const { DB } = env as unknown as { DB: D1Database };
const base = "http://localhost:8787";
beforeAll(async () => {
  await migrate(DB);
  await empty(DB);
});

async function send(method: string, address: string, headers: Record<string, string> = {}, body?: unknown) {
  const answer = await worker.fetch(new URL(address, base), {
    method,
    headers: { "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
}

it("serves a workflow from the first sign-up to the answer of a call, and ends it with the undeployment", async () => {
  const signedUp = await send("POST", "/api/auth/sign-up/email", {}, { name: "Ada", email: "ada@example.com", password });
  expect(signedUp.status).toBe(200);
  const session = { cookie: signedUp.headers.getSetCookie()[0]!.split(";")[0]!, origin: base };
  const { id } = (await send("POST", "/api/workflows", session, { name: "Echo" })).body;
  const { key } = (await send("POST", `/api/workflows/${id}/keys`, session, { name: "k" })).body;
  const call = (address: string) => send("POST", address, { "x-api-key": key }, { input: { text: "hello" } });
  const before = await call(`/v1/workflows/${id}/sync`);
  expect(before.status).toBe(404);

  const { endpoints } = (await send("POST", `/api/workflows/${id}/deploy`, session)).body;
  const answer = await call(endpoints.sync);
  expect([answer.status, answer.body]).toMatchObject([200, { status: "Success", output: { result: "hello" } }]);
  // Noted after the answer has left.
  const lastUsedAt = async () => (await send("GET", `/api/workflows/${id}/keys`, session)).body.items[0].lastUsedAt;
  await vi.waitFor(async () => expect(await lastUsedAt()).not.toBeNull());

  await send("POST", `/api/workflows/${id}/undeploy`, session);
  expect((await call(endpoints.sync)).status).toBe(404);
});

it("finishes work that outlives an answer for every request, not only for the isolate's first", async () => {
  const signedUp = await send("POST", "/api/auth/sign-in/email", { origin: base }, { email: "ada@example.com", password });
  const session = { cookie: signedUp.headers.getSetCookie()[0]!.split(";")[0]!, origin: base };
  for (const wrong of ["not this one", "nor this one"])
    expect((await send("POST", "/api/auth/sign-in/email", { origin: base }, { email: "ada@example.com", password: wrong })).status).toBe(
      401,
    );
  const failures = async () =>
    (await send("GET", "/api/audit?limit=100", session)).body.items.filter(({ event }: { event: string }) => event === "signIn.failed");
  await vi.waitFor(async () => expect(await failures()).toHaveLength(2));
});

it("serves its description", async () => {
  const { body } = await send("GET", "/api/openapi.json");
  expect(body.servers).toEqual([{ url: base }]);
  expect(Object.keys(body.paths)).toContain("/api/workflows/{workflowId}/keys");
});
