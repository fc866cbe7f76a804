/** Figures and their course over time for what a selection means: rollups for whole pieces of time, rows for the rest. */
import { without, type IdRange } from "#flow/monitoring/id-ranges.ts";
import { cover, levelOf, stepFor } from "#flow/monitoring/periods.ts";
import { Points } from "#flow/monitoring/quantiles.ts";
import { eachPoint, readSketch } from "#flow/monitoring/rank-sketch.ts";
import type { Facets } from "./facets.ts";
import { FoundRows, type FoundFigure } from "./find-rows.ts";
import type { Ledger } from "./ledger.ts";
import { placeOf, startOf } from "./place.ts";
import type { Figures, Metrics, Selection } from "../protocols/monitor.ts";
import { lanePieceMs, levelOfLane, type Rollup } from "./rollups.ts";

/** From a time (epoch ms) to before another. */
interface Range {
  readonly from: number;
  readonly to: number;
}

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

/**
 * Figures of the selected rows in milliseconds, and their course over time. Runs that started before `floor` (epoch ms)
 * are excluded.
 */
export function measure(ledger: Ledger<unknown>, selection: Selection<string>, floor: number, now: number): Metrics {
  const found = new FoundRows(ledger, selection, floor);
  const { first, last } = extent(ledger, found, now);
  const from = selection.from === undefined ? first : Math.max(selection.from, floor);
  // A range that ends before its start, or before the first run, is empty.
  if (found.to <= placeOf(from)) return { ...new Tally().figures(), series: { from, stepMs: stepFor(from, from + 1), points: [] } };
  // No run starts after the last row, and charts do not show future years.
  const to = Math.max(Math.min(selection.to ?? Infinity, Math.max(now, last) + 1), from + 1);
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
  fromIds(ledger, found, covered, stepMs, tallyAt);
  fromRows(ledger, found, tallyAt);
  const all = new Tally();
  for (const tally of tallies) all.take(tally);
  const points = tallies.map((tally, i) => ({ at: begin + i * stepMs, ...tally.figures() }));
  return { ...all.figures(), series: { from: begin, stepMs, points } };
}

/** When the first run of the range and the last run of all started; now and never if there is none. */
function extent({ sql, kind }: Ledger<unknown>, { from }: FoundRows, now: number): { first: number; last: number } {
  const ends = sql.exec<{ first: number | null; last: number | null }>(
    `SELECT (SELECT min(n) FROM ${kind.name} WHERE n >= ?) AS first, (SELECT max(n) FROM ${kind.name}) AS last`,
    from,
  );
  const { first, last } = ends.one();
  return { first: first === null ? now : Math.min(now, startOf(first)), last: last === null ? -Infinity : startOf(last) };
}

function fromFacets(
  { sql, kind, facets, rollups }: Ledger<unknown>,
  { whole }: FoundRows,
  range: Range,
  level: number,
  tallyAt: (at: number) => Tally,
): void {
  if (whole.size === 0) return;
  for (const { level: each, from, to } of cover(range.from, range.to, level)) {
    if (each === null) {
      const rows = sql.exec<{ n: number; facet: number; duration: number | null }>(
        `SELECT n, facet, duration FROM ${kind.name} WHERE n >= ? AND n < ?`,
        placeOf(from),
        placeOf(to),
      );
      for (const { n, facet, duration } of rows) if (whole.has(facet)) count(tallyAt(startOf(n)), facets.get(facet), 1, duration);
      continue;
    }
    for (const rollup of rollups.read({ level: each, from, to })) if (whole.has(rollup.facet)) addRollup(tallyAt, facets, rollup);
  }
}

/** Rows that the search finds by their ids: rollups of lanes of which it finds all, where a step holds whole ones, and rows for the rest. */
function fromIds(
  { facets, lanes, rollups }: Ledger<unknown>,
  found: FoundRows,
  range: Range,
  stepMs: number,
  tallyAt: (at: number) => Tally,
): void {
  const { ids, partly } = found;
  if (!ids) return;
  const rows = (of: IdRange, from: number, to: number): void => {
    for (const [n, facet, duration] of found.figuresOfIds(of, { from, to })) count(tallyAt(startOf(n)), facets.get(facet), 1, duration);
  };
  const whole = stepMs % lanePieceMs === 0 ? lanes.all.filter((lane) => found.findsAll(lane.ids)) : [];
  const from = Math.ceil(Math.max(range.from, ...whole.map(({ since }) => since)) / lanePieceMs) * lanePieceMs;
  const to = Math.floor(range.to / lanePieceMs) * lanePieceMs;
  if (whole.length === 0 || from >= to) return rows(ids, found.from, found.to);
  for (const lane of whole) {
    const pieces = rollups.read({ level: levelOfLane(lane), from, to });
    for (const rollup of pieces) if (partly.has(rollup.facet)) addRollup(tallyAt, facets, rollup);
  }
  const ofLanes = whole.map((lane) => lane.ids);
  for (const others of without(ids, ofLanes)) if (found.hasIds(others)) rows(others, placeOf(from), placeOf(to));
  rows(ids, found.from, placeOf(from));
  rows(ids, placeOf(to), found.to);
}

/** What facets do not tell: named rows among them that are not meant go out, and rows beside them that are meant come in. */
function fromRows({ facets }: Ledger<unknown>, found: FoundRows, tallyAt: (at: number) => Tally): void {
  const add = ([n, facet, duration]: FoundFigure, rows: number): void => count(tallyAt(startOf(n)), facets.get(facet), rows, duration);
  for (const row of found.rowsOfNamed()) if (found.isFound(row)) add([row.n, row.facet, row.duration], -1);
  for (const row of found.namedRows()) add([row.n, row.facet, row.duration], 1);
  for (const row of found.figuresByMessage()) add(row, 1);
}

function addRollup(tallyAt: (at: number) => Tally, facets: Facets, { at, facet, count: rows, sketch }: Rollup): void {
  const tally = tallyAt(at);
  count(tally, facets.get(facet), rows, null);
  if (sketch) eachPoint(readSketch(sketch), (value, weight) => tally.points.add(value, weight));
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
