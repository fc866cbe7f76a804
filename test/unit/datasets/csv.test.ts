import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvReader } from "#flow/datasets/csv-reader.ts";
import { FileIssues } from "#flow/datasets/file-issues.ts";
import { findDelimiter } from "#flow/datasets/find-delimiter.ts";
import { faultsOf, readRows } from "./read.ts";

const csv = { format: "csv" } as const;

/** The cells of a text that arrives in pieces cut at the given places. */
function cellsOf(text: string, delimiter: string, cuts: readonly number[] = []): string[][] {
  const rows: string[][] = [];
  const reader = new CsvReader(delimiter, new FileIssues(), (cells) => rows.push(cells));
  let from = 0;
  for (const cut of [...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length]) {
    reader.push(text.slice(from, cut));
    from = cut;
  }
  reader.end();
  return rows;
}

const cell = fc.string({ unit: fc.constantFrom("a", "é", "🙂", '"', ",", ";", "\t", "\n", "\r\n", "\r", " ", "1"), maxLength: 6 });

describe("reading CSV", () => {
  it("gives back every table, however it is quoted and cut into pieces", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 8 })),
        fc.constantFrom(",", ";", "\t", "|"),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.array(fc.nat(500), { maxLength: 6 }),
        fc.boolean(),
        (table, delimiter, lineEnd, cuts, endsWithLine) => {
          const quoted = (text: string) => (/[",;\t|\r\n]/.test(text) || text === "" ? `"${text.replaceAll('"', '""')}"` : text);
          const lines = table.map((row) => row.map(quoted).join(delimiter));
          const text = lines.join(lineEnd) + (endsWithLine && lines.length > 0 ? lineEnd : "");
          expect(cellsOf(text, delimiter, cuts)).toEqual(table);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("reads any text as csv-parse does, where that takes it", () => {
    let compared = 0;
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "b", '"', '""', ",", "\n", "\r\n", " "), maxLength: 30 }),
        fc.array(fc.nat(60), { maxLength: 4 }),
        (text, cuts) => {
          let reference: string[][];
          try {
            reference = parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter: ["\r\n", "\n"] });
          } catch {
            return;
          }
          compared++;
          expect(cellsOf(text, ",", cuts)).toEqual(reference);
        },
      ),
      { numRuns: 5_000 },
    );
    expect(compared).toBeGreaterThan(1_000);
  });

  it.each([
    ["a,b;c\n1", ",", "a tie goes to the comma"],
    ["a;b;c,d\n", ";", "the most frequent"],
    ['"a,b,c,d";e;f\n', ";", "not what is quoted"],
    ["a\tb\n", "\t", "tabs"],
    ["\n\na|b\n", "|", "behind blank lines"],
    ["sep=;\na,b,c\n", ";", "what the file says itself"],
  ])("finds the delimiter of %j: %s, %s", (text, delimiter) => {
    expect(findDelimiter(text, true)?.delimiter).toBe(delimiter);
  });

  it.each([1, 2, 3, 7, 1_000])("takes a byte order mark and characters cut into pieces of %d bytes", (size) => {
    const { names, rows } = readRows("\uFEFFnäme;🙂\r\nZoë;\uFEFFx\r\n", csv, size);
    expect([names, rows]).toEqual([["näme", "🙂"], [["Zoë", "\uFEFFx"]]]);
  });

  it("names the line of a fault, counting the lines within quotes", () => {
    const text = 'a,b\n"one\ntwo",2\n"x"y,3\n1,"open\n\n';
    const faults = faultsOf(text, csv, 5);
    expect(faults.map(({ code, message }) => [code, message.split(":")[0]])).toEqual([
      ["text_after_quote", "Line 4"],
      ["unclosed_quote", "Line 5"],
    ]);
  });

  it("names columns where there is no header", () => {
    const { names, rows } = readRows("1,2\n3,4\n", { ...csv, hasHeader: false });
    expect([names, rows.length]).toEqual([["Column 1", "Column 2"], 2]);
  });

  it.each([1, 3, 1_000])("names the place of a byte that is no UTF-8, in pieces of %d bytes", (size) => {
    const bytes = new Uint8Array([...new TextEncoder().encode("a\nüb"), 0xff, 0x62, 10]);
    expect(faultsOf(bytes, csv, size)[0]!.message).toMatch(/^Line 2, column 3: /);
    expect(faultsOf(new Uint8Array([0x61, 10, 0xe2, 0x82]), csv, size)[0]!.code).toBe("invalid_utf8");
    expect(faultsOf(new Uint8Array([0xff, 0xfe, 0x61, 0]), csv, size)[0]!.message).toContain("UTF-16");
  });

  it("refuses a column called __proto__, and takes one called constructor", () => {
    expect(faultsOf("__proto__\n1\n", csv)[0]!.code).toBe("forbidden_key");
    expect(readRows("constructor\n1\n", csv).names).toEqual(["constructor"]);
  });
});
