/** Old runs are swept while the server is killed: what is kept is whole, what is not kept goes as a whole. */
import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { runIdIn, sortableId, type RunId } from "#flow/ids.ts";
import { deploy, fixture, type DeployedFlow } from "./deploy.ts";
import { eventually, startServer, type TestServer } from "./server.ts";
import { startStub } from "./stub.ts";

const dayMs = 86_400_000;
const youngCount = 30;

interface Listed {
  readonly items: readonly { readonly runId: RunId; readonly status: string; readonly durationMs: number }[];
  readonly nextCursor: string | null;
}

/** Opens the storage of the workflow's objects that have this table, one after the other, while the server is down. */
function* storageOf(server: TestServer, flow: DeployedFlow, table: "journal" | "runs_rollups"): Generator<DatabaseSync> {
  const owner = table === "journal" ? "SELECT workflow AS id FROM runs" : "SELECT value AS id FROM follow_facts WHERE name = 'workflow'";
  for (const file of globSync(join(server.dataFolder, "storage/**/*.sqlite"))) {
    using database = new DatabaseSync(file);
    if (!database.prepare("SELECT 1 FROM sqlite_master WHERE name = ?").get(table)) continue;
    if (database.prepare(owner).get()?.["id"] === flow.id) yield database;
  }
}

/** Gives every lane runs of ten days ago, which are as those that it has; the lane will tell the Monitor of them. */
function addOldRuns(server: TestServer, flow: DeployedFlow, count: number): RunId[] {
  const added: RunId[] = [];
  for (const lane of storageOf(server, flow, "journal")) {
    const known = lane.prepare("SELECT id FROM runs").all() as { id: RunId }[];
    lane.exec("BEGIN");
    for (let n = 0; n < count; n++) {
      const { id } = known[n % known.length]!;
      const [, place] = id.split("_");
      const startedAt = Date.now() - 10 * dayMs + n;
      const old = runIdIn(
        { place: place!.slice(0, 3), n: Number(place!.slice(3)) },
        sortableId(startedAt, crypto.getRandomValues(new Uint8Array(10))),
      );
      for (const table of ["runs", "journal", "blobs", "outbox", "deliveries"]) {
        const key = table === "runs" ? "id" : "run";
        const columns = lane.prepare("SELECT name FROM pragma_table_info(?)").all(table) as { name: string }[];
        const values = columns.map(({ name }) => {
          if (name === key) return "$old";
          if (name === "started_at") return "$startedAt";
          // No client is waiting for its result any more.
          if (name === "due_at") return "NULL";
          return name === "ended_at" ? "$startedAt + ended_at - started_at" : name;
        });
        lane
          .prepare(`INSERT INTO ${table} SELECT ${values.join(", ")} FROM ${table} WHERE ${key} = $id`)
          .run({ $old: old, $id: id, ...(table === "runs" ? { $startedAt: startedAt } : {}) });
      }
      added.push(old);
      lane.prepare("INSERT INTO feed (seq, runs) VALUES (?, ?)").run(n + 1, JSON.stringify([old]));
    }
    lane.exec("COMMIT");
  }
  return added;
}

/** What is not whole in the storage of the workflow's lanes and Monitor; and how many runs of which age it has. */
function look(server: TestServer, flow: DeployedFlow) {
  const faults: string[] = [];
  const count = { old: 0, young: 0, listed: 0 };
  const floor = Date.now() - 5 * dayMs;
  for (const lane of storageOf(server, flow, "journal")) {
    for (const table of ["journal", "blobs", "outbox", "deliveries"])
      for (const { run } of lane.prepare(`SELECT DISTINCT run FROM ${table} WHERE run NOT IN (SELECT id FROM runs)`).all())
        faults.push(`${table} has what belongs to ${String(run)}, which is gone`);
    const bare = lane.prepare("SELECT id FROM runs WHERE journal IS NULL AND NOT EXISTS (SELECT 1 FROM journal WHERE run = id)").all();
    faults.push(...bare.map(({ id }) => `${String(id)} has no journal`));
    const undelivered = "SELECT id FROM runs WHERE mode = 'push' AND ended_at IS NOT NULL AND id NOT IN (SELECT run FROM outbox)";
    faults.push(
      ...lane
        .prepare(undelivered)
        .all()
        .map(({ id }) => `nobody is owed the result of ${String(id)}`),
    );
    const runs = lane
      .prepare("SELECT count(*) FILTER (WHERE started_at < ?1) AS old, count(*) FILTER (WHERE started_at >= ?1) AS young FROM runs")
      .get(floor);
    count.old += Number(runs!["old"]);
    count.young += Number(runs!["young"]);
  }
  for (const monitor of storageOf(server, flow, "runs_rollups")) {
    count.listed += Number(monitor.prepare("SELECT count(*) AS n FROM runs").get()!["n"]);
    // A row's number is its start times 2048, a rollup's of one minute is its minute times 2^20 and the facet.
    const minutes = "SELECT n / 2048 / 60000 AS minute, facet, count(*) AS count FROM runs WHERE n / 2048 >= ?1 GROUP BY minute, facet";
    const rolledUp =
      "SELECT key / 1048576 AS minute, key % 1048576 AS facet, count FROM runs_rollups WHERE key < 70368744177664 AND key / 1048576 >= ?1 / 60000";
    const day = Math.floor(floor / dayMs) * dayMs;
    for (const [a, b] of [
      [minutes, rolledUp],
      [rolledUp, minutes],
    ] as const)
      for (const row of monitor.prepare(`SELECT * FROM (${a}) EXCEPT SELECT * FROM (${b})`).all(day))
        faults.push(`rows and rollups differ: ${JSON.stringify(row)}`);
  }
  return { faults, ...count };
}

