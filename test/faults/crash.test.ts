import { expect, it } from "vitest";
import { deploy, fixture, type DeployedFlow } from "./deploy.ts";
import { eventually, startServer } from "./server.ts";
import { startStub } from "./stub.ts";

const kinds = ["api", "delay", "script"] as const;

interface Accepted {
  readonly runId: string;
  readonly n: number;
  readonly kind: string;
}

/** Starts a run; undefined where the server died before it had accepted. */
async function accept(flow: DeployedFlow, n: number, url: string): Promise<Accepted | undefined> {
  const kind = kinds[n % kinds.length]!;
  try {
    const response = await flow.call("/async", { method: "POST", body: { input: { kind, n, url } } });
    if (response.status !== 202) return undefined;
    const { runId } = (await response.json()) as { runId: string };
    return { runId, n, kind };
  } catch {
    return undefined;
  }
}

async function accepted(flow: DeployedFlow, from: number, count: number, url: string): Promise<Accepted[]> {
  const all = await Promise.all(Array.from({ length: count }, (_, i) => accept(flow, from + i, url)));
  return all.filter((one) => one !== undefined);
}

it("loses no accepted run when the whole server is killed, however often", { timeout: 120_000 }, async () => {
  await using stub = await startStub(() => 300 + Math.random() * 1500);
  await using server = await startServer({ env: { MILLRACE_ALLOW_HOSTS: stub.host } });
  const flow = await deploy(server, "Three kinds", fixture("three-kinds"));

  const runs = await accepted(flow, 0, 200, stub.url);
  expect(runs).toHaveLength(200);
  await server.kill9();
  await server.restart();
  // Killed again in the middle of recovery, and while more are being accepted.
  const more = accepted(flow, 200, 60, stub.url);
  await new Promise((resolve) => setTimeout(resolve, 400));
  await server.kill9();
  runs.push(...(await more));
  await server.restart();

  const left = new Map(runs.map((run) => [run.runId, run]));
  const done = new Map<string, { status: string; output: unknown; error: unknown }>();
  await eventually("every run reaches a final status", 60_000, async () => {
    for (const { runId } of left.values()) {
      const response = await flow.call(`/runs/${runId}`);
      expect(response.status).toBe(200);
      const report = (await response.json()) as { status: string; output: unknown; error: unknown };
      if (report.status !== "Success" && report.status !== "Failed") continue;
      done.set(runId, report);
      left.delete(runId);
    }
    return left.size === 0;
  });
  for (const { runId, n, kind } of runs) expect(done.get(runId)).toMatchObject({ status: "Success", error: null, output: { n, by: kind } });

  // Each call carries the key of its run and step, the same one for every try, and never another run's body.
  const calls = runs.filter(({ kind }) => kind === "api");
  for (const { runId, n } of calls) {
    const bodies = stub.calls.get(`${runId}:call:0`);
    expect(bodies?.length, `calls of ${runId}`).toBeGreaterThan(0);
    expect(new Set(bodies)).toEqual(new Set([JSON.stringify({ n })]));
  }
});

it("records a sync run that the crash cut off as interrupted", { timeout: 60_000 }, async () => {
  await using stub = await startStub(() => 60_000);
  await using server = await startServer({ env: { MILLRACE_ALLOW_HOSTS: stub.host } });
  const flow = await deploy(server, "Three kinds", fixture("three-kinds"));
  const call = flow.call("/sync", { method: "POST", body: { input: { kind: "api", n: 1, url: stub.url } } }).catch(() => undefined);
  await eventually("the call has arrived", 10_000, () => stub.calls.size === 1);
  await server.kill9();
  await call;
  await server.restart();
  const runId = [...stub.calls.keys()][0]!.split(":")[0]!;
  await eventually("the run is recorded", 15_000, async () => {
    const report = (await (await flow.call(`/runs/${runId}`)).json()) as { status: string; error: { code: string } | null };
    return report.status === "Failed" && report.error?.code === "run_interrupted";
  });
  expect(stub.calls.size).toBe(1);
});
