/** Figures and their course over time for what a selection means: rollups for whole pieces of time, rows for the rest. */
import { cover, levelOf, stepFor } from "#flow/monitoring/periods.ts";
import { Points } from "#flow/monitoring/quantiles.ts";
import { eachPoint, readSketch } from "#flow/monitoring/rank-sketch.ts";
import { FoundRows } from "./find-rows.ts";
import type { Ledger, StoredRow } from "./ledger.ts";
import type { Figures, Metrics, Selection } from "./protocol.ts";

class Tally {
  total = 0;
  finished = 0;
  failed = 0;
  readonly points = new Points();

  figures(): Figures {
    const { total, finished, failed } = this;
    const [p90Ms, p99Ms] = this.points.quantiles(finished, [0.9, 0.99]);
    return { total, finished, failed, p90Ms: p90Ms!, p99Ms: p99Ms! };
  }

  take(other: Tally): void {
    this.total += other.total;
    this.finished += other.finished;
    this.failed += other.failed;
    this.points.addAll(other.points);
  }
}

export function measure(ledger: Ledger<unknown>, selection: Selection<string>, floor: number, now: number): Metrics {
  const found = new FoundRows(ledger, selection, floor);
  const { first, last } = extent(ledger, found, now);
  const from = selection.from === undefined ? first : Math.max(selection.from, floor);
  // A range that ends before anything begins, or before it begins itself, holds nothing.
  if (found.to <= from) return { ...new Tally().figures(), series: { from, stepMs: stepFor(from, from + 1), points: [] } };
  // Nothing begins later than the last row, and nobody wants a chart of the years to come.
  const to = Math.max(Math.min(found.to, Math.max(now, last) + 1), from + 1);
  const stepMs = stepFor(from, to);
  const begin = Math.floor(from / stepMs) * stepMs;
  const tallies = Array.from({ length: Math.ceil((to - begin) / stepMs) }, () => new Tally());
  const tallyAt = (at: number): Tally => tallies[Math.floor((at - begin) / stepMs)]!;
  const covered = {
    // Where no row is beyond an end, whole pieces are as good as a part of one.
    from: selection.from === undefined ? Math.max(begin, floor) : from,
    to: last < to ? Math.ceil(to / stepMs) * stepMs : to,
  };
  fromFacets(ledger, found, covered, levelOf(stepMs), tallyAt);
  fromRows(ledger, found, tallyAt);
  const all = new Tally();
  for (const tally of tallies) all.take(tally);
  const points = tallies.map((tally, i) => ({ at: begin + i * stepMs, ...tally.figures() }));
  return { ...all.figures(), series: { from: begin, stepMs, points } };
}

/** When the first and the last row begins of those that may be meant; the first one now where there is none. */
function extent({ sql, kind }: Ledger<unknown>, found: FoundRows, now: number): { first: number; last: number } {
  const { whole, partly, from } = found;
  const named = found.namedRows().map((row) => row.started_at);
  let first = Math.min(now, ...named);
  let last = Math.max(-Infinity, ...named);
  for (const facet of [...whole, ...partly]) {
    const ends = sql.exec<{ first: number | null; last: number | null }>(
      `SELECT (SELECT min(started_at) FROM ${kind.name} WHERE facet = ?1 AND started_at >= ?2) AS first,
         (SELECT max(started_at) FROM ${kind.name} WHERE facet = ?1) AS last`,
      facet,
      from,
    );
    const row = ends.one();
    if (row.first !== null) first = Math.min(first, row.first);
    if (row.last !== null) last = Math.max(last, row.last);
  }
  return { first, last };
}

function fromFacets(
  { sql, kind, facets, rollups }: Ledger<unknown>,
  { whole }: FoundRows,
  range: { readonly from: number; readonly to: number },
  level: number,
  tallyAt: (at: number) => Tally,
): void {
  if (whole.size === 0) return;
  for (const { level: each, from, to } of cover(range.from, range.to, level)) {
    if (each === null) {
      for (const id of whole) {
        const rows = sql.exec<{ started_at: number; duration: number | null }>(
          `SELECT started_at, duration FROM ${kind.name} WHERE facet = ? AND started_at >= ? AND started_at < ?`,
          id,
          from,
          to,
        );
        for (const { started_at: at, duration } of rows) count(tallyAt(at), facets.get(id), 1, duration);
      }
      continue;
    }
    for (const { at, facet: id, count: rows, sketch } of rollups.read({ level: each, from, to })) {
      if (!whole.has(id)) continue;
      const tally = tallyAt(at);
      count(tally, facets.get(id), rows, null);
      if (sketch) eachPoint(readSketch(sketch), (value, weight) => tally.points.add(value, weight));
    }
  }
}

/** What facets do not tell: named rows among them that are not meant go out, and rows beside them that are meant come in. */
function fromRows({ facets, kind, sql }: Ledger<unknown>, found: FoundRows, tallyAt: (at: number) => Tally): void {
  const add = (row: StoredRow, rows: number): void => {
    count(tallyAt(row.started_at), facets.get(row.facet), rows, row.duration);
  };
  for (const row of found.namedRows()) add(row, 1);
  for (const row of found.found(Infinity)!) add(row, 1);
  if (found.named.length === 0) return;
  const named = sql.exec<StoredRow>(
    `SELECT * FROM ${kind.name} WHERE id IN (SELECT value FROM json_each(?1)) OR run IN (SELECT value FROM json_each(?1))`,
    JSON.stringify(found.named),
  );
  for (const row of named) if (found.isNamed(row) && found.isInRange(row) && found.whole.has(row.facet)) add(row, -1);
}

function count(
  tally: Tally,
  { isOver, isFailed }: { readonly isOver: boolean; readonly isFailed: boolean },
  rows: number,
  durationMs: number | null,
): void {
  tally.total += rows;
  if (isOver) tally.finished += rows;
  if (isFailed) tally.failed += rows;
  if (isOver && durationMs !== null) tally.points.add(durationMs, rows);
}
