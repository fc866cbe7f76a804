import { beforeAll, describe, expect, it } from "vitest";
import { install, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { allRows, formOf, newDataset, rowsOf, textOf, upload } from "./uploads.ts";

const installation = install();
let ada: Person;
beforeAll(async () => {
  await migrate(installation.db);
  ada = await installation.newPerson("Ada");
});

describe("a new data set", () => {
  it("is made from a CSV body, with its columns' types found", async () => {
    const csv = "sku;price;active;postcode\r\nA-1;2.50;true;01234\r\nA-2;;false;10115\r\n";
    const answer = await upload(ada, "POST", "/api/datasets?name=Goods&description=What%20we%20sell", csv, "text/csv");
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      name: "Goods",
      description: "What we sell",
      format: "csv",
      rows: 2,
      bytes: csv.length,
      warnings: [],
    });
    expect(answer.headers.get("location")).toBe(`/api/datasets/${answer.body.id}`);
    expect(answer.body.columns).toEqual([
      { name: "sku", type: "text", chosen: false, empty: 0 },
      { name: "price", type: "number", chosen: false, empty: 1 },
      { name: "active", type: "boolean", chosen: false, empty: 0 },
      { name: "postcode", type: "text", chosen: false, empty: 0 },
    ]);
    expect(await rowsOf(ada, answer.body.id)).toEqual([
      { number: 1, values: { sku: "A-1", price: 2.5, active: true, postcode: "01234" } },
      { number: 2, values: { sku: "A-2", price: null, active: false, postcode: "10115" } },
    ]);
  });

  it("is made from a JSON array and from JSON Lines alike, whose values keep their types", async () => {
    const rows = [{ a: 1, b: "x" }, { b: "007", c: { deep: [true, null] } }, { a: null }];
    const json = await upload(ada, "POST", "/api/datasets?name=As%20JSON", JSON.stringify(rows, null, 2), "application/json");
    const lines = await upload(
      ada,
      "POST",
      "/api/datasets?name=As%20lines&format=jsonl",
      rows.map((row) => JSON.stringify(row)).join("\n"),
    );
    for (const { status, body } of [json, lines]) {
      expect(status).toBe(201);
      expect(body.columns.map(({ name, type }: { name: string; type: string }) => [name, type])).toEqual([
        ["a", "number"],
        ["b", "text"],
        ["c", "json"],
      ]);
      expect((await rowsOf(ada, body.id)).map(({ values }) => values)).toEqual([
        { a: 1, b: "x", c: null },
        { a: null, b: "007", c: { deep: [true, null] } },
        { a: null, b: null, c: null },
      ]);
    }
  });

  it("is made from a form, whose fields may stand before or behind the file", async () => {
    const before = formOf(
      [
        ["name", "Before"],
        ["delimiter", ";"],
      ],
      "a,b;c\n1;2\n",
      "x.csv",
    );
    const { status, body } = await upload(ada, "POST", "/api/datasets", before.text, before.type);
    expect([status, body.columns.map(({ name }: { name: string }) => name)]).toEqual([201, ["a,b", "c"]]);
    const behind = formOf([], "a,b\n1,2\n", "x.csv", [
      ["name", "Behind"],
      ["description", "Said at the end."],
    ]);
    expect((await upload(ada, "POST", "/api/datasets", behind.text, behind.type)).body).toMatchObject({
      name: "Behind",
      description: "Said at the end.",
      rows: 1,
    });
  });

  it("needs a name of its own, which is looked at before the file is read", async () => {
    await newDataset(ada, "Taken", "a\n1\n");
    const again = await upload(ada, "POST", "/api/datasets?name=%20TAKEN", "a\n1\n", "text/csv");
    expect([again.status, again.body.code]).toEqual([409, "conflict"]);
    const late = formOf([], "a\n1\n", "x.csv", [["name", "taken"]]);
    expect((await upload(ada, "POST", "/api/datasets", late.text, late.type)).status).toBe(409);
    const nameless = await upload(ada, "POST", "/api/datasets", "a\n1\n", "text/csv");
    expect([nameless.status, nameless.body.errors[0].path]).toEqual([400, "/name"]);
  });

  it.each([
    ["application/pdf", "%PDF", 415],
    ["application/json", "", 400],
    ["application/json", '{"a":1}', 400],
    ["application/json", '[{"a":1},', 400],
    ["application/json", '[{"a":1,"a":2}]', 400],
    ["application/json", '[{"__proto__":{"x":1}}]', 400],
    ["application/json", '[{"a":"\\ud800"}]', 400],
    ["application/json", `[{"a":${"[".repeat(70)}${"]".repeat(70)}}]`, 400],
    ["text/csv", "", 400],
    ["text/csv", 'a,b\n1,"2', 400],
    ["text/csv", `a\n"${"x".repeat(70_000)}"\n`, 400],
    ["text/csv", `${Array.from({ length: 201 }, (_, i) => `c${i}`).join(",")}\n`, 400],
  ])("is refused as %s with %j", async (type, text, status) => {
    const name = crypto.randomUUID();
    const answer = await upload(ada, "POST", `/api/datasets?name=${name}`, text, type);
    expect(answer.status).toBe(status);
    expect((await ada.get(`/api/datasets?search=${name}`)).body.items).toEqual([]);
  });

  it("is refused with the line and column of every fault, at most 20, and nothing is kept", async () => {
    const lines = Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? `{"a":${i}}` : `{"a": oops}`));
    const { body } = await upload(ada, "POST", "/api/datasets?name=Faulty", lines.join("\n"), "application/x-ndjson");
    expect(body.errors).toHaveLength(20);
    expect(body.errors[1].message).toMatch(/^Line 4, column \d+: /);
    const latin = new Uint8Array([...new TextEncoder().encode("name\nAda\nZo"), 0xeb, 10]);
    const encoded = await upload(ada, "POST", "/api/datasets?name=Faulty", latin, "text/csv");
    expect(encoded.body.errors[0].message).toMatch(/^Line 3, column 3: .*UTF-8/);
  });

  it("says what is odd about a file that it takes", async () => {
    const { body } = await upload(ada, "POST", "/api/datasets?name=Odd", "a,a,,d\n1,2\n1,2,3,4,5\n", "text/csv");
    expect(body.columns.map(({ name }: { name: string }) => name)).toEqual(["a", "a 2", "Column 3", "d", "Column 5"]);
    expect(body.warnings.map(({ code, message }: { code: string; message: string }) => `${code} ${message.split(":")[0]}`)).toEqual([
      "renamed_column Line 1, column 2",
      "short_row Line 2",
      "long_row Line 3",
    ]);
  });
});

