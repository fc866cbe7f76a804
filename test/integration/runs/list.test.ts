import { beforeAll, describe, expect, it } from "vitest";
import { request } from "../support/call.ts";
import { delay, end, flowOf, script } from "../support/flows.ts";
import { newMonitoring, type Row, type Watched } from "./world.ts";

let world: Awaited<ReturnType<typeof newMonitoring>>;
let flow: Watched;
/** In the order of their starts. */
let runIds: string[];

/** What a spreadsheet would run, and what ends a line or a cell. */
const evilName = '=HYPERLINK("http://x","a"), b';

beforeAll(async () => {
  world = await newMonitoring();
  flow = await world.deployed(
    flowOf(
      {
        Pick: {
          type: "condition",
          config: { branches: [{ expression: 'steps.Start.do = "fail"' }, { expression: 'steps.Start.do = "wait"' }] },
        },
        Fails: script("throw new Error('first, \"second\"\\nand third')"),
        Wait: delay(3600),
        End: end({ a: 1 }),
      },
      ["Start next Pick", "Pick if Fails", "Pick elseif:1 Wait", "Pick else End", "Wait success End", "Fails success End"],
      ["do"],
    ),
  );
  const { key } = await world.need("POST", `${flow.at}/keys`, { name: evilName });
  const headers = { "x-api-key": key as string, "content-type": "application/json" };
  runIds = [];
  for (const what of ["x", "x", "fail", "x", "x", "fail", "x", "x", "wait"]) runIds.push(await flow.begin("async", { do: what }));
  const { body } = await request("POST", `/v1/workflows/${flow.workflowId}/async`, headers, JSON.stringify({ input: { do: "x" } }));
  runIds.push(body.runId);
  await flow.listed((rows) => rows.length === 10 && rows.every(({ status }) => status !== "In Progress"));
});

const search = (query: Record<string, string>): string => new URLSearchParams(query).toString();
const list = async (query: Record<string, string>): Promise<Row> => world.need("GET", `${flow.at}/runs?${search(query)}`);
const is = (column: string, value: string, operator = "is") => ({ column, operator, value });
const filters = (...all: unknown[]) => ({ filters: JSON.stringify(all) });
const idsOf = ({ items }: Row): string[] => items.map(({ runId }: Row) => runId);

