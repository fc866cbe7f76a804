/** The Monitor's answers, computed from all rows in the plainest way: what the real one is compared with. */
import type { RunId, VersionId } from "#flow/ids.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import type { RunColumn, RunSelection, RunSort } from "#objects/protocols/monitor.ts";

export type Random = () => number;

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

const sources = ["Key A", "key b", "50%_off", "Ümlaut"];
const versions = ["ver_1", "ver_2", "ver_3"] as VersionId[];
const errors = ["timeout", "script_failed", "run_cancelled"];
const nodes = ["Call shop", "Score", null];
const messages = ["It took too long.", "100% wrong_answer", "Back\\slash", "The run was cancelled."];

/** A finished or unfinished run that started at about `startedAt`. */
export function randomRun(random: Random, n: number, startedAt: number): RunRow {
  const status = pick(random, ["Success", "Success", "Success", "Failed", "In Progress", "Waiting"] as const);
  const isOver = status === "Success" || status === "Failed";
  const durationMs = isOver ? Math.floor(random() < 0.3 ? 10 : Math.exp(random() * 12)) : null;
  return {
    runId: `run_${pick(random, ["fra", "loc"])}${Math.floor(random() * 2)}_${n.toString(32).padStart(26, "0")}` as RunId,
    status,
    type: pick(random, ["API", "API", "Schedule", "Event"] as const),
    source: pick(random, sources),
    mode: pick(random, ["sync", "async", "push"] as const),
    versionId: pick(random, versions),
    startedAt,
    endedAt: durationMs === null ? null : startedAt + durationMs,
    durationMs,
    nodesExecuted: Math.floor(random() * 5),
    error: status === "Failed" ? { code: pick(random, errors), message: pick(random, messages), node: pick(random, nodes) } : null,
    rerunOf: random() < 0.1 ? (`run_fra0_${"z".repeat(26)}` as RunId) : null,
  };
}

export function randomSelection(random: Random, rows: readonly RunRow[], from: number, to: number): RunSelection {
  const at = (): number => Math.floor(from + random() * (to - from));
  const ends = [at(), at()].toSorted((a, b) => a - b);
  const columns: Readonly<Record<RunColumn, () => string>> = {
    status: () => pick(random, ["Success", "Failed", "In Progress", "Waiting"]),
    type: () => pick(random, ["API", "Schedule", "Event"]),
    mode: () => pick(random, ["sync", "async", "push"]),
    source: () => pick(random, [...sources, "nobody"]),
    version: () => pick(random, versions),
    error: () => pick(random, errors),
    node: () => pick(random, ["Call shop", "Score"]),
    run: () => pick(random, rows).runId,
  };
  const filters = Array.from({ length: pick(random, [0, 0, 1, 2, 3]) }, () => {
    const column = pick(random, Object.keys(columns) as RunColumn[]);
    return { column, operator: pick(random, ["is", "isNot"] as const), value: columns[column]() };
  });
  const id = pick(random, rows).runId;
  const searches = [
    "",
    "",
    "",
    "KEY",
    "50%",
    "too long",
    "wrong_answer",
    "k\\s",
    "%",
    "nothing like it",
    id,
    id.slice(0, 32),
    "run_fra0_",
    "run_fra",
    "run_loc1_0000",
    "run_",
    "score",
  ];
  return {
    ...(random() < 0.6 && { from: ends[0]! }),
    ...(random() < 0.6 && { to: ends[1]! }),
    search: pick(random, searches),
    filters,
    join: pick(random, ["and", "or"] as const),
  };
}

export function isSelected({ from, to, search = "", filters = [], join }: RunSelection, row: RunRow): boolean {
  if ((from !== undefined && row.startedAt < from) || (to !== undefined && row.startedAt >= to)) return false;
  const holds = filters.map(({ column, operator, value }) => (valueOf(row, column) === value) === (operator === "is"));
  if (holds.length > 0 && !(join === "and" ? holds.every(Boolean) : holds.some(Boolean))) return false;
  const text = search.toLowerCase();
  const parts = [row.source, row.error?.code, row.error?.node, row.error?.message];
  return row.runId.startsWith(text) || parts.some((part) => part?.toLowerCase().includes(text));
}

function valueOf(row: RunRow, column: RunColumn): string | null {
  switch (column) {
    case "version":
      return row.versionId;
    case "error":
      return row.error?.code ?? null;
    case "node":
      return row.error?.node ?? null;
    case "run":
      return row.runId;
    default:
      return row[column];
  }
}

/** What the rows are ordered by. */
export function sortValue(row: RunRow, sort: RunSort): number | string {
  return row[sort] ?? -1;
}

/** How far off a quantile is: by how many of the values its rank misses the wanted one, as a share of all. */
export function rankErrorOf(values: readonly number[], quantile: number, given: number): number {
  const wanted = Math.ceil(quantile * values.length);
  const below = values.filter((value) => value < given).length;
  const upTo = values.filter((value) => value <= given).length;
  return Math.max(0, below + 1 - wanted, wanted - upTo) / values.length;
}
