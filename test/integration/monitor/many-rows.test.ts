/** What a Monitor does otherwise where rows are many: pages and figures held to the plain reference. */
import { applyD1Migrations, runInDurableObject } from "cloudflare:test";
import { beforeAll, expect, it } from "vitest";
import type { RunId } from "#flow/ids.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import { Lanes } from "#objects/monitor/lanes.ts";
import type { RunSelection, RunSort } from "#objects/protocols/monitor.ts";
import { env } from "../support/deployed.ts";
import { recordRuns } from "./record-runs.ts";
import { isSelected, randomRun, rankErrorOf, seeded, sortValue } from "./reference.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
const now = Date.now() - 60 * minuteMs;

beforeAll(() => applyD1Migrations(env.DB, env.MIGRATIONS));

/** Most runs take seconds, some hours, a few days, and those on the first day five days; most of them fail. */
function worldOf(seed: number, count: number, spanMs: number): RunRow[] {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, n) => {
    const row = randomRun(random, n, Math.floor(now - random() * spanMs));
    if (row.durationMs === null) return row;
    const chance = random();
    const short = random() * (chance < 0.002 ? 3 * dayMs : chance < 0.05 ? 300 * minuteMs : 5_000);
    const durationMs = Math.floor(row.startedAt < now - spanMs + dayMs ? 5 * dayMs + short : short);
    const error = { code: "http_error", message: random() < 0.7 ? "It took too long." : "It broke.", node: null };
    return {
      ...row,
      durationMs,
      endedAt: row.startedAt + durationMs,
      ...(row.error === null && random() < 0.6 && { status: "Failed", error }),
    };
  });
}

it.each<[string, RunSelection]>([
  ["all", { join: "and" }],
  [
    "some",
    {
      join: "and",
      filters: [
        { column: "status", operator: "isNot", value: "In Progress" },
        { column: "type", operator: "is", value: "API" },
      ],
    },
  ],
  ["those of a few days", { join: "and", from: now - 9 * dayMs, to: now - 2 * dayMs }],
  ["those of a lane", { join: "and", search: "run_loc1_" }],
  ["those with a message", { join: "and", search: "too long" }],
])("orders many rows by their end and by their nodes, page by page: %s", { timeout: 120_000 }, async (_, selection) => {
  const rows = worldOf(11, 24_000, 12 * dayMs);
  const monitor = await recordRuns("wf_ends", rows);
  const expected = rows.filter((row) => isSelected(selection, row));
  for (const sort of ["endedAt", "nodesExecuted"] as RunSort[])
    for (const order of ["asc", "desc"] as const) {
      const sign = order === "asc" ? 1 : -1;
      const values = expected.map((row) => sortValue(row, sort) as number).toSorted((a, b) => (a - b) * sign);
      // The first pages, and some in the middle: a place in a list is a value and a row's number.
      const starts = [undefined, 0.01, 0.3, 0.6, 0.97].map((share) =>
        share === undefined ? undefined : values[Math.floor(values.length * share)]!,
      );
      for (const start of starts) {
        let after = start === undefined ? undefined : JSON.stringify([start, sign * Number.MAX_SAFE_INTEGER]);
        const listed: RunRow[] = [];
        for (const limit of [20, 7, 50]) {
          const page = await monitor.list(selection, { sort, order, limit, ...(after !== undefined && { after }) });
          listed.push(...page.items);
          if (page.next === null) break;
          after = page.next;
        }
        const behind = start === undefined ? values : values.filter((value) => (value - start) * sign > 0);
        const why = `${sort} ${order} behind ${start}`;
        expect(new Set(listed.map(({ runId }) => runId)).size, why).toBe(listed.length);
        expect(
          listed.map((row) => sortValue(row, sort)),
          why,
        ).toEqual(behind.slice(0, listed.length));
        expect(listed.length, why).toBe(Math.min(77, behind.length));
        expect(
          listed.every((row) => isSelected(selection, row)),
          why,
        ).toBe(true);
      }
    }
});

it("measures the runs of a lane that it was not told apart from others before", { timeout: 60_000 }, async () => {
  const rows = worldOf(12, 3_000, 28 * dayMs);
  const monitor = await recordRuns(
    "wf_lanes",
    rows.filter(({ startedAt }) => startedAt < now - 12 * dayMs),
  );
  // As an older version has left it.
  await runInDurableObject(monitor, (_, { storage }) => {
    const lanes = 4 * 2 ** 46;
    expect(storage.sql.exec("DELETE FROM runs_rollups WHERE key >= ? RETURNING key", lanes).toArray().length).toBeGreaterThan(0);
    storage.sql.exec("DELETE FROM runs_lanes");
  });
  await runInDurableObject(monitor, (_, state) => state.abort()).catch(() => {});
  const again = await recordRuns("wf_lanes", rows);
  for (const search of ["run_loc1_", "run_fra", "run_loc0_000"]) {
    const selection: RunSelection = { join: "and", search };
    const expected = rows.filter((row) => isSelected(selection, row));
    const durations = expected.flatMap(({ durationMs }) => durationMs ?? []);
    const metrics = await again.metrics(selection);
    expect([metrics.total, metrics.finished, metrics.failed]).toEqual([
      expected.length,
      durations.length,
      expected.filter(({ status }) => status === "Failed").length,
    ]);
    expect(rankErrorOf(durations, 0.9, metrics.p90Ms!)).toBeLessThanOrEqual(0.01);
  }
});

it(
  "tells a hundred lanes apart, measures those beyond too, and has room again when a lane has no run any more",
  { timeout: 60_000 },
  async () => {
    const random = seeded(13);
    const rows = Array.from({ length: 2_600 }, (_, n) => {
      const row = randomRun(random, n, Math.floor(now - random() * 25 * dayMs));
      return { ...row, runId: `run_abc${n % 130}_${n.toString(32).padStart(26, "0")}` as RunId };
    });
    const monitor = await recordRuns("wf_many_lanes", rows);
    const lanes = () =>
      runInDurableObject(monitor, (_, { storage }) => Number(storage.sql.exec("SELECT count(*) AS n FROM runs_lanes").one()["n"]));
    expect(await lanes()).toBe(100);
    for (const search of ["run_abc1", "run_abc120_", "run_a"]) {
      const expected = rows.filter((row) => row.runId.startsWith(search));
      expect((await monitor.metrics({ join: "and", search })).total).toBe(expected.length);
    }
    const left = await runInDurableObject(monitor, (_, { storage }) => {
      storage.sql.exec("DELETE FROM runs WHERE id LIKE 'run!_abc7!_%' ESCAPE '!'");
      const known = new Lanes(storage.sql, "runs");
      known.sweep();
      return [
        known.all.length,
        known.require("run_abc7_2")!.number,
        known.all.some(({ number }, i, all) => all.findIndex((other) => other.number === number) !== i),
      ];
    });
    expect(left).toEqual([99, 7, false]);
  },
);
