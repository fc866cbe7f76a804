import { applyD1Migrations } from "cloudflare:test";
import { beforeAll, expect, it } from "vitest";
import type { WorkflowId } from "#flow/ids.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import type { Change, RunSelection, RunSort } from "#objects/protocols/monitor.ts";
import { env } from "../support/deployed.ts";
import { isSelected, pick, randomRun, randomSelection, rankErrorOf, seeded, sortValue, type Random } from "./reference.ts";

const sorts: readonly RunSort[] = ["startedAt", "endedAt", "durationMs", "nodesExecuted", "status", "type", "source"];
const hourMs = 3_600_000;

beforeAll(() => applyD1Migrations(env.DB, env.MIGRATIONS));

function monitorOf(name: string) {
  return env.MONITOR.getByName(name);
}

/** Reports rows as lanes do on a bad day: in their course, in any order, some twice. */
async function report(monitor: ReturnType<typeof monitorOf>, random: Random, rows: readonly RunRow[]): Promise<void> {
  const changes: Change<RunRow>[] = rows.flatMap((row, i) => {
    const begun: RunRow = { ...row, status: "In Progress", endedAt: null, durationMs: null, error: null };
    const waits: RunRow = { ...begun, status: "Waiting" };
    const course = random() < 0.5 ? [row] : [begun, waits, row];
    return course.map((each, n) => ({ change: i * 10 + n, row: each }));
  });
  const twice = [...changes, ...changes.filter(() => random() < 0.2)];
  for (let i = twice.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [twice[i], twice[j]] = [twice[j]!, twice[i]!];
  }
  for (let i = 0; i < twice.length; i += 400) {
    await monitor.record({ workflowId: "wf" as WorkflowId, runs: twice.slice(i, i + 400), modelRuns: [] });
  }
}

function worldOf(seed: number, count: number, spanMs: number): { random: Random; rows: RunRow[]; from: number; to: number } {
  const random = seeded(seed);
  const to = Date.now() - hourMs;
  const from = to - spanMs;
  // Some of them in the same moment.
  const at = (): number => (random() < 0.1 ? from + hourMs : Math.floor(from + random() * spanMs));
  return { random, rows: Array.from({ length: count }, (_, n) => randomRun(random, n, at())), from, to };
}

it.each([
  [1, 2 * hourMs],
  [2, 40 * hourMs],
  [3, 20 * 24 * hourMs],
  [7, 28 * 24 * hourMs],
])("measures exactly what is selected, however it was reported (world %d)", { timeout: 120_000 }, async (seed, spanMs) => {
  const { random, rows, from, to } = worldOf(seed, 2_000, spanMs);
  const monitor = monitorOf(`measured ${seed}`);
  await report(monitor, random, rows);
  for (let i = 0; i < 120; i++) {
    const selection = randomSelection(random, rows, from, to);
    const selected = rows.filter((row) => isSelected(selection, row));
    const durations = selected.flatMap(({ durationMs }) => durationMs ?? []);
    const metrics = await monitor.metrics(selection);
    const why = JSON.stringify(selection);
    expect(metrics.total, why).toBe(selected.length);
    expect(metrics.finished, why).toBe(durations.length);
    expect(metrics.failed, why).toBe(selected.filter(({ status }) => status === "Failed").length);
    expectQuantiles(durations, metrics, why);
    const { points, stepMs } = metrics.series;
    expect(points.length, why).toBeLessThanOrEqual(121);
    for (const point of points) {
      const inside = selected.filter(({ startedAt }) => startedAt >= point.at && startedAt < point.at + stepMs);
      expect(point.total, `${why} at ${point.at}`).toBe(inside.length);
      expectQuantiles(
        inside.flatMap(({ durationMs }) => durationMs ?? []),
        point,
        `${why} at ${point.at}`,
      );
    }
    expect(points.reduce((sum, { total }) => sum + total, 0)).toBe(selected.length);
  }
});

function expectQuantiles(durations: readonly number[], figures: { p90Ms: number | null; p99Ms: number | null }, why: string): void {
  if (durations.length === 0) return expect([figures.p90Ms, figures.p99Ms], why).toEqual([null, null]);
  expect(rankErrorOf(durations, 0.9, figures.p90Ms!), why).toBeLessThanOrEqual(0.01);
  expect(rankErrorOf(durations, 0.99, figures.p99Ms!), why).toBeLessThanOrEqual(0.01);
}

// Some thousand rows are found and ordered in other ways than a few.
it.each([
  [4, 600],
  [5, 600],
  [6, 5_500],
])("lists exactly what is selected, in order, page by page (world %d)", { timeout: 120_000 }, async (seed, count) => {
  const { random, rows, from, to } = worldOf(seed, count, 30 * hourMs);
  const monitor = monitorOf(`listed ${seed}`);
  await report(monitor, random, rows);
  for (let i = 0; i < (count > 1_000 ? 25 : 50); i++) {
    const selection = randomSelection(random, rows, from, to);
    const sort = pick(random, sorts);
    const order = pick(random, ["asc", "desc"] as const);
    const why = JSON.stringify({ selection, sort, order });
    const listed = await listAll(monitor, selection, sort, order, count > 1_000 ? 1_000 : pick(random, [13, 50, 200]));
    const expected = rows.filter((row) => isSelected(selection, row));
    expect(listed.map(({ runId }) => runId).toSorted(), why).toEqual(expected.map(({ runId }) => runId).toSorted());
    for (const row of listed.slice(0, 20)) expect(row, why).toEqual(expected.find(({ runId }) => runId === row.runId));
    const whole = await monitor.list(selection, { sort, order, limit: Math.max(1, listed.length) });
    expect(whole.next, `${why}: a page that is just full is the last one`).toBeNull();
    const values = listed.map((row) => sortValue(row, sort));
    const sign = order === "asc" ? 1 : -1;
    expect(values, why).toEqual(values.toSorted((a, b) => (a < b ? -sign : a > b ? sign : 0)));
  }
});

async function listAll(
  monitor: ReturnType<typeof monitorOf>,
  selection: RunSelection,
  sort: RunSort,
  order: "asc" | "desc",
  limit: number,
): Promise<RunRow[]> {
  const rows: RunRow[] = [];
  for (let after: string | undefined; ;) {
    const page = await monitor.list(selection, { sort, order, limit, ...(after !== undefined && { after }) });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    rows.push(...page.items);
    if (page.next === null) return rows;
    after = page.next;
  }
}
