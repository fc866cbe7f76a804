/** What expressions make of values that are easily changed in silence: what is missing, dates, bytes, matches. */
import { describe, expect, test } from "vitest";
import { ExpressionError } from "#flow/expressions/expression-error.ts";
import { compileTemplate, resolveTemplate } from "#flow/expressions/template.ts";
import { checkInput, compileInputs } from "#flow/model/check-input.ts";
import type { InputDefinition } from "#flow/model/document.ts";
import { aScope } from "./a-scope.ts";

const value = async (expression: string, start: Record<string, unknown> = {}) =>
  resolveTemplate(compileTemplate(`{{ ${expression} }}`), aScope({ steps: { Start: start } }));
const failure = async (expression: string, start?: Record<string, unknown>): Promise<ExpressionError> => {
  const error: unknown = await Promise.resolve(value(expression, start)).catch((caught: unknown) => caught);
  if (!(error instanceof ExpressionError)) throw new Error(`${expression} gave ${JSON.stringify(error)}`);
  return error;
};

describe("a regular expression in a variable", () => {
  test.each<[string, unknown]>([
    ['($p := /[,-]/; [$replace("a,b,c", $p, "|"), $replace("a,b,c", $p, "|"), $replace("a,b,c", $p, "|")])', ["a|b|c", "a|b|c", "a|b|c"]],
    ['($p := /\\d+/; [$split("a1b22c", $p), $split("a1b22c", $p)])', ["a", "b", "c", "a", "b", "c"]],
    ['($p := /a./; { "one": $match("abac", $p).match, "two": $match("adae", $p).match })', { one: ["ab", "ac"], two: ["ad", "ae"] }],
    ['($p := /a/; $map(["ab", "ca", "aa"], function($t) { $count($match($t, $p)) }))', [1, 1, 2]],
    ['($p := /b/; [$contains("ab", $p), $contains("xb", $p), $contains("ax", $p)])', [true, true, false]],
    ['($m := /ab/; $first := $m("abab"); $other := $m("xxabab"); [$first.start, $first.next().start, $other.next().start])', [0, 2, 4]],
  ])("%s gives the same each time", async (expression, expected) => {
    expect(await value(expression)).toEqual(expected);
  });

  test("looks at each item of a list from its beginning", async () => {
    expect(await value('$filter(["ab", "ab", "ab", "xy"], /a/)')).toEqual(["ab", "ab", "ab"]);
    expect(await value('"ab12" ~> /[0-9]+/ ~> $lookup("match")')).toBe("12");
  });

  test("that matches nothing but the empty text is still refused", async () => {
    expect(await failure('$replace("abc", /x*/, "-")')).toMatchObject({ jsonataCode: "D1004" });
  });
});

describe("base64", () => {
  test.each([
    ["日本", "5pel5pys"],
    ["é", "w6k="],
    ["€ 5", "4oKsIDU="],
    ["😀", "8J+YgA=="],
    ["", ""],
    ["myuser:mypass", "bXl1c2VyOm15cGFzcw=="],
  ])("of %s is that of its UTF-8, and leads back", async (text, encoded) => {
    expect(await value("$base64encode(steps.Start.x)", { x: text })).toBe(encoded);
    expect(await value("$base64decode(steps.Start.x)", { x: encoded })).toBe(text);
  });

  test("is read in the alphabet of tokens and without padding", async () => {
    expect(await value('$base64decode("8J-YgA")')).toBe("😀");
    expect(await value('$base64decode("eyJzdWIiOiJ6b8OrIn0")')).toBe('{"sub":"zoë"}');
    expect(await value('$base64decode("bXl1\\nc2Vy")')).toBe("myuser");
  });

  test("that is none, or bytes that are no text, is an error instead of other letters", async () => {
    expect((await failure('$base64decode("a*b=")')).message).toMatch(/not base64/);
    expect((await failure('$base64decode("abcde")')).message).toMatch(/not base64/);
    expect((await failure('$base64decode("6Q==")')).message).toMatch(/not UTF-8/);
    expect((await failure("$base64encode(steps.Start.x)", { x: "a\ud800" })).message).toMatch(/surrogate/);
  });
});

describe("a time zone", () => {
  test.each([
    ["0", "Europe/Berlin", "01:00 +01:00"],
    ["1751364000000", "Europe/Berlin", "12:00 +02:00"],
    ["1751364000000", "America/St_Johns", "07:30 -02:30"],
    ["1751364000000", "Asia/Kolkata", "15:30 +05:30"],
    ["1751364000000", "UTC", "10:00 +00:00"],
    ["1751364000000", "Z", "10:00 +00:00"],
    ["1751364000000", "-0330", "06:30 -03:30"],
    ["1751364000000", "+05:45", "15:45 +05:45"],
    ["1751364000000", "0100", "11:00 +01:00"],
  ])("at %s in %s is %s", async (millis, zone, expected) => {
    expect(await value(`$fromMillis(${millis}, "[H01]:[m01] [Z01:01]", "${zone}")`)).toBe(expected);
  });

  test("applies to the time of the run too", async () => {
    expect(await value('$now("[H01]:[m01]", "Asia/Tokyo")')).toBe("21:00");
  });

  test.each(["Mars/Olympus", "Europe/Berln", "", "+1", "+9900", "+0160", "MEZ+1", "12"])(
    "%j that nobody knows is an error",
    async (zone) => {
      expect((await failure(`$fromMillis(0, "[H01]:[m01]", "${zone}")`)).message).toMatch(/no such time zone/);
    },
  );
});

