import { describe, expect, it } from "vitest";
import { advance, initialState } from "#flow/engine/advance.ts";
import { idempotencyKeyOf, isPlace, iterationOf, outermostIndex, partsOf, placeOf } from "#flow/engine/place.ts";
import { readEvent } from "#flow/engine/stored-event.ts";
import type { RunId } from "#flow/ids.ts";
import { readEntries } from "#objects/run/journal.ts";
import { graph } from "./graphs.ts";

const inner = placeOf(3, [{ loop: 7, item: 12 }]);
const innermost = placeOf(1, [
  { loop: 7, item: 12 },
  { loop: 3, item: 0 },
]);

describe("a place", () => {
  it("names a node, and the loops around it with their items", () => {
    expect([placeOf(3), inner, innermost]).toEqual(["3", "7.12/3", "7.12/3.0/1"]);
    expect(partsOf(placeOf(3))).toEqual({ within: [], node: 3 });
    expect(partsOf(innermost)).toEqual({
      within: [
        { loop: 7, item: 12 },
        { loop: 3, item: 0 },
      ],
      node: 1,
    });
    expect(["3", "7.12/3", "7.12/3.0/1"].every(isPlace)).toBe(true);
    for (const other of ["", "a", "-1", "1.5", "7/3", "7.12/", "7.12/3.0", " 3", 3, null]) expect(isPlace(other)).toBe(false);
  });

  it("is an index of the outermost scope only outside of loops", () => {
    expect([placeOf(0), placeOf(41), inner, innermost].map(outermostIndex)).toEqual([0, 41, -1, -1]);
  });

  it("gives a step's key, which for flows without loops is what it always was", () => {
    const run = "run_loc0_x" as RunId;
    expect(idempotencyKeyOf(run, "n_Call", placeOf(3))).toBe("run_loc0_x:n_Call:0");
    expect(idempotencyKeyOf(run, "n_Call", inner)).toBe("run_loc0_x:n_Call:12");
    expect(idempotencyKeyOf(run, "n_Call", innermost)).toBe("run_loc0_x:n_Call:12.0");
    expect(iterationOf(innermost)).toBe("12.0");
  });

  it("inside a loop is nowhere in a flow that has none", () => {
    const flow = graph(["Start -next-> Call", "Call -success-> End"]);
    const { state } = advance(flow, initialState(flow), { kind: "run.started", at: 0, deadlineAt: null });
    for (const place of [inner, placeOf(0, [{ loop: 0, item: 0 }])]) {
      const told = advance(flow, state, { kind: "node.succeeded", at: 1, place, attempt: 1, outcome: "next" });
      expect(told).toEqual({ state, commands: [], failure: undefined, applied: false });
    }
  });
});

describe("an entry that a build without places wrote", () => {
  it("is read with the place of its node", () => {
    const old = '[{"event":{"kind":"node.succeeded","at":5,"node":3,"attempt":1,"outcome":"success"},"data":{"output":1}}]';
    expect(readEntries([{ entries: old }])).toEqual([
      { event: { kind: "node.succeeded", at: 5, place: "3", attempt: 1, outcome: "success" }, data: { output: 1 } },
    ]);
    const event = { kind: "run.due", at: 5 } as const;
    expect(readEvent(event)).toBe(event);
  });
});
