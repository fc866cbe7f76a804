import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plugin } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildWorker } from "../../scripts/build/worker.ts";
import { delay, end, flowOf } from "../integration/support/flows.ts";
import { deploy, type DeployedFlow } from "./deploy.ts";
import { eventually, startServer, type TestServer } from "./server.ts";

/** Builds the Worker whose delay waits for an answer: no node of a build does so yet. */
const asking: Plugin = {
  name: "asking",
  setup({ onResolve }) {
    const path = join(import.meta.dirname, "workers/asking.ts");
    onResolve({ filter: /worker[\\/]index\.ts$/ }, ({ kind }) => (kind === "entry-point" ? { path } : undefined));
  },
};

const folder = mkdtempSync(join(tmpdir(), "millrace-asking-"));
beforeAll(() => buildWorker(folder, [asking]), 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const flow = flowOf({ Ask: delay(1), End: end({ answer: "{{steps.Ask.output}}" }) }, ["Start next Ask", "Ask success End"]);

async function reportOf({ call }: DeployedFlow, runId: string): Promise<{ status: string; output: unknown }> {
  const response = await call(`/runs/${runId}`);
  expect(response.status).toBe(200);
  return (await response.json()) as { status: string; output: unknown };
}

async function answer(server: TestServer, { id }: DeployedFlow, runId: string, given: unknown): Promise<unknown> {
  const response = await fetch(`${server.url}/test/answer?workflow=${id}&run=${runId}`, { method: "POST", body: JSON.stringify(given) });
  return response.json();
}

it("keeps a run that waits without a time when the server is killed, and takes the answer afterwards", { timeout: 240_000 }, async () => {
  await using server = await startServer({ env: { MILLRACE_WORKER_FOLDER: folder } });
  const deployed = await deploy(server, "Asking", flow, { async: { timeoutSec: null } });
  const started = await deployed.call("/async", { method: "POST", body: { input: {} } });
  expect(started.status).toBe(202);
  const { runId } = (await started.json()) as { runId: string };
  await eventually("the run waits", 20_000, async () => (await reportOf(deployed, runId)).status === "Waiting");

  await server.kill9();
  await server.restart();
  expect(await reportOf(deployed, runId)).toMatchObject({ status: "Waiting", output: null });
  // Killed once more, before anything has looked at the run.
  await server.kill9();
  await server.restart();
  expect(await answer(server, deployed, runId, { yes: true })).toBe("taken");
  // An answer that was taken is stored.
  await server.kill9();
  await server.restart();
  await eventually("the run has finished", 60_000, async () => (await reportOf(deployed, runId)).status === "Success");
  expect(await reportOf(deployed, runId)).toMatchObject({ output: { answer: { yes: true } } });
  expect(await answer(server, deployed, runId, { yes: false })).toBe("late");
});