describe("a date", () => {
  test.each([
    '"2024-02-30"',
    '"2023-02-29T10:00:00Z"',
    '"2024-04-31T00:00:00+02:00"',
    '"2024-13-01"',
    '"2024-00-10"',
    '"2024-01-01T25:00:00Z"',
    '"30.02.2024", "[D01].[M01].[Y0001]"',
    '"20230229", "[Y0001][M01][D01]"',
    '"31 April 2024", "[D1] [MNn] [Y0001]"',
    '"30th Feb 2024", "[D1o] [MNn,3-3] [Y0001]"',
    '"2024-01-01 24:30", "[Y0001]-[M01]-[D01] [H01]:[m01]"',
    '"2024-01-01 10:61", "[Y0001]-[M01]-[D01] [H01]:[m01]"',
    '"01/32/2024", "[M01]/[D01]/[Y0001]"',
    '"2023-366", "[Y0001]-[d001]"',
    '"13:00 pm", "[h]:[m] [P]"',
  ])("that does not exist is an error: %s", async (args) => {
    expect((await failure(`$toMillis(${args})`)).message).toMatch(/does not exist/);
  });

  test.each<[string, number]>([
    ['"2024-02-29"', Date.UTC(2024, 1, 29)],
    ['"2024-02-29T10:00:00"', Date.UTC(2024, 1, 29, 10)],
    ['"29.02.2024", "[D01].[M01].[Y0001]"', Date.UTC(2024, 1, 29)],
    ['"20240229", "[Y0001][M01][D01]"', Date.UTC(2024, 1, 29)],
    ['"31 March 2024", "[D1] [MNn] [Y0001]"', Date.UTC(2024, 2, 31)],
    ['"2024-366", "[Y0001]-[d001]"', Date.UTC(2024, 11, 31)],
    ['"2024-06-30 23:30 +05:30", "[Y0001]-[M01]-[D01] [H01]:[m01] [Z01:01]"', Date.UTC(2024, 5, 30, 18)],
  ])("that exists is read: %s", async (args, expected) => {
    expect(await value(`$toMillis(${args})`)).toBe(expected);
  });

  test("made of a number that is no time is an error", async () => {
    expect((await failure("$fromMillis(1e17)")).message).toMatch(/not a valid time/);
    expect((await failure('$fromMillis(steps.Start.x, "[Y]")', { x: 8.7e15 })).message).toMatch(/not a valid time/);
  });
});

describe("an input that was left out", () => {
  const definitions: InputDefinition[] = [
    { name: "name", type: "text" },
    { name: "count", type: "number" },
    { name: "doc", type: "json" },
  ];
  const resolved = async (text: string, sent: Record<string, unknown>) => {
    const checked = checkInput(compileInputs(definitions), sent);
    if (!checked.ok) throw new Error(JSON.stringify(checked.issues));
    return resolveTemplate(compileTemplate(text), aScope({ steps: { Start: checked.input } }));
  };

  test.each<[string, unknown, unknown]>([
    ['{{ steps.Start.name ?? "Anonymous" }}', "Anonymous", null],
    ["{{ $exists(steps.Start.name) }}", false, true],
    ['{{ "Hi " & steps.Start.name }}', "Hi ", "Hi null"],
    ["{{ $count(steps.Start.name) }}", 0, 1],
    ["{{ [steps.Start.name, 1] }}", [1], [null, 1]],
    ['{{ {"a": steps.Start.name} }}', {}, { a: null }],
    ['{{ $keys(steps.Start) ~> $join("+") }}', null, "name"],
    ["{{ $type(steps.Start.name) }}", null, "null"],
    ['{{ steps.Start.doc.a.b ?? steps.Start.count ?? "none" }}', "none", "none"],
    ["{{ steps.Start.name }}", null, null],
    ["Hi {{ steps.Start.name }}!", "Hi !", "Hi !"],
    ["{{ $uppercase(steps.Start.name) }}", null, undefined],
  ])("is missing in %s, and one sent as null is null", async (text, leftOut, sentNull) => {
    expect(await resolved(text, {})).toEqual(leftOut);
    if (sentNull !== undefined) expect(await resolved(text, { name: null })).toEqual(sentNull);
  });
});
