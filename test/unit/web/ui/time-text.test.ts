import { describe, expect, it } from "vitest";
import { durationText, shortDuration } from "../../../../web/base/ui/time-text.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe("a duration in words", () => {
  it("is told in the two largest units that say something", () => {
    expect(durationText(840)).toBe("840 ms");
    expect(durationText(2_410)).toBe("2.4 s");
    expect(durationText(3 * minute + 5 * second)).toBe("3 min 5 s");
    expect(durationText(2 * hour + 10 * minute + 12 * second)).toBe("2 h 10 min");
    expect(durationText(3 * day + 4 * hour)).toBe("3 d 4 h");
    expect(durationText(2 * minute)).toBe("2 min");
    expect(durationText(null)).toBe("–");
  });

  it("never has a 60th second or minute", () => {
    expect(durationText(999.7)).toBe("1.0 s");
    expect(durationText(59_960)).toBe("1 min");
    expect(durationText(4 * minute - 300)).toBe("4 min");
    expect(durationText(hour - 300)).toBe("1 h");
    expect(durationText(2 * hour - 20 * second)).toBe("2 h");
    expect(durationText(day - 20 * second)).toBe("24 h");
  });

  it("goes without a digit that says nothing where room is short", () => {
    expect([0, 500, 2_000, 2_500, 120_000].map(shortDuration)).toEqual(["0", "500 ms", "2 s", "2.5 s", "2 min"]);
  });
});
