import { describe, expect, it } from "vitest";
import { runIdIn, sortableId, type RunId, type VersionId, type WorkflowId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { exportRequest } from "#flow/telemetry/otlp.ts";
import type { RunTrace, TracedAttempt } from "#flow/telemetry/run-trace.ts";
import { spansOf } from "#flow/telemetry/spans-of.ts";
import { isSampled, spanIdOf, traceIdOf } from "#flow/telemetry/trace-ids.ts";
import { placeOf } from "#flow/engine/place.ts";
import { attributesOf, readSpans } from "../../fixtures/servers/otlp-shape.ts";

const startedAt = 1_795_000_000_000;
const newRun = (at = startedAt): RunId => runIdIn({ place: "ams", n: 1 }, sortableId(at, crypto.getRandomValues(new Uint8Array(10))));

const attempt = (changes: Partial<TracedAttempt>): TracedAttempt => ({
  place: placeOf(1),
  nodeId: "n2",
  name: "Ask",
  type: "api",
  attempt: 1,
  startedAt: startedAt + 1,
  endedAt: startedAt + 40,
  status: "Success",
  outcome: "success",
  error: null,
  input: { method: "GET", url: "https://api.example.com/people/42?token=abc", query: [], headers: [] },
  output: { status: 200, headers: {}, body: { name: "Ada" } },
  ...changes,
});

const trace = (changes: Partial<RunTrace> = {}): RunTrace => ({
  runId: newRun(),
  workflowId: "wf_1" as WorkflowId,
  versionId: "ver_1" as VersionId,
  mode: "async",
  requestId: "req_1",
  status: "Success",
  startedAt,
  endedAt: startedAt + 50,
  error: null,
  input: { email: "ada@example.com" },
  output: { sum: 5 },
  attempts: [attempt({})],
  omitted: 0,
  ...changes,
});
const context = { workflowName: "Orders", type: "API" as const, source: "shop", modelRuns: [] };
const read = (of: RunTrace, includeValues = false, more = {}) =>
  readSpans(exportRequest(spansOf(of, { ...context, ...more }, includeValues)));

describe("the ids of a trace", () => {
  it("follow from the run, so that a trace that is sent twice is the same one", () => {
    const of = trace();
    expect(read(of)).toEqual(read(of));
    expect(traceIdOf(newRun())).not.toBe(traceIdOf(newRun()));
  });

  it("hold the time at which the run began, and end in what is random", () => {
    expect(parseInt(traceIdOf(newRun()).slice(0, 12), 16)).toBe(startedAt);
  });

  it("differ for every span of a run", () => {
    const run = newRun();
    const ids = new Set(Array.from({ length: 20_000 }, (_, i) => spanIdOf(run, `step n${i % 100} ${i} ${startedAt + i}`)));
    expect(ids.size).toBe(20_000);
  });

  it("choose about the share that is asked for, and always the same", () => {
    const ids = Array.from({ length: 4_000 }, () => traceIdOf(newRun()));
    const chosen = ids.filter((id) => isSampled(id, 0.25));
    expect(chosen.length).toBeGreaterThan(850);
    expect(chosen.length).toBeLessThan(1_150);
    expect(ids.filter((id) => isSampled(id, 0.25))).toEqual(chosen);
    // Who is in a small share is in every larger one.
    expect(chosen.every((id) => isSampled(id, 0.5))).toBe(true);
    expect(ids.every((id) => isSampled(id, 1))).toBe(true);
  });
});

describe("the spans of a run", () => {
  it("are one for the run and one for each try of each node, below it", () => {
    const failed = attempt({
      status: "Failed",
      endedAt: startedAt + 10,
      outcome: null,
      error: { code: "http_failed", message: "No answer." },
    });
    const spans = read(
      trace({
        attempts: [failed, attempt({ attempt: 2, startedAt: startedAt + 20 }), attempt({ nodeId: "n3", name: "End", type: "end" })],
      }),
    );
    expect(spans.map(({ name, kind }) => [name, kind])).toEqual([
      ["run Orders", 2],
      ["Ask", 3],
      ["Ask", 3],
      ["End", 1],
    ]);
    expect(new Set(spans.slice(1).map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([spans[0]!.spanId]));
    expect(spans[0]).toMatchObject({ startTimeUnixNano: `${startedAt}000000`, endTimeUnixNano: `${startedAt + 50}000000` });
    expect(spans[1]!.status.code).toBe(2);
    expect(attributesOf(spans[1]!)).toMatchObject({ "error.type": "http_failed", "millrace.node.attempt": "1" });
    expect(attributesOf(spans[2]!)).toMatchObject({ "http.request.resend_count": "1", "millrace.node.status": "Success" });
  });

  it("name calls as the HTTP conventions do", () => {
    const [, call] = read(trace());
    expect(attributesOf(call!)).toMatchObject({
      "http.request.method": "GET",
      "server.address": "api.example.com",
      "server.port": "443",
      "http.response.status_code": "200",
    });
    const refused = attempt({
      status: "Failed",
      error: { code: "http_status", message: "…" },
      output: { status: 503, headers: {}, body: null },
    });
    expect(attributesOf(read(trace({ attempts: [refused] }))[1]!)["error.type"]).toBe("503");
  });

  it("name calls of models as the GenAI conventions do, below the try that made them", () => {
    const ask = attempt({ name: "Summarise", type: "ai", input: {}, output: "…" });
    const call = {
      requestId: "r1",
      runId: "run",
      node: "Summarise",
      model: "llama-9",
      connection: "workers-ai",
      status: "Success" as const,
      startedAt: startedAt + 2,
      endedAt: startedAt + 30,
      durationMs: 28,
      firstTokenMs: 9,
      inputTokens: 12,
      outputTokens: 34,
    };
    const [, step, model] = read(trace({ attempts: [ask] }), false, { modelRuns: [call] });
    expect(model).toMatchObject({ name: "chat llama-9", kind: 3, parentSpanId: step!.spanId });
    expect(attributesOf(model!)).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "workers-ai",
      "gen_ai.request.model": "llama-9",
      "gen_ai.usage.input_tokens": "12",
      "gen_ai.usage.output_tokens": "34",
    });
  });

  it("say nothing of the values unless they are asked to, errors included", () => {
    const failed = trace({
      status: "Failed",
      error: { code: "script_error", message: "ada@example.com is no number", node: "Ask" },
      attempts: [attempt({ status: "Failed", error: { code: "script_error", message: "ada@example.com is no number" } })],
    });
    const without = JSON.stringify(read(failed));
    for (const value of ["ada@example.com", "Ada", "people/42", "token=abc"]) expect(without).not.toContain(value);
    const [run, step] = read(failed, true);
    expect(attributesOf(run!)["millrace.input"]).toBe('{"email":"ada@example.com"}');
    expect(attributesOf(step!)["url.full"]).toContain("people/42");
    expect(run!.status.message).toBe("ada@example.com is no number");
  });

  it("cut long values", () => {
    const [run] = read(trace({ input: { text: "ä".repeat(100_000) } }), true);
    expect(String(attributesOf(run!)["millrace.input"])).toHaveLength(limits.maxSpanValueChars);
  });
});
