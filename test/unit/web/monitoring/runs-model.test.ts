import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { RunMetrics, RunRow, SortedRunQuery } from "../../../../web/base/api/runs.ts";
import type { RowKind } from "../../../../web/pages/workflow/monitoring/row-kind.ts";

const pageSize = 100;
const began = Date.parse("2026-05-05T12:00:00.000Z");
/** The run that started `turn` seconds after the first. */
const run = (turn: number, status: RunRow["status"] = "Success"): RunRow => ({
  runId: `run_${turn}`,
  status,
  type: "API",
  source: "Shop backend",
  mode: "async",
  versionId: "ver_1",
  startedAt: new Date(began + turn * 1_000).toISOString(),
  endedAt: status === "Success" ? new Date(began + turn * 1_000 + 500).toISOString() : null,
  durationMs: status === "Success" ? 500 : null,
  nodesExecuted: 3,
  error: null,
  rerunOf: null,
});

/** A socket that the test opens and speaks through. */
class Line extends EventTarget {
  static open: Line;
  constructor() {
    super();
    Line.open = this;
  }
  close() {}
  begin() {
    this.dispatchEvent(new Event("open"));
  }
  say(rows: readonly RunRow[]) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify({ kind: "runs", rows, more: 0 }) }));
  }
}

describe("the list of runs while one looks", () => {
  beforeAll(() => {
    const location = new URL("http://127.0.0.1/workflows/wf_1/runs?range=custom&from=0");
    vi.stubGlobal("location", location);
    vi.stubGlobal("history", { replaceState: (_: unknown, __: string, href: string) => (location.href = new URL(href, location).href) });
    vi.stubGlobal("addEventListener", () => undefined);
    vi.stubGlobal("removeEventListener", () => undefined);
    vi.stubGlobal("WebSocket", Line);
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  /** A model over runs that the test changes. Answers are what stands there when they are asked for; `hold` keeps them back. */
  async function openList(
    stored: Map<string, RunRow>,
    figures: (search?: string) => Promise<RunMetrics> = () => new Promise(() => undefined),
  ) {
    const { createRunsModel } = await import("../../../../web/pages/workflow/monitoring/runs-model.ts");
    let held: Promise<void> = Promise.resolve();
    const kind: RowKind<RunRow> = {
      name: "runs",
      columns: [],
      sorts: ["startedAt"],
      filterColumns: { run: ({ runId }) => runId },
      idOf: ({ runId }) => runId,
      runOf: ({ runId }) => runId,
      matches: () => true,
      async list(_, { filters }: SortedRunQuery, cursor) {
        const asked = filters === undefined ? undefined : (JSON.parse(filters) as { value: string }[]).map(({ value }) => value);
        const rows = [...stored.values()]
          .filter(({ runId }) => asked?.includes(runId) ?? true)
          .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt));
        const from = Number(cursor ?? 0);
        const more = from + pageSize < rows.length;
        await held;
        return { items: rows.slice(from, from + pageSize), nextCursor: more ? String(from + pageSize) : null };
      },
      metrics: (_, { search }) => figures(search),
    };
    const model = createRunsModel("wf_1", kind);
    const shown = () => model.list.items.value ?? [];
    return {
      model,
      shown,
      statusOf: (id: string) => shown().find(({ runId }) => runId === id)?.status,
      hold() {
        let release: () => void = () => undefined;
        held = new Promise((resolve) => (release = resolve));
        return release;
      },
      [Symbol.dispose]: () => model.stop(),
    };
  }
  const storeOf = (rows: readonly RunRow[]) => new Map(rows.map((row) => [row.runId, row]));

  it("keeps what it is told while a page is under way that was read before", async () => {
    const stored = storeOf([run(1), run(2, "In Progress")]);
    using opened = await openList(stored);
    const release = opened.hold();
    opened.model.start();
    Line.open.begin();
    stored.set("run_2", run(2));
    Line.open.say([run(2)]);
    release();
    await expect.poll(() => opened.shown().length).toBe(2);
    await expect.poll(() => opened.statusOf("run_2")).toBe("Success");
  });

  it("asks, after it was away, for what it shows as under way, however old that is", async () => {
    const stored = storeOf([run(0, "Waiting"), ...Array.from({ length: 120 }, (_, turn) => run(turn + 1))]);
    using opened = await openList(stored);
    opened.model.start();
    await expect.poll(() => opened.shown().length).toBe(100);
    await opened.model.list.loadMore();
    expect(opened.statusOf("run_0")).toBe("Waiting");
    stored.set("run_0", run(0));
    Line.open.begin();
    await expect.poll(() => opened.statusOf("run_0")).toBe("Success");
    expect(opened.shown()).toHaveLength(121);
  });

  it("knows no figures of a selection for which none came, and those of before for what they are", async () => {
    using opened = await openList(storeOf([run(1)]), async (search) => {
      if (search) throw new TypeError("Failed to fetch");
      // The rest is not read here.
      return { total: 1 } as RunMetrics;
    });
    const { model } = opened;
    model.start();
    await expect.poll(() => model.total.value).toBe(1);
    const { setSearch } = await import("../../../../web/base/router/router.ts");
    setSearch({ search: "x" });
    expect([model.total.value, model.areOfBefore.value]).toEqual([undefined, true]);
    await expect.poll(() => model.metrics.problem.value?.code).toBe("unreachable");
    expect(model.areOfBefore.value).toBe(true);
    setSearch({ search: "" });
    await expect.poll(() => model.total.value).toBe(1);
  });

  it("has the values to filter by though they did not come at first", async () => {
    let isAway = true;
    vi.stubGlobal("fetch", async () => {
      if (isAway) throw new TypeError("Failed to fetch");
      return Response.json({ source: ["Shop backend"], error: [], node: [], version: [] });
    });
    using opened = await openList(storeOf([run(1)]));
    opened.model.start();
    await expect.poll(() => opened.shown().length).toBe(1);
    isAway = false;
    await expect.poll(() => opened.model.values.value?.source).toEqual(["Shop backend"]);
  });

  it("leaves no gap where more came than a page holds while it was away", async () => {
    const stored = storeOf([run(1), run(2)]);
    using opened = await openList(stored);
    opened.model.start();
    await expect.poll(() => opened.shown().length).toBe(2);
    for (let turn = 3; turn < 250; turn++) stored.set(`run_${turn}`, run(turn));
    Line.open.begin();
    await expect.poll(() => opened.shown().length).toBe(100);
    await opened.model.list.loadMore();
    await opened.model.list.loadMore();
    expect(opened.shown().map(({ runId }) => runId)).toEqual(Array.from({ length: 249 }, (_, at) => `run_${249 - at}`));
  });
});
