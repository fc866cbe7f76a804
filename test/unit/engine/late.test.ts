import { describe, expect, it } from "vitest";
import { placeOf } from "#flow/engine/place.ts";
import type { RunEvent } from "#flow/engine/types.ts";
import { graph, unreachable } from "./graphs.ts";
import { Teller } from "./teller.ts";

const flow = graph(["Start -next-> Call", "Start -next-> Other", "Call -success-> End", "Other -success-> End"]);

function begun(): Teller {
  const run = new Teller(flow, 1_000);
  run.succeeds(1, "Start", "next");
  return run;
}

/** Sends an event to the run and returns true if the run ignored it: the same state, no commands, not applied. */
function ignores(run: Teller, event: RunEvent): boolean {
  const before = run.state;
  return run.tell(event).length === 0 && !run.applied && run.state === before;
}

describe("an event that no longer matters changes nothing", () => {
  const call = { place: placeOf(1), attempt: 1, at: 5 };

  it("when the node has reported already", () => {
    const run = begun();
    run.succeeds(2, "Call");
    expect(ignores(run, { ...call, kind: "node.succeeded", outcome: "success" })).toBe(true);
    expect(ignores(run, { ...call, kind: "node.failed", error: unreachable, random: 0 })).toBe(true);
    expect(ignores(run, { ...call, kind: "node.waiting", untilMs: null, outcome: "" })).toBe(true);
  });

  it("when it is about another try, a node that has not begun, or one that does not exist", () => {
    const run = begun();
    expect(ignores(run, { ...call, kind: "node.succeeded", attempt: 2, outcome: "success" })).toBe(true);
    expect(ignores(run, { ...call, kind: "node.succeeded", place: placeOf(run.index("End")), outcome: "" })).toBe(true);
    // 33 is where a tree of 32-wide branches would wrap round to node 1.
    expect(ignores(run, { ...call, kind: "node.succeeded", place: placeOf(33), outcome: "success" })).toBe(true);
  });

  it("when the run has begun already", () => {
    const run = begun();
    expect(ignores(run, { kind: "run.started", at: 5, deadlineAt: null })).toBe(true);
  });

  it("when the run has ended, even past its deadline", () => {
    const run = begun();
    run.stops(3, { code: "run_cancelled", message: "Cancelled." });
    expect(run.status("Call")).toBe("cancelled");
    expect(ignores(run, { ...call, kind: "node.succeeded", outcome: "success" })).toBe(true);
    expect(ignores(run, { kind: "run.due", at: 1_000 })).toBe(true);
    expect(ignores(run, { kind: "run.stopped", at: 4, error: { code: "undeployed", message: "Undeployed." } })).toBe(true);
    expect(run.state.finish?.error?.code).toBe("run_cancelled");
  });
});
