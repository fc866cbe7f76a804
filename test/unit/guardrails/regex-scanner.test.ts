import { describe, expect, test } from "vitest";
import { prepareText } from "#flow/guardrails/text/scan-text.ts";
import { regex } from "#flow/guardrails/scanners/regex.ts";

const scan = (settings: unknown, text: string) => {
  const parsed = regex.settings.parse(settings);
  return regex.scan({ settings: parsed, text: prepareText(text), prompt: "" });
};

describe("the Regex scanner", () => {
  test("marks each match where it blocks", async () => {
    expect(await scan({ patterns: ["ab+"] }, "ab abb")).toMatchObject({
      score: 1,
      matches: [
        { start: 0, end: 2 },
        { start: 3, end: 6 },
      ],
    });
    expect(await scan({ patterns: ["ab+"] }, "AB")).toMatchObject({ score: 0, matches: [] });
    expect(await scan({ patterns: ["ab+"], ignoreCase: true }, "AB")).toMatchObject({ score: 1 });
  });

  test("strikes where a required pattern is missing", async () => {
    expect(await scan({ patterns: ["^\\{"], mode: "require" }, "{}")).toMatchObject({ score: 0 });
    expect(await scan({ patterns: ["^\\{"], mode: "require" }, "no")).toMatchObject({ score: 1 });
  });

  test("goes on after a match of nothing", async () => {
    expect((await scan({ patterns: ["x*"] }, "axb")).matches.length).toBeGreaterThan(0);
  });

  test.each(["(", "(?=a)", "(a)\\1"])("refuses %s", (pattern) => {
    expect(regex.settings.safeParse({ patterns: [pattern] }).success).toBe(false);
  });
});
