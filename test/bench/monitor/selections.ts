/** What a person may ask of a list of runs: every filter, searches with filters, ranges, orders, and pages far down. */
import type { Filter } from "../../../flow/lists/filters.ts";
import { placeOf } from "../../../durable-objects/monitor/place.ts";
import type { RunColumn, RunSelection, RunSort, WantedPage } from "../../../durable-objects/protocols/monitor.ts";

export type Asked = readonly [label: string, method: "metrics" | "list", args: readonly unknown[]];

const dayMs = 86_400_000;
const sorts: readonly RunSort[] = ["startedAt", "endedAt", "durationMs", "nodesExecuted", "status", "type", "source"];
const operators = ["is", "isNot"] as const;
const page: WantedPage = { sort: "startedAt", order: "desc", limit: 50 };
const pageOfCsv: WantedPage = { ...page, limit: 1000 };

/** Of runs as monitor-worker.ts makes them, from `from` to `to`; `runId` is one in their middle. */
export function selections(from: number, to: number, runId: string): Asked[] {
  const values: Readonly<Record<RunColumn, string>> = {
    status: "Failed",
    type: "Schedule",
    mode: "async",
    source: "Key 1",
    version: "ver_2",
    error: "timeout",
    node: "Score",
    run: runId,
  };
  const columns = Object.keys(values) as RunColumn[];
  const filter = (column: RunColumn, operator: Filter["operator"] = "is", value = values[column]): Filter<RunColumn> => ({
    column,
    operator,
    value,
  });
  const filtered = (...filters: Filter<RunColumn>[]): RunSelection => ({ join: "and", filters });
  const all: RunSelection = { join: "and" };
  const selected: [string, RunSelection][] = [["all", all]];
  for (const column of columns)
    for (const operator of operators) selected.push([`${column} ${operator}`, filtered(filter(column, operator))]);
  for (const join of ["and", "or"] as const) {
    selected.push([`status is ${join} source is`, { ...filtered(filter("status"), filter("source")), join }]);
    selected.push([`type is ${join} version is not`, { ...filtered(filter("type"), filter("version", "isNot")), join }]);
  }
  for (const search of [
    "run_",
    "run_loc1",
    "run_loc1_000",
    runId,
    runId.slice(0, 18),
    "key 1",
    "shop",
    "longer than",
    "answered 777",
    "no such text",
  ])
    for (const [name, filters] of [
      ["", []],
      [", failed", [filter("status")]],
      [", not of a key", [filter("source", "isNot")]],
    ] as const)
      selected.push([`searched "${search}"${name}`, { ...filtered(...filters), search }]);
  for (const days of [1 / 24, 1, 7, 14, 30, 90])
    for (const [name, more] of [
      ["", {}],
      [", of a lane", { search: "run_loc1_" }],
      [", by message", { search: "longer than" }],
    ] as const) {
      const label = `${days < 1 ? "1 hour" : `${days} days`}${name}`;
      selected.push([label, { ...all, ...more, from: to - days * dayMs }]);
      selected.push([`${label}, odd`, { ...all, ...more, from: to - days * dayMs + 123_457, to: to - 1_234_567 }]);
    }
  const asked = selected.flatMap(([label, selection]): Asked[] => [
    [`figures: ${label}`, "metrics", [selection]],
    [`page: ${label}`, "list", [selection, page]],
    [`CSV: ${label}`, "list", [selection, pageOfCsv]],
  ]);
  const middle = Math.floor((from + to) / 2);
  const n = placeOf(middle);
  const deep: Readonly<Record<RunSort, readonly (string | number)[]>> = {
    startedAt: [n],
    endedAt: [middle, n],
    durationMs: [200, n],
    nodesExecuted: [4, n],
    status: ["Success", n],
    type: ["API", n],
    source: ["Key 2", n],
  };
  for (const sort of sorts)
    for (const order of ["asc", "desc"] as const)
      for (const [name, selection] of [
        ["all", all],
        ["failed", filtered(filter("status"))],
        ["24 hours", { ...all, from: to - dayMs }],
        ["of a lane", { ...all, search: "run_loc1_" }],
        ["by message", { ...all, search: "longer than" }],
      ] as const) {
        const label = `page by ${sort}, ${order}: ${name}`;
        asked.push([label, "list", [selection, { ...page, sort, order }]]);
        asked.push([`${label}, far down`, "list", [selection, { ...page, sort, order, after: JSON.stringify(deep[sort]) }]]);
      }
  return asked;
}
