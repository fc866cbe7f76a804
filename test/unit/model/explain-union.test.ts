import { describe, expect, test } from "vitest";
import * as z from "zod";
import { moment, instant } from "#flow/contract/fields.ts";
import { filterQuery } from "#flow/lists/filters.ts";
import { toIssue } from "#flow/problems/issue.ts";

const faults = (schema: z.ZodType, value: unknown) =>
  (schema.safeParse(value).error?.issues ?? []).flatMap((issue) => toIssue(issue)).map(({ path, message }) => `${path} ${message}`);

describe("a value that fits none of several forms", () => {
  test.each<[z.ZodType, unknown, string[]]>([
    [z.union([z.number(), z.string()]), true, [" Give a number or a text."]],
    [z.union([z.literal("a"), z.literal("b"), z.null()]), "c", [' Give "a" or "b" or null.']],
    [z.union([z.iso.datetime(), z.iso.date()]), "x", [" Give a time such as 2027-01-31T09:00:00Z or a date such as 2027-01-31."]],
    [z.object({ at: z.union([z.number(), z.array(z.string())]) }), { at: {} }, ["/at Give a number or a list."]],
    [z.union([z.strictObject({ a: z.string() }), z.array(z.string())]), { a: 1 }, ["/a Invalid input: expected string, received number."]],
    [z.union([z.union([z.number(), z.null()]), z.boolean()]), "x", [" Give a number or null or true or false."]],
    [z.iso.datetime(), "yesterday", [" Give a time such as 2027-01-31T09:00:00Z."]],
  ])("is told what is wanted (%#)", (schema, value, expected) => {
    expect(faults(schema, value)).toEqual(expected);
  });

  test("is told the columns of a list where its filter names another", () => {
    const { filters } = filterQuery({ status: z.enum(["Success", "Failed"]), source: z.string() });
    expect(faults(filters, '[{"column":"state","operator":"is","value":"x"}]')).toEqual(['/0/column Give one of "status", "source".']);
    expect(faults(filters, '[{"column":"status","operator":"is","value":"Done"}]')).toEqual([
      expect.stringMatching(/^\/0\/value .*"Success"/),
    ]);
  });
});

describe("a moment", () => {
  test.each<[unknown, number]>([
    ["2020-01-01", Date.UTC(2020, 0, 1)],
    ["2020-01-01T00:00:00+01:00", Date.UTC(2019, 11, 31, 23)],
    [1_600_000_000_000, 1_600_000_000_000],
    [0, 0],
  ])("%j is read", (value, expected) => {
    expect(moment.parse(value)).toBe(expected);
    expect(instant.parse(String(value))).toBe(expected);
  });

  test.each(["2020-02-30", "01.02.2020", "yesterday", "2020-01-01T00:00:00", "2020", ""])(
    "%j is refused with the forms that are taken",
    (value) => {
      for (const schema of [moment, instant])
        for (const fault of faults(schema, value)) expect(fault).toMatch(/Give a time such as|Unix seconds/);
      expect(faults(instant, value).length).toBe(value === "2020" ? 0 : 1);
    },
  );

  test("in Unix seconds is refused with what to do", () => {
    expect(faults(instant, "1700000000")).toEqual([" These are Unix seconds. Give epoch milliseconds: multiply by 1000."]);
    expect(faults(moment, 1_700_000_000)).toEqual([" These are Unix seconds. Give epoch milliseconds: multiply by 1000."]);
    expect(faults(moment, true)).toEqual([expect.stringContaining("Give a time such as")]);
  });
});
