import { describe, expect, it } from "vitest";
import { addTallies, count, emptyTally, fits, typeOf, valueOf, type ColumnType } from "#flow/datasets/column.ts";
import { columnName } from "#flow/datasets/column-names.ts";
import { formatOfName, formatOfType } from "#flow/datasets/formats.ts";
import { boundaryOf, FormError, readForm } from "#flow/datasets/multipart.ts";
import { withPart } from "#flow/datasets/parts.ts";
import { bytesOf } from "./read.ts";

function tallyOf(...cells: unknown[]) {
  const tally = emptyTally();
  for (const cell of cells) count(tally, cell);
  return tally;
}

describe("the type of a column", () => {
  it.each<[ColumnType, ColumnType, unknown[]]>([
    ["number", "text", ["1", "-2.50", "", "0"]],
    ["text", "text", ["1", "007"]],
    ["text", "text", ["12345678901234567"]],
    ["text", "text", ["1e3"]],
    ["boolean", "text", ["true", "FALSE", ""]],
    ["text", "text", ["true", "1"]],
    ["text", "text", ["", null]],
    ["number", "number", [1, null, 2.5]],
    ["boolean", "boolean", [true, false]],
    ["json", "json", [1, "1"]],
    ["json", "json", [{ a: 1 }]],
  ])("is %s in CSV and %s in JSON where the cells are %j", (inCsv, inJson, cells) => {
    expect([typeOf(tallyOf(...cells), "csv"), typeOf(tallyOf(...cells), "json")]).toEqual([inCsv, inJson]);
  });

  it("can be chosen where every cell can be read so", () => {
    expect(fits(tallyOf("007", " 1.5 ", "", "1e3"), "number")).toBe(true);
    expect(fits(tallyOf("1", "x"), "number")).toBe(false);
    expect(fits(tallyOf(1), "text")).toBe(false);
    expect(fits(addTallies(tallyOf("true"), tallyOf("maybe")), "boolean")).toBe(false);
  });

  it("says how a cell is read", () => {
    expect(["007", "", "x", 5, undefined].map((cell) => valueOf(cell, "number"))).toEqual([7, null, null, 5, null]);
    expect(["TRUE", "false", ""].map((cell) => valueOf(cell, "boolean"))).toEqual([true, false, null]);
    expect(["007", "", undefined].map((cell) => valueOf(cell, "text"))).toEqual(["007", "", null]);
  });
});

describe("a column's name", () => {
  it("is one line, trimmed, not too long and unlike the others", () => {
    expect(columnName("  a\nb ", 1, new Set())).toBe("a b");
    expect(columnName("", 3, new Set())).toBe("Column 3");
    expect(columnName("a", 2, new Set(["a", "a 2"]))).toBe("a 3");
    const long = columnName(`${"x".repeat(199)}🙂`, 1, new Set());
    expect([long.length, long.isWellFormed()]).toEqual([199, true]);
  });
});

describe("the format of a file", () => {
  it("is told by its media type or its ending", () => {
    expect(formatOfType("Text/CSV; charset=utf-8")).toBe("csv");
    expect(formatOfType("application/x-ndjson")).toBe("jsonl");
    expect([formatOfType("constructor"), formatOfType(null), formatOfName("x.constructor")]).toEqual([undefined, undefined, undefined]);
    expect([formatOfName("a.b.TSV"), formatOfName("a.json")]).toEqual(["csv", "json"]);
  });
});

describe("parts of rows", () => {
  it("are joined where they touch, in any order", () => {
    expect(withPart([{ from: 1, to: 5 }], { from: 6, to: 9 })).toEqual([{ from: 1, to: 9 }]);
    expect(withPart(withPart([{ from: 1, to: 5 }], { from: 8, to: 9 }), { from: 6, to: 7 })).toEqual([{ from: 1, to: 9 }]);
    expect(withPart([{ from: 1, to: 5 }], { from: 8, to: 9 })).toHaveLength(2);
    expect(withPart([], { from: 1, to: 0 })).toEqual([]);
  });
});

describe("a form", () => {
  const boundary = "b";
  const text = [
    "a preamble\r\n--b\r\n",
    'Content-Disposition: form-data; name="name"\r\n\r\nGoods\r\n--b\r\n',
    'Content-Disposition: form-data; name="empty"\r\n\r\n\r\n--b\r\n',
    'Content-Disposition: form-data; filename="x.csv"; name="file"\r\nContent-Type: text/csv\r\n\r\na\r\n--not\r\n--b x\r\n\r\n--b--\r\nan epilogue',
  ]
    .join("")
    .replace("--b x", "--B x");

  async function partsOf(form: string, size: number) {
    async function* pieces() {
      const bytes = bytesOf(form);
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    }
    const parts: unknown[] = [];
    for await (const { name, fileName, mediaType, bytes } of readForm(pieces(), boundary)) {
      let content = "";
      for await (const piece of bytes) content += new TextDecoder().decode(piece);
      parts.push([name, fileName, mediaType, content]);
    }
    return parts;
  }

  it.each([1, 2, 5, 13, 10_000])("is read in pieces of %d bytes", async (size) => {
    expect(await partsOf(text, size)).toEqual([
      ["name", undefined, undefined, "Goods"],
      ["empty", undefined, undefined, ""],
      ["file", "x.csv", "text/csv", "a\r\n--not\r\n--B x\r\n"],
    ]);
  });

  it.each([
    "",
    "--b",
    "--b\r\n",
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx',
    "--b\r\n\r\n\r\n--b--",
    `--b\r\n${"x".repeat(9_000)}`,
  ])("is refused where it is broken: %j", async (form) => {
    await expect(partsOf(form, 7)).rejects.toThrow(FormError);
  });

  it("names its boundary in the Content-Type", () => {
    expect(boundaryOf('multipart/form-data; charset=utf-8; boundary="a b"')).toBe("a b");
    expect(boundaryOf("multipart/form-data; boundary=----x")).toBe("----x");
    expect([boundaryOf("text/csv"), boundaryOf(null)]).toEqual([undefined, undefined]);
  });
});
