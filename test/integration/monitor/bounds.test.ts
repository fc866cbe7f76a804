/** What names and messages that callers and builders choose can do to a Monitor. */
import { applyD1Migrations, runInDurableObject } from "cloudflare:test";
import { beforeAll, expect, it } from "vitest";
import type { RunId, VersionId } from "#flow/ids.ts";
import { otherValue } from "#flow/monitoring/fold-facet.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import type { Filter } from "#flow/lists/filters.ts";
import type { RunColumn, RunSelection } from "#objects/protocols/monitor.ts";
import { env } from "../support/deployed.ts";
import { recordRuns } from "./record-runs.ts";

beforeAll(() => applyD1Migrations(env.DB, env.MIGRATIONS));

const page = { sort: "startedAt", order: "desc", limit: 50 } as const;
const startedAt = Date.now() - 3_600_000;

function failed(n: number, { source = "k", version = "ver_1", node = "Score", message = "It failed." } = {}): RunRow {
  return {
    runId: `run_loc0_${n.toString(32).padStart(26, "0")}` as RunId,
    status: "Failed",
    type: "API",
    source,
    mode: "sync",
    versionId: version as VersionId,
    startedAt: startedAt + n,
    endedAt: startedAt + n + 5,
    durationMs: 5,
    nodesExecuted: 1,
    error: { code: "script_failed", message, node },
    rerunOf: null,
  };
}

const searched = (search: string): RunSelection => ({ search, join: "and" });
const named = (column: RunColumn, value: string): RunSelection => ({
  filters: [{ column, operator: "is", value } satisfies Filter<RunColumn>],
  join: "and",
});

it("finds a long text in messages, in any case and any script, however often a letter repeats in it", async () => {
  const long = `Straße ÄÖÜ: ${"the customer is not known here, ".repeat(5)}ΩΣ`;
  const monitor = await recordRuns("wf_long", [failed(1, { message: long }), failed(2, { message: "a".repeat(1_000) })]);
  const found = async (search: string) => (await monitor.list(searched(search), page)).items.map(({ error }) => error!.message);
  expect(await found(long.slice(0, 170).toUpperCase().replace("STRASSE", "STRAßE"))).toEqual([long]);
  expect(await found("äöü: THE")).toEqual([long]);
  expect(await found("a".repeat(200))).toEqual(["a".repeat(1_000)]);
  expect(await found(`${"a".repeat(199)}b`)).toEqual([]);
  const byEnd = await monitor.list(searched(long.slice(20, 120)), { ...page, sort: "endedAt" });
  expect(byEnd.items).toHaveLength(1);
  expect((await monitor.metrics(searched(long.slice(20, 120)))).total).toBe(1);
});

it("keeps messages shorter where there are many different ones, then one for all, and counts every run", async () => {
  const monitor = env.MONITOR.getByName("wf_messages");
  const fill = (count: number) =>
    runInDurableObject(monitor, (_, { storage }) => {
      storage.sql.exec(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
         INSERT OR IGNORE INTO runs_messages (text) SELECT 'Order ' || i || ' was refused.' FROM n`,
        count,
      );
    });
  const kept = async (search: string) => (await monitor.list(searched(search), page)).items.map(({ error }) => error!.message);
  await fill(9_999);
  const long = (n: number) => `Request ${n}: ${"x".repeat(2_000)}`;
  await recordRuns("wf_messages", [failed(1, { message: long(1) }), failed(2, { message: long(2) })]);
  expect((await kept("request 1:"))[0]).toHaveLength(1_000);
  expect((await kept("request 2:"))[0]).toHaveLength(200);
  const count = () =>
    runInDurableObject(monitor, (_, { storage }) => Number(storage.sql.exec("SELECT count(*) AS n FROM runs_messages").one()["n"]));
  expect(await count()).toBe(10_001);
  await recordRuns(
    "wf_messages",
    Array.from({ length: 40_500 }, (_, i) => failed(10 + i, { message: `Customer ${i}` })),
  );
  expect(await count()).toBe(50_001);
  expect((await kept("too many different messages")).length).toBe(50);
  expect(await kept("customer 7777")).toEqual(["Customer 7777"]);
  expect((await monitor.metrics({ join: "and" })).total).toBe(40_502);
  // What is known already costs nothing, however many there are.
  await recordRuns("wf_messages", [failed(60_000, { message: "Customer 7777" })]);
  expect(await kept("customer 7777")).toHaveLength(2);
}, 60_000);

it("folds nodes, then versions, then sources where there are too many to tell apart, and counts every run", async () => {
  const rows = Array.from({ length: 4_000 }, (_, n) => failed(n, { source: `Key ${n}`, version: `ver_${n}`, node: `Node ${n}` }));
  const monitor = await recordRuns("wf_facets", rows);
  const known = () =>
    runInDurableObject(monitor, (_, { storage }) => Number(storage.sql.exec("SELECT count(*) AS n FROM runs_facets").one()["n"]));
  expect(await known()).toBe(3_001);
  const total = async (selection: RunSelection) => (await monitor.metrics(selection)).total;
  expect(await total({ join: "and" })).toBe(4_000);
  expect(await total(named("node", "Node 1999"))).toBe(1);
  expect(await total(named("node", otherValue))).toBe(2_000);
  expect(await total(named("version", otherValue))).toBe(1_500);
  expect(await total(named("source", otherValue))).toBe(1_000);
  expect(await total(named("error", "script_failed"))).toBe(4_000);
  const [newest] = (await monitor.list({ join: "and" }, page)).items;
  expect(newest).toMatchObject({ source: otherValue, versionId: otherValue, error: { node: otherValue } });
  expect((await monitor.values()).source).toContain(otherValue);
  // Known values can still be distinguished.
  await recordRuns("wf_facets", [failed(5_000, { source: "Key 7", version: "ver_7", node: "Node 7" })]);
  expect(await total(named("source", "Key 7"))).toBe(2);
}, 60_000);
