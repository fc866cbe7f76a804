import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advance, nodeStatus, summary } from "#flow/engine/advance.ts";
import { replay } from "#flow/engine/replay.ts";
import { expectedOf } from "./oracle.ts";
import { randomFlow, type RandomFlow } from "./random-flow.ts";
import { simulate, snapshot, type Result } from "./simulator.ts";

const numRuns = 400;
const seed = fc.integer();

/** A stream of numbers in [0, 1) from a seed (mulberry32). */
function stream(from: number): () => number {
  let state = from | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Where two things that end the run happen in one millisecond either may be the cause, and what else happened in it is open. */
function expectAsWorkedOut(flow: RandomFlow, result: Result): void {
  const expected = expectedOf(flow);
  expect([result.status, result.endedAt]).toEqual([expected.status, expected.endedAt]);
  if (expected.status === "Success") {
    expect(result.error).toBeUndefined();
    expect(result.ends).toEqual(expected.ends);
    expect(result.statuses).toEqual(expected.nodes.map((node) => node.status));
    expect(result.attempts).toEqual(expected.nodes.map((node) => node.attempts));
    return;
  }
  expect(expected.codes).toContain(result.error?.code);
  expected.nodes.forEach((node, index) => {
    if (node.settledAt < expected.endedAt) expect([result.statuses[index], result.attempts[index]]).toEqual([node.status, node.attempts]);
    if (node.readyAt > expected.endedAt) expect([result.statuses[index], result.attempts[index]]).toEqual(["idle", 0]);
    expect(["running", "waiting", "retrying"]).not.toContain(result.statuses[index]);
  });
}

describe("every run of a random flow", () => {
  it("comes to the result that the graph, the tries and the clock allow, and to no other", () => {
    fc.assert(
      fc.property(randomFlow, (flow) => expectAsWorkedOut(flow, simulate(flow))),
      { numRuns },
    );
  });

  it("comes to it in any order of what happens in the same millisecond", () => {
    fc.assert(
      fc.property(randomFlow, seed, (flow, order) => expectAsWorkedOut(flow, simulate(flow, { random: stream(order) }))),
      { numRuns },
    );
  });

  it("comes to it when events come twice, late, early or for another try", () => {
    fc.assert(
      fc.property(randomFlow, seed, (flow, order) => expectAsWorkedOut(flow, simulate(flow, { random: stream(order), noise: true }))),
      { numRuns },
    );
  });

  it("comes to it after a crash at any point of its journal", () => {
    fc.assert(
      fc.property(randomFlow, seed, fc.nat(), (flow, order, where) => {
        const crashAfter = 1 + (where % simulate(flow).journal.length);
        expectAsWorkedOut(flow, simulate(flow, { random: stream(order), noise: true, crashAfter }));
      }),
      { numRuns },
    );
  });

  it("ends once, however long the lane was away", () => {
    fc.assert(
      fc.property(randomFlow, seed, fc.nat(), fc.integer({ min: 1, max: 1_000 }), (flow, order, where, outageMs) => {
        const crashAfter = 1 + (where % simulate(flow).journal.length);
        const result = simulate(flow, { random: stream(order), noise: true, crashAfter, outageMs });
        expect(["Success", "Failed"]).toContain(result.status);
      }),
      { numRuns },
    );
  });
});

describe("the engine", () => {
  it("leaves every state as it was, and gives the same answer when asked again", () => {
    fc.assert(
      fc.property(randomFlow, (flow) => {
        const { states, journal } = simulate(flow, {});
        const before = states.map((state) => snapshot(flow, state));
        // Backwards, so that every state is asked after all that followed on it.
        for (let i = journal.length - 1; i >= 0; i--) {
          const again = advance(flow.graph, states[i]!, journal[i]!);
          expect(snapshot(flow, again.state)).toEqual(before[i + 1]);
          const stopped = advance(flow.graph, states[i]!, {
            kind: "run.stopped",
            at: 0,
            error: { code: "run_cancelled", message: "Cancelled." },
          });
          if (stopped.applied) expect(stopped.state.active).toBe(0);
        }
        expect(states.map((state) => snapshot(flow, state))).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });

  it("is never stuck: from every prefix of a journal it says what each active node has to come", () => {
    const due = { running: ["execute"], retrying: ["schedule"], waiting: ["schedule", "watch", "answer"] } as Record<string, string[]>;
    fc.assert(
      fc.property(randomFlow, (flow) => {
        const { journal } = simulate(flow);
        expect(replay(flow.graph, journal).outstanding).toEqual([]);
        for (let length = 1; length < journal.length; length++) {
          const { state, outstanding } = replay(flow.graph, journal.slice(0, length));
          const { active } = summary(state);
          expect(active.length).toBeGreaterThan(0);
          for (const place of active) {
            const mine = outstanding.filter((command) => "place" in command && command.place === place);
            expect(mine.length).toBeLessThanOrEqual(1);
            expect(due[nodeStatus(state, place)]).toContain(mine[0]?.kind ?? "answer");
          }
          expect(outstanding.every((command) => "place" in command && active.includes(command.place))).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is tried here with flows of every kind", () => {
    const seen = new Map<string, number>();
    for (const flow of fc.sample(randomFlow, { numRuns: 500, seed: 1 })) {
      const { status, error } = simulate(flow);
      const kind = error?.code ?? status;
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }
    for (const kind of ["Success", "http_failed", "node_timeout", "run_timeout", "path_not_defined", "no_end_reached"])
      expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(5);
  });
});
