/** A clock that is corrected: while the server is down by an hour back and by two hours forward, and back while it runs. */
import { expect, it } from "vitest";
import { traceIdOf } from "#flow/telemetry/trace-ids.ts";
import type { RunId } from "#flow/ids.ts";
import { deploy, fixture, type DeployedFlow } from "./deploy.ts";
import { startReceivers } from "./receivers.ts";
import { eventually, startServer } from "./server.ts";
import { canSetClock, setClockAhead, withClock } from "./shifted-clock.ts";
import { startStub } from "./stub.ts";

/** Calls, then waits; an address without a server makes it fail. */
const callAndWait = {
  schemaVersion: 1,
  inputs: [
    { name: "url", type: "text" },
    { name: "seconds", type: "number" },
  ],
  outputs: [{ name: "status", type: "number" }],
  nodes: [
    { id: "start", type: "start", name: "Start", config: {} },
    { id: "call", type: "api", name: "Call", config: { method: "POST", url: "{{steps.Start.url}}", mode: "sync" } },
    { id: "wait", type: "delay", name: "Wait", config: { seconds: "{{steps.Start.seconds}}" } },
    { id: "end", type: "end", name: "End", config: { outputs: [{ name: "status", value: "{{steps.Call.output.status}}" }] } },
  ],
  edges: [
    { from: "start", outcome: "next", to: "call" },
    { from: "call", outcome: "success", to: "wait" },
    { from: "wait", outcome: "success", to: "end" },
  ],
};

interface Row {
  readonly runId: RunId;
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
}

const list = async ({ api, id }: DeployedFlow) => (await api.call<{ items: Row[] }>("GET", `/api/workflows/${id}/runs?limit=200`)).items;

async function begin({ call }: DeployedFlow, input: unknown, mode = "/async"): Promise<RunId> {
  return ((await (await call(mode, { method: "POST", body: { input } })).json()) as { runId: RunId }).runId;
}

