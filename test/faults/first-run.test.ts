import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ApiClient } from "../../scripts/server/api-client.ts";
import { startServer, type TestServer } from "./server.ts";

/** Does what the printed curl line says. */
async function callAsPrinted(server: TestServer): Promise<unknown> {
  const line = /^curl -X POST (\S+) -H 'x-api-key: (\S+)' -H 'content-type: application\/json' -d '(.*)'$/m.exec(server.output());
  const [, url, key, body] = line!;
  const answer = await fetch(url!, { method: "POST", headers: { "x-api-key": key!, "content-type": "application/json" }, body: body! });
  return await answer.json();
}

it("makes an owner, an example and a key, and prints a call that works", async () => {
  await using server = await startServer();
  expect(await callAsPrinted(server)).toMatchObject({ status: "Success", output: { decision: "review", gross: 1487.5 } });
  expect(server.output().trimEnd().split("\n").at(-1)).toBe(`ready ${server.url}`);
});

it("shows the key and an invented password once, and keeps neither", async () => {
  await using server = await startServer({ env: { MILLRACE_OWNER_PASSWORD: "" } });
  expect(server.output()).toMatch(/Password: \S{16} /);
  await server.stop();
  await server.restart();
  expect(server.output()).toContain(`Sign in at ${server.url} as owner@example.com`);
  expect(server.output()).not.toMatch(/curl|Password/);
});

it("goes on where an interrupted first start stopped, without a second owner, example or key", async () => {
  await using server = await startServer();
  await server.stop();
  // As if it had been killed after the key was made and before that was noted.
  writeFileSync(join(server.dataFolder, "first-run.json"), JSON.stringify({ ...server.owner, done: false }));
  await server.restart();
  expect(await callAsPrinted(server)).toMatchObject({ status: "Success" });
  const api = new ApiClient(server.url);
  await api.call("POST", "/api/auth/sign-in/email", server.owner);
  const { items: workflows } = await api.call<{ items: { id: string }[] }>("GET", "/api/workflows");
  expect(workflows).toHaveLength(1);
  const { items: keys } = await api.call<{ items: unknown[] }>("GET", `/api/workflows/${workflows[0]!.id}/keys`);
  expect(keys).toHaveLength(1);
});

it("keeps its secrets for the owner of the files alone", async () => {
  await using server = await startServer();
  expect(statSync(join(server.dataFolder, "secrets.json")).mode & 0o777).toBe(0o600);
});
