import { describe, expect, test } from "vitest";
import { parseIsoTime } from "#flow/time/calendar.ts";
import { nowMs, play } from "./node-world.ts";

const waits = async (config: unknown, input: Record<string, unknown> = {}) => (await play("delay", config, { input })).result;
const year = 31_536_000;

describe("a delay", () => {
  test.each<[unknown, number]>([
    [1, 1],
    [year, year],
    ["30", 30],
    ["{{steps.Start.n}}", 7],
    ["{{steps.Start.text}}", 8],
    ["{{steps.Start.n * 2}}", 14],
    [1.5, 1.5],
  ])("of %j seconds waits that long", async (seconds, expected) => {
    expect(await waits({ seconds }, { n: 7, text: "8" })).toMatchObject({
      kind: "wait",
      outcome: "success",
      untilMs: nowMs + expected * 1_000,
      input: { seconds: expected },
    });
  });

  test.each([0, 0.5, year + 1, -1, "{{steps.Start.none}}", "{{steps.Start.word}}", "{{steps.Start.list}}"])(
    "of %j seconds fails",
    async (seconds) => {
      expect(await waits({ seconds }, { word: "soon", list: [5] })).toMatchObject({
        kind: "fail",
        error: { code: "setting_invalid", class: "other" },
      });
    },
  );

  test.each<[unknown, string]>([
    ["2027-01-16T12:00:00Z", "2027-01-16T12:00:00.000Z"],
    ["2027-01-16T12:00:00+02:00", "2027-01-16T10:00:00.000Z"],
    ["2027-01-16T12:00", "2027-01-16T12:00:00.000Z"],
    ["2027-01-16", "2027-01-16T00:00:00.000Z"],
    ["{{steps.Start.ms}}", "2027-01-15T12:00:01.000Z"],
    ["{{$string(steps.Start.ms)}}", "2027-01-15T12:00:01.000Z"],
  ])("until %s waits until then", async (until, expected) => {
    expect(await waits({ until }, { ms: nowMs + 1_000 })).toMatchObject({
      kind: "wait",
      untilMs: Date.parse(expected),
      output: { until: expected },
    });
  });

  test.each(["2027-01-15T12:00:00Z", "2001-01-01", 0])("until %s, which has passed, is over at once", async (until) => {
    expect(await waits({ until })).toMatchObject({ kind: "done", outcome: "success" });
  });

  test.each([
    ["2027-02-29T12:00:00Z", "a date and time that exist"],
    ["2027-02-30", "a date and time that exist"],
    ["2027-04-31T08:00:00+02:00", "a date and time that exist"],
    ["2027-01-15T25:00:00Z", "a date and time that exist"],
    ["2027-01-15T12:60Z", "a date and time that exist"],
    ["2027-01-15T12:00:00+25:00", "a date and time that exist"],
    ["2027-00-10", "a date and time that exist"],
    [1_800_000_000, "not Unix seconds"],
    ["1800000000", "not Unix seconds"],
    [1_736_942_400.5, "not Unix seconds"],
    [1.8e15, "within the next 365 days"],
  ])("until %s fails and says what is wanted: %s", async (until, wanted) => {
    for (const setting of [until, "{{steps.Start.x}}"]) {
      const { result } = await play("delay", { until: setting }, { input: { x: until } });
      expect(result).toMatchObject({ kind: "fail", error: { code: "setting_invalid", message: expect.stringContaining(wanted) } });
    }
  });

  test("until 29 February of a leap year waits until then", async () => {
    const { result } = await play("delay", { until: "2028-01-15T00:00Z" });
    expect(result).toMatchObject({ kind: "wait", untilMs: Date.UTC(2028, 0, 15) });
    expect(parseIsoTime("2028-02-29T24:00")).toBe(Date.UTC(2028, 2, 1));
  });

  test.each(["tomorrow", "2027-13-01", "2028-01-16T12:00:00Z", "{{steps.Start.none}}", 9e15])("until %s fails", async (until) => {
    expect(await waits({ until })).toMatchObject({ kind: "fail", error: { code: "setting_invalid" } });
  });
});