it.runIf(canSetClock)(
  "goes on at once behind a clock that was set back, and with what is due by one that was set forward",
  { timeout: 150_000 },
  async () => {
    await using receivers = await startReceivers();
    await using stub = await startStub(() => 2_000);
    setClockAhead(3_600);
    await using server = await startServer({ env: { MILLRACE_ALLOW_HOSTS: `${stub.host},${receivers.host}`, ...withClock } });
    const endpoint = { async: { enabled: true, callbackUrl: stub.url, timeoutSec: null } };
    const flow = await deploy(server, "Call and wait", callAndWait, endpoint);
    const repeated = await deploy(server, "Repeated", fixture("three-kinds"));
    const statusOf = async (runId: RunId) => (await list(flow)).find((row) => row.runId === runId)?.status;

    // Unsent reports wait for their second try, runs are in the middle of a call, and a bulk rerun has just started.
    receivers.isAway = true;
    await flow.api.call("PUT", "/api/telemetry", { enabled: true, endpoint: receivers.url });
    await flow.api.call("POST", `/api/workflows/${flow.id}/alerts`, {
      name: "Fails",
      condition: { kind: "consecutiveFailures", count: 1 },
      channel: { kind: "webhook", url: `${receivers.url}/alerts` },
    });
    for (let n = 0; n < 3; n++) await begin(repeated, { kind: "script", n, url: stub.url }, "/sync");
    const failed = await begin(flow, { url: "http://127.0.0.1:1/", seconds: 0 }, "/sync");
    await eventually("telling was tried", 20_000, async () => {
      const { lastError } = await flow.api.call<{ lastError: string | null }>("GET", "/api/telemetry");
      return lastError !== null;
    });
    const job = await flow.api.call<{ id: string }>("POST", `/api/workflows/${repeated.id}/bulk-reruns`, {
      selection: {},
      ratePerMinute: 30,
    });
    const called = await begin(flow, { url: stub.url, seconds: 4 });
    const pushed = await begin(flow, { url: stub.url, seconds: 1 }, "/push");
    const waiting = await begin(flow, { url: stub.url, seconds: 86_400 });
    await eventually("the calls are under way, and listed", 10_000, async () => stub.calls.size >= 3 && (await list(flow)).length === 4);
    await server.kill9();
    receivers.isAway = false;
    setClockAhead(0);
    await server.restart();
    expect(server.output()).toContain("The clock was set back");

    // No client asks for the runs, so the server itself continues them. The list follows, even if no run has finished.
    await eventually("the run that was cut off waits, and is listed so", 20_000, async () => (await statusOf(called)) === "Waiting");
    await eventually("it is over", 20_000, async () => (await statusOf(called)) === "Success");
    await eventually(
      "the result is delivered",
      20_000,
      () => stub.calls.size >= 3 && [...stub.calls.values()].flat().some((body) => body.includes(pushed)),
    );
    await eventually("the alert is told", 20_000, () => receivers.told.length > 0);
    await eventually("the traces are told", 20_000, () =>
      [failed, called, pushed].every((run) => receivers.spans.some(({ traceId }) => traceId === traceIdOf(run))),
    );
    await eventually("the bulk rerun is done", 20_000, async () => {
      const { state } = await flow.api.call<{ state: string }>("GET", `/api/workflows/${repeated.id}/bulk-reruns/${job.id}`);
      return state === "done";
    });
    await eventually("each of its runs is listed", 10_000, async () => (await list(repeated)).length === 6);
    await flow.api.call("POST", `/api/workflows/${flow.id}/runs/${waiting}/cancel`);
    const later = await begin(flow, { url: stub.url, seconds: 3_600 });
    await eventually("what came last waits", 20_000, async () => (await statusOf(later)) === "Waiting");
    await eventually("what was cancelled is over", 10_000, async () => (await statusOf(waiting)) === "Failed");

    // Lanes and list agree, nothing took less than nothing, and figures are of what is listed.
    const rows = await list(flow);
    expect(rows).toHaveLength(5);
    for (const { runId, status, durationMs, startedAt, endedAt } of rows) {
      const report = (await (await flow.call(`/runs/${runId}`)).json()) as Row;
      expect(report).toMatchObject({ runId, status, durationMs, startedAt, endedAt });
      if (endedAt !== null) expect(Date.parse(endedAt)).toBeGreaterThanOrEqual(Date.parse(startedAt));
      const { steps } = await flow.api.call<{ steps: { durationMs: number | null }[] }>("GET", `/api/workflows/${flow.id}/runs/${runId}`);
      for (const step of steps) if (step.durationMs !== null) expect(step.durationMs).toBeGreaterThanOrEqual(0);
    }
    const figures = await flow.api.call<{ p99Ms: number }>("GET", `/api/workflows/${flow.id}/metrics`);
    expect(figures).toMatchObject({ total: 5, finished: 4, failed: 2 });
    expect(figures.p99Ms).toBe(Math.max(...rows.map(({ durationMs }) => durationMs ?? 0)));
    // Each once: it fired by the first run, resolved by one that succeeded, and fired again by the one that was cancelled.
    await eventually("the last alert is told", 20_000, () => receivers.told.length >= 3);
    expect(receivers.told.map(({ type, data }) => [type, data["incident"]])).toEqual([
      ["alert.fired", 1],
      ["alert.resolved", 1],
      ["alert.fired", 2],
    ]);
    expect(receivers.faults).toEqual([]);

    // A wait ends when the clock says so.
    await server.kill9();
    setClockAhead(7_200);
    await server.restart();
    await eventually("the wait is over", 20_000, async () => (await statusOf(later)) === "Success");
    expect(await list(flow)).toHaveLength(5);
  },
);

it.runIf(canSetClock)("goes on within seconds where the clock is set back while it runs", async () => {
  await using stub = await startStub(() => 2_000);
  setClockAhead(3_600);
  await using server = await startServer({ env: { MILLRACE_ALLOW_HOSTS: stub.host, ...withClock } });
  const flow = await deploy(server, "Three kinds", fixture("three-kinds"));
  const runId = await begin(flow, { kind: "api", n: 1, url: stub.url });
  await eventually("the call is under way", 10_000, () => stub.calls.size === 1);
  setClockAhead(0);
  const rows = () => list(flow).catch(() => []);
  await eventually("the run is over", 40_000, async () => (await rows()).some((row) => row.runId === runId && row.status === "Success"));
  expect(server.output()).toContain("The clock was set back");
  const later = await begin(flow, { kind: "delay", n: 1, url: stub.url });
  await eventually("so is one that began since", 20_000, async () =>
    (await rows()).some((row) => row.runId === later && row.status === "Success"),
  );
});
