/** Traces and alerts across kill -9: every run arrives at the receiver, and an alert fires and resolves once. */
import { expect, it } from "vitest";
import { traceIdOf } from "#flow/telemetry/trace-ids.ts";
import type { RunId } from "#flow/ids.ts";
import { deploy } from "./deploy.ts";
import { startReceivers } from "./receivers.ts";
import { eventually, startServer } from "./server.ts";

const flaky = {
  schemaVersion: 1,
  inputs: [{ name: "bad", type: "boolean" }],
  outputs: [{ name: "ok", type: "number" }],
  nodes: [
    { id: "s", type: "start", name: "Start", config: {} },
    {
      id: "c",
      type: "script",
      name: "Check",
      config: { language: "javascript", code: "if (context.steps.Start.bad) throw new Error('no'); return 1" },
    },
    { id: "e", type: "end", name: "End", config: { outputs: [{ name: "ok", value: "{{steps.Check.output}}" }] } },
  ],
  edges: [
    { from: "s", outcome: "next", to: "c" },
    { from: "c", outcome: "success", to: "e" },
  ],
};

it("every finished run arrives as a trace, and an alert fires and resolves once each, though the server is killed in between", async () => {
  await using receivers = await startReceivers();
  await using server = await startServer({ env: { MILLRACE_ALLOW_HOSTS: receivers.host } });
  const flow = await deploy(server, "Watched", flaky);
  await flow.api.call("PUT", "/api/telemetry", { enabled: true, endpoint: receivers.url });
  await flow.api.call("POST", `/api/workflows/${flow.id}/alerts`, {
    name: "Fails",
    condition: { kind: "consecutiveFailures", count: 3 },
    channel: { kind: "webhook", url: `${receivers.url}/alerts` },
  });
  const runs: RunId[] = [];
  const call = async (bad: boolean): Promise<void> => {
    const { runId } = (await (await flow.call("/sync", { method: "POST", body: { input: { bad } } })).json()) as { runId: RunId };
    runs.push(runId);
  };
  const kinds = () => new Set(receivers.told.map(({ id, type }) => `${type} ${id}`));

  // Killed directly after the run that makes the alert fire, before any notification can have been sent, and while the
  // receiver is offline.
  receivers.isAway = true;
  for (let i = 0; i < 3; i++) await call(true);
  await server.kill9();
  await server.restart();
  // Killed again where the judgement is written and its delivery has failed.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await server.kill9();
  receivers.isAway = false;
  await server.restart();
  await eventually("the alert has fired", 30_000, () => kinds().size === 1);
  expect([...kinds()][0]).toMatch(/^alert\.fired /);
  for (let i = 0; i < 3; i++) await call(true);
  await call(false);
  await server.kill9();
  await server.restart();
  await eventually("the alert has resolved", 30_000, () => kinds().size === 2);
  await call(false);
  await eventually("all runs have arrived", 30_000, () =>
    runs.every((run) => receivers.spans.some(({ traceId }) => traceId === traceIdOf(run))),
  );
  // What could still be doubled would have come by now.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(receivers.faults).toEqual([]);
  expect([...kinds()].map((kind) => kind.split(" ")[0])).toEqual(["alert.fired", "alert.resolved"]);
  expect(receivers.told.every(({ data }) => data["incident"] === 1)).toBe(true);
  const roots = receivers.spans.filter(({ parentSpanId }) => parentSpanId === undefined);
  expect(new Set(roots.map(({ traceId }) => traceId))).toEqual(new Set(runs.map(traceIdOf)));
}, 180_000);
