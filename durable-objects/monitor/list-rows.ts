/**
 * A page of what a selection means, in order. Each facet has an index in the order of start and one in that of response
 * time, so a page is the merge of a walk for each facet that is meant, and nothing is sorted. Rows that a search finds
 * by their own are few and are sorted, or many and are soon met by walking the facets that they are in.
 */
import { FoundRows } from "./find-rows.ts";
import { storedColumns, type Ledger, type StoredRow } from "./ledger.ts";
import { pageOfScan } from "./scan-rows.ts";
import type { Page, Selection } from "./protocol.ts";

/** What orders two rows: compared part by part, all in the same direction. */
export type SortKey = readonly (string | number)[];

export interface PageOf<Sort extends string> {
  readonly sort: Sort;
  readonly order: "asc" | "desc";
  readonly limit: number;
  readonly after?: string;
}

/** Rows found by the search that are kept and sorted; where there are more, walking the facets soon meets them. */
const maxFound = 5_000;
/** Rows that one request looks at where it walks facets in which only some rows are meant. */
const maxLooked = 50_000;

interface Source {
  readonly rows: Iterator<StoredRow>;
  head: StoredRow | undefined;
  key: SortKey;
  /** Whether all of its rows are meant. */
  readonly isWhole: boolean;
}

type Direction = { readonly column: "duration" | "started_at"; readonly sign: 1 | -1; readonly group: string | undefined };

export function listRows<Row>(ledger: Ledger<Row>, selection: Selection<string>, page: PageOf<string>, floor: number): Page<Row> {
  const found = new FoundRows(ledger, selection, floor);
  if (page.sort === "endedAt" || page.sort === "nodesExecuted") return pageOfScan(ledger, found, page);
  const isGrouped = page.sort !== "startedAt" && page.sort !== "durationMs";
  const way: Direction = {
    column: page.sort === "durationMs" ? "duration" : "started_at",
    sign: page.order === "asc" ? 1 : -1,
    group: isGrouped ? page.sort : undefined,
  };
  const after = readKey(page.after, isGrouped);
  const keyOf = (row: StoredRow): SortKey => {
    const parts = [row.started_at, row.n];
    if (way.group) return [ledger.facets.get(row.facet).values.get(way.group) ?? "", ...parts];
    return way.column === "duration" ? [row.duration ?? -1, ...parts] : parts;
  };
  const isBehind = (key: SortKey): boolean => !after || compareKeys(key, after) * way.sign > 0;
  const some = found.found(maxFound);
  const single = [...found.namedRows(), ...(some ?? [])]
    .filter((row) => isBehind(keyOf(row)))
    .toSorted((a, b) => compareKeys(keyOf(a), keyOf(b)) * way.sign);
  const walks = [
    ...[...found.whole].map((facet) => ({ rows: walk(ledger, found, facet, way, after), isWhole: true })),
    ...(some ? [] : [...found.partly].map((facet) => ({ rows: walk(ledger, found, facet, way, after), isWhole: false }))),
    { rows: single.values(), isWhole: true, isSingle: true },
  ];
  const sources: Source[] = [];
  for (const { rows, isWhole } of walks) advance(sources, { rows, isWhole, head: undefined, key: [] }, keyOf);

  const items: Row[] = [];
  let last: SortKey | undefined;
  for (let looked = 0; sources.length > 0;) {
    if (items.length === page.limit || looked > maxLooked) return { items, next: JSON.stringify(last) };
    const source = first(sources, way.sign);
    const row = source.head!;
    last = source.key;
    const isMeant = source.rows === walks.at(-1)!.rows || (!found.isNamed(row) && (source.isWhole || found.isFound(row)));
    if (isMeant) items.push(ledger.rowOf(row));
    else looked++;
    sources.splice(sources.indexOf(source), 1);
    advance(sources, source, keyOf);
  }
  return { items, next: null };
}

function advance(sources: Source[], source: Source, keyOf: (row: StoredRow) => SortKey): void {
  const next = source.rows.next();
  if (next.done) return;
  source.head = next.value;
  source.key = keyOf(next.value);
  sources.push(source);
}

function first(sources: readonly Source[], sign: 1 | -1): Source {
  let best = sources[0]!;
  for (const source of sources) if (compareKeys(source.key, best.key) * sign < 0) best = source;
  return best;
}

/** A facet's rows behind a key, by its index: rows are read as they are asked for. */
function walk<Row>(
  { sql, kind, facets }: Ledger<Row>,
  found: FoundRows,
  facet: number,
  way: Direction,
  after: SortKey | undefined,
): Iterator<StoredRow> {
  const known = facets.get(facet);
  const bindings: (string | number)[] = [facet, found.from, found.to];
  const compare = way.sign === 1 ? ">" : "<";
  const direction = way.sign === 1 ? "ASC" : "DESC";
  // What is not over has no response time; it stands before everything that has.
  const columns = way.column === "duration" && known.isOver ? ["duration", "started_at", "n"] : ["started_at", "n"];
  let behind = "";
  const key = after && keyInFacet(after, way, known);
  if (key === "none") return [].values();
  if (key && key !== "all") {
    behind = `AND (${columns.join(", ")}) ${compare} (${columns.map(() => "?").join(", ")})`;
    bindings.push(...key);
  }
  const rows = sql.exec<StoredRow>(
    `SELECT ${storedColumns} FROM ${kind.name} WHERE facet = ? AND started_at >= ? AND started_at < ?
       ${columns.length === 3 ? "AND duration IS NOT NULL" : ""} ${behind}
       ORDER BY ${columns.map((column) => `${column} ${direction}`).join(", ")}`,
    ...bindings,
  );
  return rows[Symbol.iterator]();
}

/** Where a facet's walk begins: behind a key of its own, with all rows, or not at all. */
function keyInFacet(
  after: SortKey,
  { column, sign, group }: Direction,
  facet: { readonly isOver: boolean; readonly values: ReadonlyMap<string, string | null> },
): (string | number)[] | "all" | "none" {
  const [value, ...rest] = after;
  if (group) {
    const order = compareKeys([facet.values.get(group) ?? ""], [value!]) * sign;
    return order === 0 ? rest : order > 0 ? "all" : "none";
  }
  if (column === "started_at" || facet.isOver) return [...after];
  const order = compareKeys([-1], [value!]) * sign;
  return order === 0 ? rest : order > 0 ? "all" : "none";
}

export function compareKeys(a: SortKey, b: SortKey): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i]! < b[i]!) return -1;
    if (a[i]! > b[i]!) return 1;
  }
  return 0;
}

/** A place that an earlier page ended at. Whoever makes one up begins anew. */
function readKey(after: string | undefined, isGrouped: boolean): SortKey | undefined {
  if (after === undefined) return undefined;
  try {
    const key = JSON.parse(after) as unknown;
    const isKey =
      Array.isArray(key) &&
      key.length >= 2 &&
      key.length <= 3 &&
      key.every((part, i) => typeof part === (isGrouped && i === 0 ? "string" : "number"));
    return isKey ? (key as SortKey) : undefined;
  } catch {
    return undefined;
  }
}