describe("limits", () => {
  it("refuses more rows and more bytes than a data set may have while they arrive", async () => {
    const many = streamOf(function* () {
      yield "n\n";
      for (let i = 0; i < 501; i++) yield "1\n".repeat(1_000);
    });
    const rows = await upload(ada, "POST", "/api/datasets?name=Rows", many, "text/csv");
    expect([rows.status, rows.body.code]).toEqual([413, "too_large"]);
    expect(rows.body.detail).toContain("500,000");
    let sent = 0;
    const heavy = streamOf(function* () {
      yield "n\n";
      const line = `${"x".repeat(60_000)}\n`;
      for (;;) {
        sent += line.length;
        yield line;
      }
    });
    const bytes = await upload(ada, "POST", "/api/datasets?name=Bytes", heavy, "text/csv");
    expect([bytes.status, bytes.body.code]).toEqual([413, "too_large"]);
    expect(sent).toBeLessThan(51 * 1024 * 1024);
    expect((await ada.get("/api/datasets?search=bytes")).body.items).toEqual([]);
  });
});

it("takes 45 MB that arrive in one piece", async () => {
  const { status, body } = await upload(
    ada,
    "POST",
    "/api/datasets?name=Whole",
    `t\n${`${"x".repeat(1_000)}\n`.repeat(45_000)}`,
    "text/csv",
  );
  expect([status, body.rows]).toEqual([201, 45_000]);
});

describe("files of all rows", () => {
  it("come as CSV, without formulas, and as JSON Lines", async () => {
    const id = await newDataset(ada, "Export", 'name,n\n"=1+1",-5\n"say ""hi"", you",2\n@x,3\n');
    expect(await textOf(installation, ada, `/api/datasets/${id}/rows.csv`)).toBe(`name,n\r\n'=1+1,-5\r\n"say ""hi"", you",2\r\n'@x,3\r\n`);
    expect(await textOf(installation, ada, `/api/datasets/${id}/rows.jsonl`)).toBe(
      '{"name":"=1+1","n":-5}\n{"name":"say \\"hi\\", you","n":2}\n{"name":"@x","n":3}\n',
    );
  });

  it("hold every row of a larger one, in order", async () => {
    const csv = `n,text\n${Array.from({ length: 20_000 }, (_, i) => `${i},some text of the row ${i}`).join("\n")}\n`;
    const id = await newDataset(ada, "Larger", csv);
    expect(await textOf(installation, ada, `/api/datasets/${id}/rows.csv`)).toBe(csv.replaceAll("\n", "\r\n"));
    const pages = await allRows(ada, id, "limit=200&sort=-n");
    expect(pages.map(({ values }) => values.n)).toEqual(Array.from({ length: 20_000 }, (_, i) => 19_999 - i));
  });
});

function streamOf(pieces: () => Generator<string>): ReadableStream<Uint8Array> {
  const source = pieces();
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull(stream) {
      const { done, value } = source.next();
      if (done) stream.close();
      else stream.enqueue(encoder.encode(value));
    },
  });
}
