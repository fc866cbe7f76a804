import { expect, it } from "vitest";
import { deploy, fixture, type DeployedFlow } from "./deploy.ts";
import { eventually, startServer, type TestServer } from "./server.ts";

/** How many runs start while the server is killed repeatedly; more runs find more and take longer. */
const runCount = Number(process.env.MILLRACE_KILL_RUNS ?? 800);
const atOnce = 40;

interface Row {
  readonly runId: string;
  readonly status: string;
  readonly source: string;
  readonly durationMs: number | null;
  readonly endedAt: string | null;
}

interface Listed {
  readonly items: readonly Row[];
  readonly nextCursor: string | null;
}

async function listed(flow: DeployedFlow): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor = ""; ;) {
    const page: Listed = await flow.api.call("GET", `/api/workflows/${flow.id}/runs?limit=200${cursor && `&cursor=${cursor}`}`);
    rows.push(...page.items);
    if (page.nextCursor === null) return rows;
    cursor = encodeURIComponent(page.nextCursor);
  }
}

/**
 * Starts a run. Every third run waits for two to four seconds, the others finish immediately, some of them while their
 * caller waits.
 */
async function begin(flow: DeployedFlow, n: number): Promise<string | undefined> {
  const kind = n % 3 === 0 ? "delay" : "script";
  const mode = n % 3 === 1 ? "/sync" : "/async";
  try {
    const response = await flow.call(mode, { method: "POST", body: { input: { kind, n, url: "http://127.0.0.1" } } });
    const { runId } = (await response.json()) as { runId?: string };
    return response.ok ? runId : undefined;
  } catch {
    return undefined;
  }
}

/** Kills and restarts the server at random moments until it is stopped. */
async function killAgainAndAgain(server: TestServer, isOver: () => boolean): Promise<number> {
  for (let kills = 0; ; kills++) {
    for (const until = Date.now() + 500 + Math.random() * 2_500; Date.now() < until;) {
      if (isOver() && kills > 1) return kills;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await server.kill9();
    await server.restart();
  }
}

async function inParallel(count: number, work: (n: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (next < count) await work(next++);
    }),
  );
}

it("lists every run once and as its lane has it, after random kills", { timeout: 150_000 + runCount * 80 }, async () => {
  await using server = await startServer();
  const flow = await deploy(server, "Three kinds", fixture("three-kinds"));
  const begun = new Set<string>();
  let isOver = false;
  const killing = killAgainAndAgain(server, () => isOver);
  await inParallel(runCount, async (n) => {
    // A call without an answer is made again: the first try may have started a run of its own.
    for (let runId = await begin(flow, n); ; runId = await begin(flow, n)) {
      if (runId !== undefined) return void begun.add(runId);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
  isOver = true;
  const kills = await killing;
  await server.kill9();
  await server.restart();
  const restartedAt = Date.now();

  // The list has every started run. A run that the list shows as in progress is in progress in its lane, or has just
  // finished.
  let rows: Row[] = [];
  let agreedMs = 0;
  const differing: string[] = [];
  await eventually("list and lanes agree", 60_000, async () => {
    const askedAt = Date.now();
    rows = await listed(flow);
    const listedIds = new Set(rows.map(({ runId }) => runId));
    differing.splice(0, Infinity, ...[...begun].filter((runId) => !listedIds.has(runId)));
    const unfinished = rows.filter(({ endedAt }) => endedAt === null);
    await inParallel(unfinished.length, async (n) => {
      const { endedAt } = await reportOf(flow, unfinished[n]!.runId);
      if (endedAt !== null && Date.parse(endedAt) < askedAt - 1_000) differing.push(unfinished[n]!.runId);
    });
    agreedMs = askedAt - restartedAt;
    return differing.length === 0;
  });
  console.log(`${rows.length} runs and ${kills + 1} kills: list and lanes agreed ${agreedMs} ms after the last restart`);
  expect(agreedMs).toBeLessThan(5_000);

  await eventually("every run is over in the list", 60_000, async () => {
    rows = await listed(flow);
    return rows.every(({ endedAt }) => endedAt !== null);
  });
  const ids = new Set(rows.map(({ runId }) => runId));
  expect(ids.size).toBe(rows.length);
  expect([...begun].filter((runId) => !ids.has(runId))).toEqual([]);
  await inParallel(rows.length, async (n) => {
    const { runId, status, durationMs, endedAt } = rows[n]!;
    expect(await reportOf(flow, runId), runId).toMatchObject({ runId, status, durationMs, endedAt });
  });
  const figures = await flow.api.call("GET", `/api/workflows/${flow.id}/metrics`);
  const failed = rows.filter(({ status }) => status === "Failed").length;
  expect(figures).toMatchObject({ total: rows.length, finished: rows.length, failed });
  expect(rows.every(({ source }) => source === "test")).toBe(true);
});

async function reportOf(flow: DeployedFlow, runId: string): Promise<{ readonly endedAt: string | null }> {
  return (await (await flow.call(`/runs/${runId}`)).json()) as { endedAt: string | null };
}

it("lists a run within a second of its start, and its end within a second", { timeout: 60_000 }, async () => {
  await using server = await startServer();
  const flow = await deploy(server, "Three kinds", fixture("three-kinds"));
  const seen: number[] = [];
  const ended: number[] = [];
  for (let n = 0; n < 4; n++) {
    const runId = (await begin(flow, n * 3))!;
    const startedAt = Date.parse(((await (await flow.call(`/runs/${runId}`)).json()) as { startedAt: string }).startedAt);
    await eventually("the run is listed", 5_000, async () => (await listed(flow)).some((row) => row.runId === runId));
    seen.push(Date.now() - startedAt);
    const report = (await (await flow.call(`/runs/${runId}?wait=20`)).json()) as { endedAt: string };
    await eventually("its end is listed", 5_000, async () =>
      (await listed(flow)).some((row) => row.runId === runId && row.status === "Success"),
    );
    ended.push(Date.now() - Date.parse(report.endedAt));
  }
  console.log(`listed after ${seen.join(", ")} ms; the end after ${ended.join(", ")} ms`);
  // The middle one: a machine that does other things stands still at times.
  for (const times of [seen, ended]) expect(times.toSorted((a, b) => a - b)[1]).toBeLessThan(1_000);
});
