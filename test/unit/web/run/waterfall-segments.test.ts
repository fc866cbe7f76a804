import { describe, expect, it } from "vitest";
import type { RunStep } from "../../../../web/base/api/runs.ts";
import { segmentsOf, spanOf, ticksOf } from "../../../../web/pages/run/waterfall-segments.ts";

const iso = (ms: number) => new Date(ms).toISOString();
type Try = [startedAt: number, waitingSince: number | null, endedAt: number | null];
const step = (startedAt: number, endedAt: number | null, tries: readonly Try[]): RunStep =>
  ({
    startedAt: iso(startedAt),
    endedAt: endedAt === null ? null : iso(endedAt),
    tries: tries.map(([first, waits, last]) => ({
      startedAt: iso(first),
      waitingSince: waits === null ? null : iso(waits),
      endedAt: last === null ? null : iso(last),
      error: null,
    })),
  }) as unknown as RunStep;
const span = { begin: 1000, end: 2000 };
const told = (of: RunStep) => segmentsOf(of, span).map(({ kind, from, to }) => `${kind} ${from} ${to}`);

describe("the bars of a timeline", () => {
  it("show work, waiting inside of a try, and the pause before the next", () => {
    const tries: Try[] = [
      [1000, null, 1100],
      [1300, 1400, 1900],
    ];
    expect(told(step(1000, 1900, tries))).toEqual(["work 0 0.1", "wait 0.1 0.3", "work 0.3 0.4", "wait 0.4 0.9"]);
  });

  it("go on to the present for what is not over", () => {
    expect(told(step(1500, null, [[1500, 1600, null]]))).toEqual(["work 0.5 0.6", "wait 0.6 1"]);
    expect(told(step(1500, null, [[1500, null, 1600]]))).toEqual(["work 0.5 0.6", "wait 0.6 1"]);
  });

  it("are never without a mark, not even for a step that took no time", () => {
    expect(told(step(1500, 1500, [[1500, null, 1500]]))).toEqual(["work 0.5 0.5"]);
  });

  it("span the run, or what its steps took where that is longer", () => {
    const steps = [step(1000, 1900, [])];
    expect(spanOf({ startedAt: iso(1000), endedAt: iso(1500), steps }, 0)).toEqual({ begin: 1000, end: 1900 });
    expect(spanOf({ startedAt: iso(1000), endedAt: null, steps: [] }, 5000)).toEqual({ begin: 1000, end: 5000 });
    expect(spanOf({ startedAt: iso(1000), endedAt: iso(1000), steps: [] }, 0).end).toBe(1001);
  });

  it.each([1, 7, 130, 43_000, 3_600_000, 400 * 86_400_000])("has few and round ticks for %i ms", (length) => {
    const ticks = ticksOf({ begin: 0, end: length });
    expect(ticks.length).toBeGreaterThan(1);
    expect(ticks.length).toBeLessThan(6);
    expect(ticks.every(({ at }) => at >= 0 && at <= 1)).toBe(true);
  });
});
