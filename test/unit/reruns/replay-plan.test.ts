import { describe, expect, it } from "vitest";
import { compareOutcomes, type Outcome, verdictAnew } from "#flow/reruns/compare-outcomes.ts";
import { limits } from "#flow/limits.ts";
import type { NodeResult } from "#flow/nodes/node.ts";
import { refusedCall, replayPlan, type Answers } from "#flow/reruns/replay-plan.ts";
import { done, planOf, run } from "./plans.ts";

const request = { method: "GET", url: "https://example.com/a", query: [], headers: [] };
const refused: NodeResult = { kind: "fail", error: refusedCall, input: request };

function callWith(answer: Answers["steps"][number]["result"] | undefined, type = "api") {
  const steps = answer ? [{ nodeId: "n_Call", type, result: answer }] : [];
  const answers: Answers = { kind: "answers", run: { id: run, startedAt: 1, versionId: "ver_1" as never, mode: "sync" }, steps };
  return replayPlan(planOf(["Start next Call", "Call success Wait", "Wait success End"]), answers).nodes;
}

const settled = (result: NodeResult, answer: Answers["steps"][number]["result"] | undefined, type?: string) =>
  callWith(answer, type)[1]!.settle!(result);

describe("a node that would call outside", () => {
  const answer = { ...done("success", { status: 200 }), input: request };

  it("gives what was recorded, success and failure, if it asks for the same", () => {
    expect(settled(refused, answer)).toBe(answer);
    const failure = { kind: "fail", error: { code: "http_status", message: "It was 500.", class: "5xx" }, input: request } as const;
    expect(settled(refused, failure)).toBe(failure);
  });

  it("ends the run where nothing was recorded, or something else is asked for, whatever edges it has", () => {
    expect(settled(refused, undefined)).toMatchObject({ kind: "fail", error: { code: "answer_not_recorded", fatal: true } });
    expect(settled(refused, answer, "script")).toMatchObject({ error: { code: "answer_not_recorded", fatal: true } });
    const other = { ...answer, input: { ...request, url: "https://example.com/b" } };
    expect(settled(refused, other)).toMatchObject({ error: { code: "request_changed", fatal: true }, input: request });
  });

  it("fails as it does where it does not come to its call", () => {
    const fault: NodeResult = { kind: "fail", error: { code: "setting_invalid", message: "No address.", class: "other" } };
    expect(settled(fault, answer)).toBe(fault);
  });

  it("does not mind what an authorization profile had added to the recorded call", () => {
    const asked = { ...request, authorization: "prf_1" };
    const sent = { ...asked, headers: [["Authorization", "••••••"]] };
    const own = { ...answer, input: sent };
    expect(settled({ ...refused, input: asked }, own)).toBe(own);
    expect(settled(refused, own)).toMatchObject({ error: { code: "request_changed" } });
    const inQuery = { ...answer, input: { ...asked, query: [["key", "••••••"]] } };
    expect(settled({ ...refused, input: asked }, inQuery)).toBe(inQuery);
    const builders = { ...answer, input: { ...asked, headers: [["X-More", "seen"]] } };
    expect(settled({ ...refused, input: asked }, builders)).toMatchObject({ error: { code: "request_changed" } });
  });
});

it("waits for nothing and tries nothing twice", () => {
  const [, call, wait] = callWith(undefined);
  expect(call!.retry).toBeNull();
  expect(wait!.settle!({ kind: "wait", untilMs: 5, outcome: "success", output: { until: 5 } })).toEqual({
    kind: "done",
    outcome: "success",
    output: { until: 5 },
  });
});

describe("two outcomes", () => {
  const success = (output: unknown): Outcome => ({ status: "Success", output, error: null });
  const failure = (message: string): Outcome => ({ status: "Failed", output: null, error: { code: "script_error", message, node: "A" } });

  it("are the same in whatever order their keys stand", () => {
    expect(compareOutcomes(success({ a: 1, b: [2] }), success({ b: [2], a: 1 }))).toMatchObject({ verdict: "same", changes: [] });
    expect(compareOutcomes(failure("no"), failure("no"))).toMatchObject({ verdict: "same" });
  });

  it("differ by output, by error or by status, told by path", () => {
    expect(compareOutcomes(success({ a: { b: 1 } }), success({ a: { b: 2 } }))).toMatchObject({
      verdict: "outputDiffers",
      changes: [{ path: "/output/a/b", before: 1, after: 2 }],
    });
    expect(compareOutcomes(failure("one"), failure("two"))).toMatchObject({
      verdict: "outputDiffers",
      changes: [{ path: "/error/message" }],
    });
    expect(compareOutcomes(success(1), failure("two"))).toMatchObject({ verdict: "statusDiffers" });
  });

  it("are compared without what is left out, which is kept behind the rest", () => {
    const before = success({ at: 1, price: 10, items: [{ id: "a", n: 1 }] });
    const after = success({ at: 2, price: 10, items: [{ id: "b", n: 1 }] });
    const leaveOut = ["/output/at", "/output/items/*/id"];
    const comparison = compareOutcomes(before, after, leaveOut);
    expect(comparison.verdict).toBe("same");
    expect(comparison.changes.map(({ path }) => path)).toEqual(["/output/at", "/output/items/0/id"]);
    const dearer = success({ at: 2, price: 11, items: [{ id: "b", n: 1 }] });
    const differs = compareOutcomes(before, dearer, leaveOut);
    expect(differs.verdict).toBe("outputDiffers");
    expect(differs.changes[0]).toEqual({ path: "/output/price", before: 10, after: 11 });
    // One item more does not change the paths inside the items.
    const longer = success({ at: 1, price: 10, items: [{ id: "a", n: 1 }, { id: "c" }] });
    expect(compareOutcomes(before, longer, leaveOut).verdict).toBe("outputDiffers");
  });

  it("have their statuses compared, whatever is left out", () => {
    expect(compareOutcomes(success(1), failure("two"), ["/output", "/error"])).toMatchObject({ verdict: "statusDiffers" });
    expect(compareOutcomes(failure("at 1"), failure("at 2"), ["/error/message"])).toMatchObject({ verdict: "same" });
  });

  it("have another verdict where something else is left out, as far as what was kept can tell", () => {
    expect(verdictAnew(["/output/at", "/output/price"], ["/output/at"])).toBe("outputDiffers");
    expect(verdictAnew(["/output/at"], ["/output/at"])).toBe("same");
    expect(verdictAnew([], [])).toBe("same");
    const full = Array.from({ length: limits.replayChanges }, (_, at) => `/output/items/${at}/id`);
    expect(verdictAnew(full, ["/output/items/*/id"])).toBeUndefined();
    expect(verdictAnew(full, ["/output/items/0/id"])).toBe("outputDiffers");
  });

  it("are cut where they are large", () => {
    const large = "x".repeat(limits.replayOutputChars);
    const comparison = compareOutcomes(success({ large }), success({ large: `${large}y` }));
    expect(comparison).toMatchObject({
      verdict: "outputDiffers",
      cut: true,
      before: { output: null },
      changes: [{ path: "/output/large", before: "…" }],
    });
    const many = Object.fromEntries(Array.from({ length: limits.replayChanges + 1 }, (_, i) => [`k${i}`, i]));
    const changed = compareOutcomes(success({}), success(many));
    expect([changed.changes.length, changed.cut]).toEqual([limits.replayChanges, true]);
  });
});
