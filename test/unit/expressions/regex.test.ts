import { expect, test } from "vitest";
import { isExpressionError } from "#flow/expressions/expression-error.ts";
import { compileRegex } from "#flow/expressions/regex.ts";

test("a pattern is found anywhere in the text, with its flags", () => {
  expect(compileRegex("b+").test("abbc")).toBe(true);
  expect(compileRegex("^b").test("abc")).toBe(false);
  expect(compileRegex("ABC", "i").test("xabcx")).toBe(true);
  expect(compileRegex("^b$", "m").test("a\nb\nc")).toBe(true);
  expect(compileRegex("a.b", "s").test("a\nb")).toBe(true);
  expect(compileRegex("(?<year>\\d{4})").test("in 2026")).toBe(true);
  expect(compileRegex("\\p{Lu}").test("é É")).toBe(true);
});

test.each(["(a+)+$", "(a|aa)+$", "(.*a){12}$", "^(([a-z])+.)+[A-Z]([a-z])+$"])("%s runs in linear time", (pattern) => {
  const regex = compileRegex(pattern);
  const begun = performance.now();
  expect(regex.test(`${"a".repeat(50_000)}!`)).toBe(false);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test.each(["(?=a)b", "(?<!a)b", "(a)\\1", "(", "[z-a]", "a{2000}"])("%s is refused with a sentence", (pattern) => {
  expect(() => compileRegex(pattern)).toThrow(
    expect.objectContaining({ code: "expression_syntax", suggestion: expect.stringContaining("RE2") }),
  );
});

test.each([
  ["^\\p{Letter}+$", "école", true],
  ["^\\p{Uppercase_Letter}$", "é", false],
  ["^\\P{Letter}$", "1", true],
  ["^\\p{digit}+$", "٣4", true],
  ["^\\p{gc=Nd}$", "7", true],
  ["^\\p{Script=Greek}+$", "αβγ", true],
  ["^[\\p{Letter}\\p{Punctuation}]+$", "a-b", true],
  ["^\\\\p\\{Letter\\}$", "\\p{Letter}", true],
])("%s takes the long names of Unicode: %s", (pattern, text, expected) => {
  expect(compileRegex(pattern).test(text)).toBe(expected);
});

test("a text too long for the pattern is refused", () => {
  const regex = compileRegex("(ab){1,100}");
  expect(() => regex.test("a".repeat(8_000_000))).toThrow(expect.objectContaining({ code: "expression_limit" }));
});

test("an error that lost its class on the way is still recognised", () => {
  try {
    compileRegex("(");
    expect.unreachable();
  } catch (error) {
    expect(isExpressionError(structuredClone({ ...(error as object) }))).toBe(true);
  }
});
