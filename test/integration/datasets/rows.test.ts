import { beforeAll, describe, expect, it } from "vitest";
import { limits } from "#flow/limits.ts";
import { install, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { allRows, newDataset, rowsOf, upload } from "./uploads.ts";

const { newPerson, db } = install();
let ada: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
});

const numbers = (rows: readonly { readonly number: number }[]) => rows.map(({ number }) => number);

describe("searching rows", () => {
  it.each([
    ["street", [1, 2]],
    ["STREET", [1, 2]],
    ["münchen", [3]],
    ["ÖSTERREICH", [2]],
    ["100%", [4]],
    ["a_b", [4]],
    ["axb", [5]],
    ['"quoted"', [3]],
    ["back\\slash", [5]],
    ["two\nlines", [1]],
    ['","', []],
    ["[", []],
    ["42.5", [2]],
    [`${"long ".repeat(30)}end`, [5]],
    [`${"long ".repeat(30)}END of it`, []],
  ])("finds %j in any value and nowhere else", async (search, expected) => {
    const id = await once("Searched", [
      "place,note,n",
      '1 Main Street,"two\nlines",1',
      "Side street in österreich,,42.5",
      'MÜNCHEN,"he said ""Quoted""",3',
      "100% sure,a_b,4",
      `back\\slash,axb ${"long ".repeat(30)}end,5`,
    ]);
    expect(numbers(await rowsOf(ada, id, `search=${encodeURIComponent(search)}`))).toEqual(expected);
  });

  it("finds texts and keys within nested values", async () => {
    const lines = [{ a: { inner: ["needle"] } }, { a: { needle: 1 } }, { a: [1, 2] }].map((row) => JSON.stringify(row)).join("\n");
    const { body } = await upload(ada, "POST", "/api/datasets?name=Nested&format=jsonl", lines);
    expect(numbers(await rowsOf(ada, body.id, "search=Needle"))).toEqual([1, 2]);
  });

  it("looks through a large data set some rows at a time, and through all of them in the end", async () => {
    const rows = 450_000;
    expect(rows).toBeGreaterThan(2 * limits.datasetScanRows);
    const id = await newDataset(
      ada,
      "Wide",
      `n\n${Array.from({ length: rows }, (_, i) => (i === 449_000 ? "Needle" : `row ${i}`)).join("\n")}\n`,
    );
    const first = (await ada.get(`/api/datasets/${id}/rows?search=needle`)).body;
    expect([first.items, typeof first.nextCursor]).toEqual([[], "string"]);
    expect(numbers(await allRows(ada, id, "search=needle"))).toEqual([449_001]);
    expect(numbers(await allRows(ada, id, "search=needle&sort=-n"))).toEqual([449_001]);
  });
});

describe("looking up a column's value", () => {
  it("finds exactly the value, as the column's type reads it", async () => {
    const id = await once("Looked up", ["sku,n,on", "a,1,true", "A,1.0,FALSE", "a ,01.5,true", "b,,"]);
    await ada.patch(`/api/datasets/${id}`, { types: { n: "number" } });
    const found = async (column: string, value: string) =>
      numbers(await rowsOf(ada, id, `column=${column}&value=${encodeURIComponent(value)}`));
    expect(await found("sku", "a")).toEqual([1]);
    expect(await found("sku", "c")).toEqual([]);
    expect(await found("n", "1")).toEqual([1, 2]);
    expect(await found("n", "1.5")).toEqual([3]);
    expect(await found("on", "true")).toEqual([1, 3]);
    expect(await found("on", "false")).toEqual([2]);
    const sorted = await rowsOf(ada, id, "column=on&value=true&sort=-sku");
    expect(numbers(sorted)).toEqual([3, 1]);
    expect(numbers(await rowsOf(ada, id, "column=on&value=true&search=01"))).toEqual([3]);
  });

  it("finds values of any kind in a mixed column", async () => {
    const lines = [{ a: 5 }, { a: "5" }, { a: true }, { a: "true" }, { a: null }, { a: { b: 1 } }]
      .map((row) => JSON.stringify(row))
      .join("\n");
    const { body } = await upload(ada, "POST", "/api/datasets?name=Mixed&format=jsonl", lines);
    expect(numbers(await rowsOf(ada, body.id, "column=a&value=5"))).toEqual([1, 2]);
    expect(numbers(await rowsOf(ada, body.id, "column=a&value=true"))).toEqual([3, 4]);
  });

  it.each(["column=n&value=x", "column=sku", "value=1", "column=none&value=1", "sort=none", "cursor=e30", "limit=0"])(
    "refuses ?%s",
    async (query) => {
      const id = await once("Looked up", []);
      const answer = await ada.get(`/api/datasets/${id}/rows?${query}`);
      expect([answer.status, answer.body.code]).toEqual([400, "validation_failed"]);
    },
  );
});

describe("sorting rows", () => {
  it("goes by the column's type, empty values first, and pages through equal values once each", async () => {
    const values = Array.from({ length: 300 }, (_, i) => (i % 10 === 0 ? "" : String((i * 37) % 7)));
    const id = await newDataset(ada, "Sorted", `n,t\n${values.map((n, i) => `${n},${i % 2 ? "b" : "A"}${i}`).join("\n")}\n`);
    for (const descending of [false, true]) {
      const rows = await allRows(ada, id, `limit=17&sort=${descending ? "-" : ""}n`);
      const key = ({ values, number }: (typeof rows)[number]) => [values.n ?? -1, number] as const;
      const expected = rows.toSorted((one, other) => (key(one)[0] - key(other)[0] || key(one)[1] - key(other)[1]) * (descending ? -1 : 1));
      expect(numbers(rows)).toEqual(numbers(expected));
      expect(new Set(numbers(rows)).size).toBe(300);
    }
    expect((await rowsOf(ada, id, "sort=t&limit=3")).map(({ values }) => values.t)).toEqual(["A0", "A10", "A100"]);
  });

  it("keeps indexes for a few columns and still sorts by all of them", async () => {
    const names = Array.from({ length: limits.maxDatasetIndexes + 4 }, (_, i) => `c${i}`);
    const id = await newDataset(
      ada,
      "Many columns",
      `${names.join(",")}\n${names.map(() => "2").join(",")}\n${names.map(() => "1").join(",")}\n`,
    );
    for (const name of [...names, ...names]) expect(numbers(await rowsOf(ada, id, `sort=${name}`))).toEqual([2, 1]);
  });
});

describe("types of columns", () => {
  it("can be chosen where the cells can be read so, and go back to what is found", async () => {
    const id = await newDataset(ada, "Typed", "zip,word\n01234,a\n99999,b\n");
    const types = async (chosen: Record<string, string | null>) => ada.patch(`/api/datasets/${id}`, { types: chosen });
    const asNumber = await types({ zip: "number" });
    expect(asNumber.body.columns[0]).toEqual({ name: "zip", type: "number", chosen: true, empty: 0 });
    expect((await rowsOf(ada, id))[0]!.values).toEqual({ zip: 1234, word: "a" });
    expect((await types({ word: "number" })).status).toBe(400);
    expect((await types({ none: "text" })).status).toBe(400);
    expect((await types({ zip: null })).body.columns[0]).toMatchObject({ type: "text", chosen: false });
    expect((await rowsOf(ada, id))[0]!.values.zip).toBe("01234");
  });
});

const made = new Map<string, string>();
async function once(name: string, lines: readonly string[]): Promise<string> {
  const id = made.get(name) ?? (await newDataset(ada, name, `${lines.join("\n")}\n`));
  made.set(name, id);
  return id;
}
