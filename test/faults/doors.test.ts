/** What the server's doors do while it starts, under attack, and on a disk that fails. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { freePort, launch, startServer, type TestServer } from "./server.ts";

interface Sent {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

function send(
  url: string,
  { from = "127.0.0.1", body, headers = {} }: { from?: string; body?: unknown; headers?: Record<string, string> } = {},
) {
  return new Promise<Sent>((resolve, reject) => {
    const agent = new Agent({ localAddress: from });
    const options = { method: body === undefined ? "GET" : "POST", agent, headers: { "content-type": "application/json", ...headers } };
    const asked = request(url.replace("localhost", "127.0.0.1"), options, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (piece: string) => (text += piece));
      answer.on("end", () => resolve({ status: answer.statusCode!, retryAfter: answer.headers["retry-after"], text }));
    });
    asked.on("error", reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function printedCall(server: TestServer): () => Promise<Sent> {
  const [, url, key] = /^curl -X POST (\S+) -H 'x-api-key: (\S+)'/m.exec(server.output())!;
  return () => send(url!, { body: { input: { total: 1250, country: "DE" } }, headers: { "x-api-key": key! } });
}

it("answers 503 to everything until it is ready, and lets no stranger become the owner", async () => {
  const port = await freePort();
  const dataFolder = mkdtempSync(join(tmpdir(), "millrace-"));
  const base = `http://127.0.0.1:${port}`;
  const started = launch({
    ...process.env,
    PORT: String(port),
    MILLRACE_DATA: dataFolder,
    MILLRACE_OPEN_SIGNUP: "1",
    MILLRACE_OWNER_EMAIL: "owner@example.com",
    MILLRACE_OWNER_PASSWORD: "a long test password",
  });
  const seen = new Set<number>();
  let isStarting = true;
  const stranger = { name: "Stranger", email: "stranger@example.com", password: "a stranger's password" };
  const asking = (async () => {
    while (isStarting) {
      for (const sent of [send(`${base}/api/auth/sign-up/email`, { body: stranger }), send(`${base}/healthz`)]) {
        const answer = await sent.catch(() => undefined);
        if (!isStarting || !answer) continue;
        seen.add(answer.status);
        if (answer.status === 503) expect(Number(answer.retryAfter)).toBeGreaterThan(0);
      }
    }
  })();
  await started.ready;
  isStarting = false;
  await asking;
  // The last answers may already be those of the server that is ready.
  expect([...seen].filter((status) => ![503, 200].includes(status))).toEqual([]);
  expect(seen).toContain(503);
  expect((await send(`${base}/healthz`)).status).toBe(200);
  const signIn = await fetch(`${base}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: base },
    body: JSON.stringify({ email: "owner@example.com", password: "a long test password" }),
  });
  expect(signIn.status).toBe(200);
  process.kill(-started.child.pid!, "SIGTERM");
  await started.ended;
});

it("ends where the owner cannot be made, and says why", async () => {
  await expect(startServer({ env: { MILLRACE_OWNER_PASSWORD: "password123" } })).rejects.toThrow(
    /owner could not be created[^]*MILLRACE_OWNER_PASSWORD/,
  );
});

it("keeps calls going under twenty connections of sign-ins, refuses most of them, and locks nobody out at another address", async () => {
  await using server = await startServer();
  const call = printedCall(server);
  let isOn = true;
  const statuses: number[] = [];
  const flood = Array.from({ length: 20 }, async (_, n) => {
    for (let i = 0; isOn; i++) {
      const email = i % 2 ? server.owner.email : `nobody-${n}-${i}@example.com`;
      statuses.push(
        (await send(`${server.url}/api/auth/sign-in/email`, { from: "127.0.0.2", body: { email, password: "wrong password" } })).status,
      );
    }
  });
  const calls: number[] = [];
  for (let i = 0; i < 20; i++) calls.push((await call()).status);
  const victim = await send(`${server.url}/api/auth/sign-in/email`, { from: "127.0.0.3", body: server.owner });
  isOn = false;
  await Promise.all(flood);
  expect(new Set(calls)).toEqual(new Set([200]));
  expect(victim.status).toBe(200);
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(40);
  expect(server.output()).not.toContain("is being restarted");
});

it("believes no header about where a request came from", async () => {
  await using server = await startServer();
  const attempt = (n: number) =>
    send(`${server.url}/api/auth/sign-in/email`, {
      body: { email: server.owner.email, password: "wrong password" },
      headers: {
        "cf-connecting-ip": `203.0.113.${n}`,
        "x-forwarded-for": `203.0.113.${n}`,
        "mf-cf-blob": JSON.stringify({ clientIp: `203.0.113.${n}:1` }),
      },
    });
  const answers = [];
  for (let n = 0; n < 6; n++) answers.push((await attempt(n)).status);
  expect(answers).toEqual([401, 401, 401, 401, 401, 429]);
});

it("answers a missing file with 404 that nothing keeps, and serves the notices of what the pages are made of", async () => {
  await using server = await startServer();
  const missing = await fetch(`${server.url}/assets/builder-00000000.js`);
  expect([missing.status, missing.headers.get("cache-control")]).toEqual([404, "no-store"]);
  const page = await fetch(`${server.url}/workflows/anything`);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("<!doctype html>")]);
  const notices = await (await fetch(`${server.url}/third-party-notices.txt`)).text();
  for (const name of ["preact", "@xyflow/react", "uplot", "@codemirror/view"]) expect(notices).toContain(`## ${name} - `);
  // Not bundled for browsers.
  expect(notices).not.toMatch(/^## (better-auth|hono|drizzle-orm) /m);
});

it("listens on ::1, and prints the address in brackets", async () => {
  const port = await freePort();
  const dataFolder = mkdtempSync(join(tmpdir(), "millrace-"));
  const started = launch({ ...process.env, PORT: String(port), MILLRACE_HOST: "::1", MILLRACE_DATA: dataFolder });
  await started.ready;
  expect(started.output()).toContain(`ready http://[::1]:${port}`);
  expect((await fetch(`http://[::1]:${port}/healthz`)).status).toBe(200);
  process.kill(-started.child.pid!, "SIGTERM");
  await started.ended;
});

it("passes over a lane whose file is damaged, and names the file", async () => {
  await using server = await startServer();
  const call = printedCall(server);
  expect((await call()).status).toBe(200);
  await server.stop();
  const folder = join(server.dataFolder, "storage/do/millrace-Runner");
  const lane = readdirSync(folder).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name))!;
  writeFileSync(join(folder, lane), randomBytes(64 * 1024));
  // The log beside the file may hold all of its pages, and would restore them.
  for (const beside of ["-wal", "-shm"]) rmSync(join(folder, lane + beside), { force: true });
  await server.restart();
  const answers = [await call(), await call()];
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(server.output()).toContain(`millrace-Runner/${lane}`);
});
