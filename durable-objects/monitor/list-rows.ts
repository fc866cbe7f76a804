/**
 * A page of what a selection means, in order. Each facet has an index in the order of start and one in that of response
 * time, so a page is the merge of a walk for each facet that is meant, and nothing is sorted. Rows that a search finds
 * by their own are few and are sorted, or many and are soon met by walking the facets that they are in. The usual order
 * is that of the table itself: where most rows are meant, reading the table is soonest.
 */
import { FoundRows } from "./find-rows.ts";
import { storedColumns, type Ledger, type StoredRow } from "./ledger.ts";
import { readPlace, type SortKey } from "./page-place.ts";
import type { Page, Selection, WantedPage } from "./protocol.ts";
import { pageOfScan } from "./scan-rows.ts";
import { compareKeys, walkFacet, walkTable, wayOf, type Way } from "./walk-rows.ts";

/** Rows that are kept and sorted: those of a short range, or those that the search finds. */
const maxFound = 5_000;
/** Rows that one request looks at where it walks facets in which only some rows are meant. */
const maxLooked = 50_000;
/** Rows of the table that are looked at before the facets' indexes are taken, for each row that is wanted. */
const lookedForOne = 40;

/** A page of the selected rows. What began before `floor` (epoch ms) is not there. */
export function listRows<Row>(ledger: Ledger<Row>, selection: Selection<string>, page: WantedPage, floor: number): Page<Row> {
  const found = new FoundRows(ledger, selection, floor);
  const after = page.after === undefined ? undefined : readPlace(page.sort, page.after);
  if (page.sort === "endedAt" || page.sort === "nodesExecuted") return pageOfScan(ledger, found, page, after);
  const way = wayOf(page);
  const items =
    (way.by === "start" ? fromTable(ledger, found, page.limit, way, after) : fromFew(ledger, found, page.limit, way, after)) ??
    fromFacets(ledger, found, page.limit, way, after);
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
  let looked = 0;
  for (const row of walkTable(ledger, found, way, after, limit)) {
    if (!found.isMeant(row) && !named.has(row.n)) {
      if (++looked > lookedForOne * limit) return undefined;
    } else if (rows.length === limit) return { rows, next: [rows.at(-1)!.n] };
    else rows.push(row);
  }
  return { rows, next: null };
}

/** Undefined where the range holds too many rows to be sorted. */
function fromFew<Row>(ledger: Ledger<Row>, found: FoundRows, limit: number, way: Way, after: SortKey | undefined): Items | undefined {
  const { sql, kind, facets } = ledger;
  const inRange = `FROM ${kind.name} WHERE n >= ? AND n < ?`;
  const count = `SELECT count(*) AS count FROM (SELECT 1 ${inRange} LIMIT ?)`;
  if (sql.exec<{ count: number }>(count, found.from, found.to, maxFound + 1).one().count > maxFound) return undefined;
  const named = new Set(found.namedRows().map(({ n }) => n));
  const keyed: { readonly row: StoredRow; readonly key: SortKey }[] = [];
  for (const row of sql.exec<StoredRow>(`SELECT ${storedColumns} ${inRange}`, found.from, found.to)) {
    const key = way.keyOf(row, facets.get(row.facet));
    if (after && compareKeys(key, after) * way.sign <= 0) continue;
    if (found.isMeant(row) || named.has(row.n)) keyed.push({ row, key });
  }
  keyed.sort((a, b) => compareKeys(a.key, b.key) * way.sign);
  const first = keyed.slice(0, limit);
  return { rows: first.map(({ row }) => row), next: keyed.length > limit ? first.at(-1)!.key : null };
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
  for (const id of [...found.whole, ...(some ? [] : found.partly)]) {
    open(walkFacet(ledger, found, ledger.facets.get(id), way, after), (row) => found.isMeant(row));
  }
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
