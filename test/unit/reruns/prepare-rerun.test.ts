import { describe, expect, it } from "vitest";
import type { Plan } from "#flow/engine/plan.ts";
import { prepareRerun, type PreparedRerun } from "#flow/reruns/prepare-rerun.ts";
import { done, failed, planOf, recordedOf, run } from "./plans.ts";

interface Order {
  readonly results: Parameters<typeof recordedOf>[1];
  readonly from: string;
  readonly target?: Plan;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

function prepare(source: Plan, { results, from, target = source, outputs = {} }: Order): PreparedRerun {
  return prepareRerun({ from: run, source, target, recorded: recordedOf(source, results), fromNode: from, outputs });
}

function copiedIn(prepared: PreparedRerun): string[] {
  if (!prepared.ok) throw new Error(prepared.refusal.detail);
  return prepared.steps.map(({ name }) => name);
}

function refusalIn(prepared: PreparedRerun): string {
  if (prepared.ok) throw new Error("It was not refused.");
  return prepared.refusal.detail;
}

const line = ["Start next A", "A success B", "B success C", "C success End"];

describe("on its own version", () => {
  it("copies what ran before, and neither the node nor what is behind it", () => {
    const results = { A: done("success", 1), B: done("success", 2), C: failed("no") };
    expect(copiedIn(prepare(planOf(line), { results, from: "n_C" }))).toEqual(["A", "B"]);
    expect(copiedIn(prepare(planOf(line), { results, from: "n_B" }))).toEqual(["A"]);
  });

  it("copies branches beside it that are over, and lets run those that were cut off", () => {
    const plan = planOf([
      "Start next A",
      "Start next Beside",
      "Start next Slow",
      "A success J",
      "Beside success J",
      "Slow success J",
      "J success End",
    ]);
    const results = { A: failed("no"), Beside: done("success", 2), Slow: "begun" as const };
    expect(copiedIn(prepare(plan, { results, from: "n_A" }))).toEqual(["Beside"]);
  });

  it("copies failures that left by their edge, and which branches were taken", () => {
    const plan = planOf(["Start next A", "A success End1", "A failure If", "If if B", "If else C", "B success End", "C success End"]);
    const results = { A: failed("no"), If: done("else"), C: failed("broken") };
    expect(copiedIn(prepare(plan, { results, from: "n_C" }))).toEqual(["A", "If"]);
  });

  it("takes an edited output, and makes a step that had failed one that succeeded", () => {
    const plan = planOf(["Start next A", "A success B", "A failure B", "B success End"]);
    const prepared = prepare(plan, { results: { A: failed("no"), B: failed("no") }, from: "n_B", outputs: { n_A: { edited: true } } });
    expect(prepared).toMatchObject({
      ok: true,
      steps: [{ nodeId: "n_A", result: { kind: "done", outcome: "success", output: { edited: true } } }],
    });
  });

  it("warns of an output that holds a mark in place of a secret, unless it is replaced", () => {
    const results = { A: done("success", { token: "Bearer •••" }), B: failed("no") };
    const prepared = prepare(planOf(line), { results, from: "n_B" });
    expect(prepared).toMatchObject({ ok: true, steps: [{ masked: true }], warnings: [{ code: "masked", path: "/steps/n_A/output" }] });
    expect(prepare(planOf(line), { results, from: "n_B", outputs: { n_A: 1 } })).toMatchObject({ ok: true, warnings: [] });
  });

  it("refuses a node that the run did not come to, or that there is not", () => {
    const results = { A: failed("no") };
    expect(refusalIn(prepare(planOf(line), { results, from: "n_C" }))).toContain("did not reach “C”");
    expect(prepare(planOf(line), { results, from: "elsewhere" })).toMatchObject({
      refusal: { code: "validation_failed", errors: [{ path: "/fromNode", code: "unknown_node" }] },
    });
  });

  it("refuses outputs of steps that run again, and of none", () => {
    const results = { A: done("success"), B: failed("no") };
    expect(prepare(planOf(line), { results, from: "n_B", outputs: { n_B: 1, gone: 2 } })).toMatchObject({
      refusal: {
        code: "validation_failed",
        errors: [
          { path: "/patch/steps/n_B", code: "not_copied" },
          { path: "/patch/steps/gone", code: "unknown_node" },
        ],
      },
    });
  });
});

describe("on another version", () => {
  const source = planOf(line);
  const results = { A: done("success", 1), B: done("success", 2), C: failed("no") };

  it("finds nodes again by their ids, else by their names", () => {
    const renamed = planOf(["Start next Other", "Other success b", "b success C", "C success End"], { Other: "n_A", b: "new", Start: "s" });
    const prepared = prepare(source, { results, from: "n_C", target: renamed });
    expect(prepared).toMatchObject({
      ok: true,
      steps: [
        { sourceId: "n_A", nodeId: "n_A", name: "Other", result: { output: 1 } },
        { sourceId: "n_B", nodeId: "new", name: "b", result: { output: 2 } },
      ],
    });
  });

  it("refuses where a step before it has nothing to copy, and names it", () => {
    const more = planOf(["Start next A", "A success New", "New success B", "B success C", "C success End"]);
    expect(refusalIn(prepare(source, { results, from: "n_C", target: more }))).toContain("“New” comes before “C”");
  });

  it("lets a new step beside it run", () => {
    const more = planOf([...line, "A success New", "New success End"]);
    expect(copiedIn(prepare(source, { results, from: "n_C", target: more }))).toEqual(["A", "B"]);
  });

  it("leaves out steps that are gone, and says so", () => {
    const less = planOf(["Start next B", "B success C", "C success End"]);
    const prepared = prepare(source, { results, from: "n_C", target: less });
    expect(prepared).toMatchObject({
      ok: true,
      steps: [{ name: "B" }],
      warnings: [{ code: "left_out", message: expect.stringContaining("“A”") }],
    });
  });

  it("refuses where the node is gone, has another type, or is not on the path", () => {
    expect(
      refusalIn(prepare(source, { results, from: "n_C", target: planOf(["Start next A", "A success B", "B success End"]) })),
    ).toContain("no step “C”");
    const retyped = planOf(["Start next A", "A success B", "B success Call", "Call success End"], { Call: "n_C" });
    expect(refusalIn(prepare(source, { results, from: "n_C", target: retyped }))).toContain("no step “C”");
    const elsewhere = planOf(["Start next A", "A success B", "B success End", "A failure C", "C success End"]);
    expect(refusalIn(prepare(source, { results, from: "n_C", target: elsewhere }))).toContain("does not lead to “C”");
  });

  it("refuses where a recorded outcome leads nowhere any more", () => {
    const before = planOf(["Start next A", "A success End", "A failure C", "C success End"]);
    const after = planOf(["Start next A", "A success C", "C success End"]);
    expect(refusalIn(prepare(before, { results: { A: failed("no"), C: failed("no") }, from: "n_C", target: after }))).toContain(
      "outcome of “A” is not connected",
    );
  });

  it("runs again what is behind the node in either version", () => {
    const before = planOf(["Start next A", "Start next B", "A success End", "B success End"]);
    const after = planOf(["Start next A", "A success B", "B success End"]);
    expect(copiedIn(prepare(before, { results: { A: failed("no"), B: done("success") }, from: "n_A", target: after }))).toEqual([]);
  });
});
