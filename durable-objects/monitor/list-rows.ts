/**
 * A page of what a selection means, in order. The usual order is that of the table itself: where most rows are meant,
 * reading the table is soonest. Few rows are read and sorted. Otherwise each facet has an index in the order of start and
 * one in that of response time, so a page is the merge of a walk for each facet that is meant. Rows that a search finds
 * by their own are few and are sorted, or many and are soon met by walking the facets that they are in.
 */
import type { KnownFacet } from "./facets.ts";
import { FoundRows } from "./find-rows.ts";
import type { Ledger, StoredRow } from "./ledger.ts";
import { readPlace, type SortKey } from "./page-place.ts";
import type { Page } from "../protocols/page.ts";
import type { Selection, WantedPage } from "../protocols/monitor.ts";
import { scanByNodes } from "./scan-rows.ts";
import { walkEnds } from "./walk-ends.ts";
import { compareKeys, walkFacet, walkTable, wayOf, type Way } from "./walk-rows.ts";

/** Rows that are kept and sorted: all that are meant, or those that the search finds. */
const maxFound = 5_000;
/** Rows that one request looks at where it walks facets in which only some rows are meant. */
const maxLooked = 50_000;
/** Rows of the table that are passed by before the facets' indexes are taken. */
const maxPassed = 2_000;

/** A page of the selected rows. Runs that started before `floor` (epoch ms) are excluded. */
export function listRows<Row>(ledger: Ledger<Row>, selection: Selection<string>, page: WantedPage, floor: number): Page<Row> {
  const found = new FoundRows(ledger, selection, floor);
  const after = page.after === undefined ? undefined : readPlace(page.sort, page.after);
  const way = wayOf(page);
  const items =
    (way.by === "start" ? fromTable(ledger, found, page.limit, way, after) : undefined) ??
    fromFew(ledger, found, page.limit, way, after) ??
    (way.by === "nodes" ? fromScan(ledger, found, page.limit, way, after) : fromFacets(ledger, found, page.limit, way, after));
  return { items: items.rows.map((row) => ledger.rowOf(row)), next: items.next && JSON.stringify(items.next) };
}

interface Items {
  readonly rows: readonly StoredRow[];
  readonly next: SortKey | null;
}

/** Undefined where the rows that are meant are too far apart. */
function fromTable<Row>(ledger: Ledger<Row>, found: FoundRows, limit: number, way: Way, after: SortKey | undefined): Items | undefined {
  const named = new Set(found.namedRows().map(({ n }) => n));
  const rows: StoredRow[] = [];
  let passed = 0;
  for (const row of walkTable(ledger, found, way, after, limit)) {
    if (!found.isMeant(row) && !named.has(row.n)) {
      if (++passed > maxPassed) return undefined;
    } else if (rows.length === limit) return { rows, next: [rows.at(-1)!.n] };
    else rows.push(row);
  }
  return { rows, next: null };
}

/** Undefined where too many rows are meant to be sorted. */
function fromFew<Row>({ facets }: Ledger<Row>, found: FoundRows, limit: number, way: Way, after: SortKey | undefined): Items | undefined {
  const keyed = found.few(maxFound)?.map((row) => ({ row, key: way.keyOf(row, facets.get(row.facet)) }));
  const behind = keyed?.filter(({ key }) => !after || compareKeys(key, after) * way.sign > 0);
  const first = behind?.toSorted((a, b) => compareKeys(a.key, b.key) * way.sign).slice(0, limit);
  return behind && first && { rows: first.map(({ row }) => row), next: behind.length > limit ? first.at(-1)!.key : null };
}

function fromScan<Row>(ledger: Ledger<Row>, found: FoundRows, limit: number, way: Way, after: SortKey | undefined): Items {
  const rows = scanByNodes(ledger, found, limit + 1, way, after);
  const last = rows[limit - 1];
  return { rows: rows.slice(0, limit), next: rows.length > limit && last ? way.keyOf(last, ledger.facets.get(last.facet)) : null };
}

interface Source {
  readonly rows: Iterator<StoredRow>;
  readonly isMeant: (row: StoredRow) => boolean;
  head: StoredRow;
  key: SortKey;
}

function fromFacets<Row>(ledger: Ledger<Row>, found: FoundRows, limit: number, way: Way, after: SortKey | undefined): Items {
  const keyOf = (row: StoredRow): SortKey => way.keyOf(row, ledger.facets.get(row.facet));
  const some = found.found(maxFound);
  const single = [...found.namedRows(), ...(some ?? [])]
    .filter((row) => !after || compareKeys(keyOf(row), after) * way.sign > 0)
    .toSorted((a, b) => compareKeys(keyOf(a), keyOf(b)) * way.sign);
  const sources: Source[] = [];
  const open = (rows: Iterator<StoredRow>, isMeant: Source["isMeant"]): void => {
    const { done, value } = rows.next();
    if (!done) sources.push({ rows, isMeant, head: value, key: keyOf(value) });
  };
  open(single.values(), () => true);
  const facets = [...found.whole, ...(some ? [] : found.partly)].map((id) => ledger.facets.get(id));
  const isByEnd = ({ isOver }: KnownFacet): boolean => way.by === "end" && isOver;
  for (const facet of facets) {
    if (!isByEnd(facet)) open(walkFacet(ledger, found, facet, way, after), (row) => found.isMeant(row));
  }
  const ended = facets.filter(isByEnd).map(({ id }) => id);
  if (ended.length > 0) open(walkEnds(ledger, found, ended, way, after, limit + 1), (row) => found.isMeant(row));
  const rows: StoredRow[] = [];
  let last: SortKey | null = null;
  for (let looked = 0; sources.length > 0;) {
    const source = first(sources, way.sign);
    const isOne = source.isMeant(source.head);
    if ((isOne && rows.length === limit) || looked > maxLooked) return { rows, next: last };
    last = source.key;
    if (isOne) rows.push(source.head);
    else looked++;
    const { done, value } = source.rows.next();
    if (done) sources.splice(sources.indexOf(source), 1);
    else {
      source.head = value;
      source.key = keyOf(value);
    }
  }
  return { rows, next: null };
}

function first(sources: readonly Source[], sign: 1 | -1): Source {
  let best = sources[0]!;
  for (const source of sources) if (compareKeys(source.key, best.key) * sign < 0) best = source;
  return best;
}
