import { describe, expect, it } from "vitest";
import { delimiterOf } from "#flow/datasets/formats.ts";
import { faultsOf, readRows } from "./read.ts";

const csv = { format: "csv" } as const;

describe("the delimiter", () => {
  it.each<[string, string, string[]]>([
    [
      "commas in a header of semicolons",
      "SKU (alta, obligatorio);Nombre (100 o menos, obligatorio);Precio;Alto (cm, obligatorio)\n1;a;2.5;3\n2;b;1.5;4\n",
      ["SKU (alta, obligatorio)", "Nombre (100 o menos, obligatorio)", "Precio", "Alto (cm, obligatorio)"],
    ],
    ["an inch mark in the header", 'Size 5"\tPrice, EUR\n5\t3\n6\t4\n', ['Size 5"', "Price, EUR"]],
    ["decimal commas", "a;b\n1,5;2,5\n3,5;4,5\n", ["a", "b"]],
    ["semicolons in texts", "a,b\nx;y;z,1\nu;v;w,2\n", ["a", "b"]],
    ["pipes, with commas in every row", "name|note\nA|x, y\nB|z, w, v\n", ["name", "note"]],
    ["a quoted header with line breaks", '"a;\nb",c\n1,2\n', ["a; b", "c"]],
    ["one row", "a;b;c,d\n", ["a", "b", "c,d"]],
    ["one column", "a\nb\nc\n", ["a"]],
  ])("is found beside %s", (_, text, names) => {
    for (const piece of [undefined, 3]) expect(readRows(text, csv, piece).names).toEqual(names);
  });

  it("is found in a row of too many columns, which is then refused for them", () => {
    const wide = Array.from({ length: 300 }, (_, i) => `c${i}`).join(";");
    expect(faultsOf(`${wide}\n`, csv)[0]).toMatchObject({ code: "too_many_columns" });
  });

  it("that the file's type says is believed where the file has it", () => {
    expect(delimiterOf("text/tab-separated-values; charset=utf-8", undefined)).toBe("\t");
    expect(delimiterOf("text/csv", "a.TSV")).toBe("\t");
    expect(delimiterOf("text/csv", "a.csv")).toBeUndefined();
    const declared = { ...csv, declaredDelimiter: "\t" } as const;
    expect(readRows("a,b,c\td\n1,2,3\t4\n", declared).names).toEqual(["a,b,c", "d"]);
    expect(readRows("a,b\n1,2\n", declared).names).toEqual(["a", "b"]);
  });
});

describe("blanks around quotes", () => {
  it("do not belong to the value", () => {
    const { names, rows } = readRows('"Name",     "Sex", "Age"\n"Alex",       "M",   41\n "a ""b""" ,"c"  ,\n', csv);
    expect(names).toEqual(["Name", "Sex", "Age"]);
    expect(rows).toEqual([
      ["Alex", "M", "   41"],
      ['a "b"', "c", ""],
    ]);
  });

  it("read the same in pieces, and with tabs", () => {
    for (let piece = 1; piece < 12; piece++) expect(readRows('a,b\n \t"x,y" ,  z\n', csv, piece).rows).toEqual([["x,y", "  z"]]);
  });

  it("stay where the quotes are part of a text", () => {
    expect(readRows('a,b\n1, "big" one\n2, 5" wide\n', csv).rows).toEqual([
      ["1", ' "big" one'],
      ["2", ' 5" wide'],
    ]);
  });

  it("are values of a file with tabs", () => {
    expect(readRows('a\tb\n\t"x"\n', csv).rows).toEqual([["", "x"]]);
  });
});

describe("a quote that is out of place", () => {
  it("is named by the line where its value begins", () => {
    const faults = faultsOf('col1\tcol2\tcol3\n1\tabc\tt\n2\t"efg\tcsv\n3\thij\tf\n4\t"klm"\ts\n5\toh"\ts\n', csv);
    expect(faults[0]).toMatchObject({ code: "text_after_quote", message: expect.stringMatching(/^Line 3: .* on line 5\./) });
    expect(faultsOf('a,b\n1,2\n3,"open\n4,5\n6,7\n', csv)[0]).toMatchObject({
      code: "unclosed_quote",
      message: expect.stringMatching(/^Line 3: /),
    });
  });
});

describe("UTF-16 without a mark", () => {
  it.each([["a\tb\r\n1\t2\r\n"], ["é;b\n"], ["日本,b\n"], ['[{"a":1}]']])("is refused: %j", (text) => {
    const little = new Uint8Array(Buffer.from(text, "utf16le"));
    const big = new Uint8Array(Buffer.from(text, "utf16le").swap16());
    for (const bytes of [little, big]) {
      const format = text.startsWith("[") ? "json" : "csv";
      expect(faultsOf(bytes, { format })[0]).toMatchObject({ code: "invalid_utf8" });
    }
  });

  it("is told from other bytes by its place", () => {
    expect(faultsOf("a,b\n1,2\0\n", csv)[0]).toMatchObject({ message: expect.stringMatching(/^Line 2, column 4: Here is a NUL byte/) });
  });
});

describe("numbers of JSON", () => {
  it("that lose digits are named wherever they stand", () => {
    const { warnings } = readRows('{"a":7615917337495251231}\n{"a":{"b":[1,0.12345678901234567890]}}\n{"a":0.1}\n', { format: "jsonl" });
    expect(warnings.map(({ code, message }) => [code, message.split(" has ")[0]])).toEqual([
      ["inexact_number", "Line 1, column 1: The number 7615917337495251231 of “a”"],
      ["inexact_number", "Line 2, column 1: The number 0.12345678901234567890 of “/a/b/1”"],
    ]);
    expect(faultsOf('[{"a":[1e400]}]', { format: "json" })[0]).toMatchObject({ code: "number_too_large" });
  });
});
