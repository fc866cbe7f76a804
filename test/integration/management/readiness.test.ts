/** One isolate for the file, so the tests go on from each other: a database without a schema, an older one, the present one. */
import { applyD1Migrations, type D1Migration } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { expect, it } from "vitest";
import { refuseUntilReady } from "#worker/health/readiness.ts";
import type { Env } from "#worker/bindings/env.ts";
import { password } from "./installation.ts";
import { empty, migrate } from "./migrate.ts";

const worker = (exports as unknown as { default: Fetcher }).default;
const bindings = env as unknown as Env & { readonly MIGRATIONS: D1Migration[] };
const base = "http://localhost:8787";
const everything = [
  ["GET", "/healthz"],
  ["GET", "/"],
  ["GET", "/api/me"],
  ["POST", "/api/auth/sign-up/email"],
  ["POST", "/v1/workflows/wf_1/sync"],
  ["GET", "/assets/some.js"],
] as const;

/** The paths that were answered in another way than 503 with Retry-After and problem details. */
async function served(): Promise<string[]> {
  const others: string[] = [];
  for (const [method, path] of everything) {
    const answer = await worker.fetch(base + path, { method });
    const isRefused = answer.status === 503 && Number(answer.headers.get("retry-after")) > 0;
    if (!isRefused || (await answer.json<{ code: string }>()).code !== "unavailable") others.push(path);
  }
  return others;
}

it("serves nothing before the first migration", async () => {
  expect(await served()).toEqual([]);
});

it("serves nothing on an older schema", async () => {
  await applyD1Migrations(bindings.DB, bindings.MIGRATIONS.slice(0, -1));
  expect(await served()).toEqual([]);
});

it("with a start token it serves nobody else before there is an owner, and before the first start is complete", async () => {
  await migrate(bindings.DB);
  await empty(bindings.DB);
  const local: Env = { ...bindings, MILLRACE_START_TOKEN: "the start's own" };
  const refused = async (headers: Record<string, string> = {}) =>
    (await refuseUntilReady(new Request(`${base}/api/auth/sign-up/email`, { method: "POST", headers }), local))?.status;
  expect(await refused()).toBe(503);
  expect(await refused({ "x-millrace-start-token": "guessed" })).toBe(503);
  expect(await refused({ "x-millrace-start-token": "the start's own" })).toBeUndefined();
  await bindings.DB.prepare("INSERT INTO installation (id, claimed_by, claimed_at, setting_up) VALUES (1, 'u', 1, 1)").run();
  expect(await refused()).toBe(503);
  await bindings.DB.prepare("UPDATE installation SET setting_up = 0").run();
  expect(await refused()).toBeUndefined();
});

it("serves the first sign-up in production, where nobody else makes an owner", async () => {
  await empty(bindings.DB);
  expect((await worker.fetch(`${base}/healthz`)).status).toBe(200);
  const answer = await worker.fetch(`${base}/api/auth/sign-up/email`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "Ada", email: "ada@example.com", password }),
  });
  expect(answer.status).toBe(200);
});

it("answers a missing file with 404 that nothing keeps, and every page's address with the page", async () => {
  for (const path of ["/assets/builder-0000.js", "/assets/x", "/nothing.png"]) {
    const answer = await worker.fetch(base + path);
    expect([path, answer.status, answer.headers.get("cache-control")]).toEqual([path, 404, "no-store"]);
    expect(await answer.text()).not.toContain("<html");
  }
});