async function listed({ api, id }: DeployedFlow): Promise<Listed["items"]> {
  const items: Listed["items"][number][] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page: Listed = await api.call("GET", `/api/workflows/${id}/runs?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

it("sweeps old runs as a whole and loses no younger one, though the server is killed again and again", { timeout: 120_000 }, async () => {
  await using stub = await startStub(() => 0);
  await using server = await startServer({ env: { MILLRACE_ALLOW_HOSTS: stub.host } });
  const young = new Set<RunId>();
  const begin = async ({ call }: DeployedFlow, n: number): Promise<RunId> => {
    const path = ["/sync", "/async", "/push"][n % 3]!;
    const response = await call(path, { method: "POST", body: { input: { kind: n % 2 === 0 ? "script" : "api", n, url: stub.url } } });
    return ((await response.json()) as { runId: RunId }).runId;
  };
  const endpoint = { async: { enabled: true, callbackUrl: stub.url } };
  const [kept, deleted] = [
    await deploy(server, "Kept", fixture("three-kinds"), endpoint),
    await deploy(server, "Deleted", fixture("three-kinds"), endpoint),
  ];
  await Promise.all(Array.from({ length: youngCount }, async (_, n) => young.add(await begin(kept, n))));
  for (let n = 0; n < 6; n++) await begin(deleted, n);
  for (const [flow, count] of [
    [kept, youngCount],
    [deleted, 6],
  ] as const) {
    await eventually(
      "all are over",
      20_000,
      async () => (await listed(flow)).filter(({ status }) => status === "Success").length === count,
    );
  }
  await server.stop();
  const old = addOldRuns(server, kept, 2_000);
  addOldRuns(server, deleted, 1_800);
  expect(look(server, kept)).toMatchObject({ faults: [], old: old.length, young: youngCount });

  await server.restart();
  // Starting a run wakes the lane, which reports all runs to the Monitor.
  young.add(await begin(kept, 0));
  await begin(deleted, 0);
  await eventually("the old ones are listed", 20_000, async () => {
    const { total } = await kept.api.call<{ total: number }>("GET", `/api/workflows/${kept.id}/metrics`);
    return total === old.length + young.size;
  });
  for (const { api, id } of [kept, deleted]) await api.call("PATCH", `/api/workflows/${id}`, { runRetentionDays: 2 });
  await server.kill9();
  await server.restart();
  for (let kills = 0; kills < 3; kills++) {
    young.add(await begin(kept, kills));
    if (kills === 0) await begin(deleted, 0);
    if (kills === 1) {
      await deleted.api.call("POST", `/api/workflows/${deleted.id}/undeploy`, {});
      await deleted.api.call("DELETE", `/api/workflows/${deleted.id}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200 + Math.random() * 1_800));
    await server.kill9();
    const seen = look(server, kept);
    expect(seen).toMatchObject({ faults: [], young: young.size });
    const gone = look(server, deleted);
    expect(gone).toMatchObject({ faults: [], young: 8 });
    console.log(`killed with ${seen.old} and ${gone.old} old runs in lanes, and ${seen.listed} runs in the list`);
    await server.restart();
  }
  young.add(await begin(kept, 0));
  await eventually("the youngest is over", 20_000, async () => (await listed(kept)).every(({ status }) => status === "Success"));
  const rows = await listed(kept);
  expect(new Set(rows.map(({ runId }) => runId))).toEqual(young);
  expect(await kept.api.call("GET", `/api/workflows/${kept.id}/metrics`)).toMatchObject({
    total: young.size,
    finished: young.size,
    failed: 0,
  });
  await eventually("nothing old is left anywhere", 30_000, async () => (await kept.call(`/runs/${old.at(-1)}`)).status === 404);
  await eventually("the overview has what is kept", 20_000, async () => {
    const { total } = await kept.api.call<{ total: number }>("GET", "/api/dashboard?range=30d");
    return total === young.size;
  });
  for (const { runId, durationMs } of rows)
    expect(await kept.api.call("GET", `/api/workflows/${kept.id}/runs/${runId}`)).toMatchObject({ runId, durationMs, status: "Success" });
  await server.stop();
  expect(look(server, kept)).toEqual({ faults: [], old: 0, young: young.size, listed: young.size });
  // No one can ask for runs of a deleted workflow; its lane continues by itself.
  for (let starts = 0; starts < 5 && look(server, deleted).old > 0; starts++) {
    await server.restart();
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await server.stop();
  }
  expect(look(server, deleted)).toMatchObject({ faults: [], young: 8, old: 0 });
});
