import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limits } from "#flow/limits.ts";
import { faultsOf, readRows } from "./read.ts";

const json = { format: "json" } as const;
const jsonl = { format: "jsonl" } as const;

const key = fc
  .string({ maxLength: 5, unit: "grapheme" })
  .filter(
    (text) => text.trim() === text && text !== "" && text !== "__proto__" && !/\p{Cc}|\u2028|\u2029/u.test(text) && text.isWellFormed(),
  );
const value = fc.jsonValue({ maxDepth: 3 }).filter((found) => !JSON.stringify(found).includes("__proto__"));
const rows = fc
  .array(fc.dictionary(key, value, { maxKeys: 4 }), { minLength: 1, maxLength: 6 })
  .filter((list) => list.some((row) => Object.keys(row).length > 0));

/** Rows as objects again; a key that is missing reads as null. */
function objectsOf({ names, rows }: ReturnType<typeof readRows>): Record<string, unknown>[] {
  return rows.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i] ?? null])));
}

function filled(list: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  const names = [...new Set(list.flatMap((row) => Object.keys(row)))];
  return list.map((row) => JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, row[name] ?? null])))));
}

describe("reading JSON", () => {
  it("gives back every array of objects, however it is written and cut into pieces", () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(undefined, 2, "\t"), fc.integer({ min: 1, max: 40 }), (list, indent, size) => {
        expect(objectsOf(readRows(JSON.stringify(list, null, indent), json, size))).toEqual(filled(list));
        const lines = list.map((row) => JSON.stringify(row)).join(indent === 2 ? "\r\n" : "\n");
        expect(objectsOf(readRows(lines, jsonl, size))).toEqual(filled(list));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["", "unexpected_end"],
    ["[", "unexpected_end"],
    ['[{"a":1}', "unexpected_end"],
    ['[{"a":1]', "invalid_json"],
    ['[{"a":1} {"a":2}]', "invalid_json"],
    ['[{"a":1},]', "no_object"],
    ['[{"a":1}] x', "text_after_end"],
    ["[1]", "no_object"],
    ['{"a":1}', "no_array"],
    ['[{"a":1e400}]', "number_too_large"],
    ['[{"a":{"b":1,"b":2}}]', "duplicate_key"],
    ['[{"a:b":"{:}","a":1,"a":2}]', "duplicate_key"],
    ['[{"a":{"__proto__":1}}]', "forbidden_key"],
    ['[{"\\udc00":1}]', "lone_surrogate"],
    [`[{"a":"${"x".repeat(limits.maxDatasetRowBytes)}"}]`, "row_too_large"],
    ["[{}]", "no_columns"],
  ])("refuses %s with %s", (text, code) => {
    expect(faultsOf(text, json, 7)[0]?.code).toBe(code);
  });

  it("takes colons, braces and quotes within texts for what they are", () => {
    const list = [{ "a:b": '}{":' }, { "a:b": "\\" }];
    expect(objectsOf(readRows(JSON.stringify(list), json, 1))).toEqual(list);
  });

  it("says which number cannot be kept exactly", () => {
    const { warnings } = readRows('{"a":1}\n{"a":12345678901234567890}\n', jsonl);
    expect(warnings.map(({ code, message }) => [code, message.split(",")[0]])).toEqual([["inexact_number", "Line 2"]]);
  });

  it("names line and column of a fault within an element", () => {
    expect(faultsOf('[\n  {"a": 1},\n  {"a": oops}\n]', json)[0]!.message).toMatch(/^Line 3, column 9: /);
  });

  it("lists 20 faults and no more", () => {
    expect(faultsOf("x\n".repeat(100), jsonl)).toHaveLength(20);
  });
});