describe("the list of runs", () => {
  it("shows what callers began, the newest first, and no run on the canvas", async () => {
    const { runId: onCanvas } = await world.need("POST", `${flow.at}/test-runs`, { input: { do: "x" } });
    await world.need("GET", `${flow.at}/test-runs/${onCanvas}?wait=10`);
    const page = await list({});
    expect(idsOf(page)).toEqual(runIds.toReversed());
    expect(page).toMatchObject({ nextCursor: null });
    expect(page.items[9]).toEqual({
      runId: runIds[0],
      status: "Success",
      type: "API",
      source: "k",
      mode: "async",
      versionId: expect.stringMatching(/^ver_/),
      startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      endedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      durationMs: expect.any(Number),
      nodesExecuted: 3,
      error: null,
      rerunOf: null,
    });
    expect(page.items[1]).toMatchObject({ status: "Waiting", endedAt: null, durationMs: null });
    expect(page.items[7]).toMatchObject({
      status: "Failed",
      error: { code: "script_error", node: "Fails", message: expect.stringContaining("second") },
    });
  });

  it("takes filters, a search and a range, all together", async () => {
    expect(idsOf(await list(filters(is("status", "Failed"))))).toEqual([runIds[5], runIds[2]]);
    expect(idsOf(await list(filters(is("status", "Success", "isNot"))))).toEqual([runIds[8], runIds[5], runIds[2]]);
    expect(idsOf(await list({ ...filters(is("status", "Waiting"), is("source", evilName)), join: "or" }))).toEqual([runIds[9], runIds[8]]);
    expect(idsOf(await list({ ...filters(is("status", "Failed")), search: "SECOND" }))).toEqual([runIds[5], runIds[2]]);
    expect(idsOf(await list({ search: runIds[3]! }))).toEqual([runIds[3]]);
    const { items } = await list({});
    const [from, to] = [items[6].startedAt, items[2].startedAt];
    const inside = items.filter(({ startedAt }: Row) => startedAt >= from && startedAt < to);
    expect(idsOf(await list({ from, to }))).toEqual(inside.map(({ runId }: Row) => runId));
    expect(idsOf(await list({ from: String(Date.parse(to)) }))).toContain(runIds[9]);
  });

  it.each([
    ["startedAt", "asc"],
    ["startedAt", "desc"],
    ["durationMs", "desc"],
    ["status", "asc"],
    ["nodesExecuted", "asc"],
    ["source", "desc"],
  ])("comes page by page in the order of %s, %s, each run once", async (sort, order) => {
    const whole = idsOf(await list({ sort, order }));
    const paged: string[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: Row = await list({ sort, order, limit: "3", ...(cursor && { cursor }) });
      paged.push(...idsOf(page));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(whole);
    expect(new Set(whole)).toEqual(new Set(runIds));
  });

  it("refuses cursors that it did not give out, or gave out for another order or list", async () => {
    const { nextCursor } = await list({ limit: "3" });
    const refused = [
      { cursor: "x" },
      { cursor: btoa('["startedAt","desc",7]') },
      { cursor: nextCursor, sort: "status" },
      { cursor: nextCursor, order: "asc" },
    ];
    for (const query of refused)
      expect((await world.manage("GET", `${flow.at}/runs?${search(query)}`)).body).toMatchObject({
        status: 400,
        errors: [{ path: "/cursor", code: "invalid_cursor" }],
      });
    expect((await world.manage("GET", `${flow.at}/model-runs?cursor=${nextCursor}`)).status).toBe(400);
    // Well formed and made up.
    const places: [string, string][] = [
      ["startedAt", '{"$ne":1}'],
      ["startedAt", "[1e400]"],
      ["startedAt", "x"],
      ["durationMs", "[1]"],
      ["source", "[1,1]"],
      ["endedAt", '["x",1]'],
    ];
    for (const [sort, place] of places) {
      const cursor = btoa(JSON.stringify([sort, "desc", place]));
      expect((await world.manage("GET", `${flow.at}/runs?${search({ sort, cursor })}`)).status, place).toBe(400);
    }
    expect((await world.manage("GET", `${flow.at}/model-runs?cursor=${btoa('["models","desc","[null]"]')}`)).status).toBe(400);
  });

  it.each([
    "filters=x",
    `filters=${encodeURIComponent('[{"column":"secret","operator":"is","value":"x"}]')}`,
    "sort=x",
    "from=yesterday",
    "limit=0",
  ])("refuses %s", async (query) => {
    expect((await world.manage("GET", `${flow.at}/runs?${query}`)).status).toBe(400);
  });
});

describe("the figures", () => {
  const metrics = (query: Record<string, string>): Promise<Row> => world.need("GET", `${flow.at}/metrics?${search(query)}`);

  it("are those of exactly the runs that the list shows for the same query", async () => {
    const all = await metrics({});
    expect(all).toMatchObject({ total: 10, finished: 9, failed: 2, p90Ms: expect.any(Number), p99Ms: expect.any(Number) });
    expect(all.failureRate).toBeCloseTo(2 / 9, 10);
    const sum = (key: string): number => all.series.points.reduce((total: number, point: Row) => total + point[key], 0);
    expect([sum("total"), sum("failed")]).toEqual([10, 2]);
    expect(await metrics(filters(is("status", "Failed")))).toMatchObject({ total: 2, finished: 2, failed: 2, failureRate: 1 });
    expect(await metrics(filters(is("status", "Waiting")))).toMatchObject({ total: 1, finished: 0, failureRate: null, p99Ms: null });
    expect(await metrics({ search: "second" })).toMatchObject({ total: 2, failed: 2 });
    const now = String(Date.now() + 1000);
    for (const range of [{ to: "2001-01-01T00:00:00Z" }, { from: now }, { from: now, to: "0" }])
      expect(await metrics(range)).toMatchObject({ total: 0, finished: 0, failureRate: null, p90Ms: null });
  });

  it("of models are those of no call where none was made", async () => {
    expect(await world.need("GET", `${flow.at}/model-metrics`)).toMatchObject({ total: 0, failureRate: null });
    expect(await world.need("GET", `${flow.at}/model-runs`)).toEqual({ items: [], nextCursor: null });
  });
});

it("names the values that filters can choose from, versions by their names, deleted ones too", async () => {
  const values = await world.need("GET", `${flow.at}/run-values`);
  expect(values).toEqual({
    source: expect.arrayContaining(["k", evilName]),
    version: [{ id: expect.stringMatching(/^ver_/), name: "v1" }],
    error: ["script_error"],
    node: ["Fails"],
  });
});

describe("the CSV", () => {
  const file = async (query = ""): Promise<string> => new TextDecoder().decode(await world.file(`${flow.at}/runs.csv${query}`));

  it("holds the selected runs as RFC 4180 wants them, and nothing that a spreadsheet would run", async () => {
    const text = await file();
    const rows = parseCsv(text);
    expect(rows[0]).toEqual([
      "Run",
      "Status",
      "Response time (ms)",
      "Nodes executed",
      "Start",
      "End",
      "Type",
      "Source",
      "Mode",
      "Version",
      "Error",
      "Message",
      "Node",
      "Repeats",
    ]);
    expect(rows.slice(1).map(([runId]) => runId)).toEqual(runIds.toReversed());
    expect(rows.every((row) => row.length === 14)).toBe(true);
    expect(rows[1]![7]).toBe(`'${evilName}`);
    expect(rows[8]!.slice(9, 13)).toEqual(["v1", "script_error", expect.stringContaining('first, "second"\nand third'), "Fails"]);
    expect(text.endsWith("\r\n")).toBe(true);
  });

  it("is selected as the list is, and named after the workflow", async () => {
    expect(parseCsv(await file(`?${search(filters(is("status", "Failed")))}`))).toHaveLength(3);
    const answer = await world.raw(`${flow.at}/runs.csv`);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment; filename="[\w-]+ runs\.csv"/);
    await answer.body?.cancel();
  });
});

/** Written for this test, so that what is wrong in the writer is not wrong here too. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (let at = 0; at < text.length;) {
    const row: string[] = [];
    for (;;) {
      const quoted = /"((?:[^"]|"")*)"/y;
      quoted.lastIndex = at;
      const plain = /[^,\r\n"]*/y;
      plain.lastIndex = at;
      const match = quoted.exec(text) ?? plain.exec(text)!;
      row.push(match[1] === undefined ? match[0] : match[1].replaceAll('""', '"'));
      at += match[0].length;
      if (text[at] !== ",") break;
      at++;
    }
    if (text.slice(at, at + 2) !== "\r\n") throw new Error(`no end of line at ${at}: ${text.slice(at, at + 20)}`);
    at += 2;
    rows.push(row);
  }
  return rows;
}
