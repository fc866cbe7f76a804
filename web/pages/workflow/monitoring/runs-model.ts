import { computed, effect, signal, untracked } from "@preact/signals";
import { askPatiently } from "../../../base/api/ask-patiently.ts";
import { type RunMetrics, type RunValues, runs } from "../../../base/api/runs.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { recall, remember } from "../../../base/ui/remembered.ts";
import { createResource } from "../../../base/ui/resource.ts";
import { createLiveSocket } from "./live-socket.ts";
import { mergeRows } from "./merge-rows.ts";
import { missedRows } from "./missed-rows.ts";
import type { AnyRow, RowKind } from "./row-kind.ts";
import { queryOf } from "./selection.ts";
import { createSelectionModel } from "./selection-model.ts";

/** Figures that change under one's eyes cannot be read. */
const figuresEveryMs = 4_000;
/** More rows than anyone scrolls through; beyond this, the list starts again with its first page. */
const mostShown = 3_000;
const mostWaiting = 1_000;

/** The rows of one kind by a selection in the address, their figures, and what changes while one looks. */
export function createRunsModel<Row extends AnyRow>(workflowId: string, kind: RowKind<Row>) {
  const select = createSelectionModel(Object.keys(kind.filterColumns), kind.sorts);
  const { selection, sort, order } = select;
  const waiting = signal<readonly Row[]>([]);
  const atTop = signal(true);
  const chosen = signal<ReadonlySet<string>>(new Set());
  const cursor = signal<string | undefined>();
  const values = signal<RunValues | undefined>();
  const chartsShown = signal(recall("monitoring.charts") !== "hidden");
  let askedAt = Date.now();

  const list = createPagedList((after) => {
    // Pages of one list count the range back from the same moment.
    if (after === undefined) askedAt = Date.now();
    const sorted = kind.sorts.length > 0 ? { sort: sort.peek(), order: order.peek() } : {};
    return kind.list(workflowId, { ...queryOf(selection.peek(), askedAt), ...sorted }, after);
  });
  const metrics = createResource<RunMetrics>(() => kind.metrics(workflowId, queryOf(selection.peek(), Date.now())));
  /** The figures that are known are those of an earlier selection. */
  const areOfBefore = signal(false);
  const isByTime = computed(() => sort.value === "startedAt" && order.value === "desc");
  /** The rows that wait are not all that came. */
  let hasGap = false;
  const reload = async () => {
    waiting.value = [];
    hasGap = false;
    await list.reload();
  };

  /** Rows that arrived while a page was loading: the server may have read the page before them. */
  const cameMeanwhile: Row[] = [];
  const take = (rows: readonly Row[]) => {
    if (list.loading.peek()) cameMeanwhile.push(...rows);
    const shown = list.items.peek();
    if (!shown) return;
    const now = Date.now();
    const oldest = list.hasMore.peek() && isByTime.peek() ? Date.parse(shown.at(-1)?.startedAt ?? "") || 0 : 0;
    const merged = mergeRows({ shown, waiting: waiting.peek() }, rows, {
      idOf: kind.idOf,
      startOf: (row) => Date.parse(row.startedAt),
      fits: (row) => kind.matches(row, selection.peek(), now),
      isOver: (row) => row.endedAt !== null,
      atTop: atTop.peek() && isByTime.peek(),
      oldest,
    });
    list.show(merged.shown);
    waiting.value = merged.waiting.slice(0, mostWaiting);
    if (merged.shown.length > mostShown && atTop.peek()) void list.reload();
  };
  /** Fetches the changes of a gap in the connection. */
  const catchUp = async () => {
    try {
      const query = queryOf(selection.peek(), Date.now());
      const missed = await missedRows(kind, list.items.peek(), query, (each) => kind.list(workflowId, each, undefined));
      void metrics.load();
      if (missed.hasGap && isByTime.peek() && atTop.peek()) return await reload();
      hasGap ||= missed.hasGap;
      take(missed.rows);
    } catch {
      // The socket came back and the list did not: its own way to load says so.
    }
  };
  let figuresDue: ReturnType<typeof setTimeout> | undefined;
  let figuresAt = 0;
  const figuresSoon = () => {
    figuresDue ??= setTimeout(
      () => {
        figuresDue = undefined;
        figuresAt = Date.now();
        void metrics.load();
      },
      Math.max(250, figuresAt + figuresEveryMs - Date.now()),
    );
  };
  const live = createLiveSocket(
    () => runs.liveAddress(workflowId),
    (message) => {
      const { kind: told, rows, more } = (message ?? {}) as { kind?: string; rows?: readonly Row[]; more?: number };
      if (told !== kind.name || !Array.isArray(rows)) return;
      take(rows);
      if (more) void catchUp();
      figuresSoon();
    },
    () => void catchUp(),
  );

  let stops: readonly (() => void)[] = [];
  let abort = new AbortController();
  const fetchValues = async () => {
    const { signal: left } = abort;
    try {
      values.value = await askPatiently(() => runs.values(workflowId), { trouble: () => undefined, signal: left });
    } catch {
      // Filters are offered what is known.
    }
  };

  return {
    ...select,
    kind,
    workflowId,
    list,
    metrics,
    areOfBefore,
    /** How many the selection has, where that is known. */
    total: computed(() => (areOfBefore.value ? undefined : metrics.value.value?.total)),
    live,
    waiting,
    atTop,
    chosen,
    cursor,
    values,
    chartsShown,
    fits: (row: Row) => kind.matches(row, selection.peek(), Date.now()),
    fetchValues,
    start() {
      stops = [
        effect(() => {
          void [selection.value, sort.value, order.value];
          untracked(() => {
            chosen.value = new Set();
            void reload();
          });
        }),
        effect(() => {
          void selection.value;
          untracked(() => {
            areOfBefore.value = true;
            void metrics.load();
          });
        }),
        effect(() => {
          if (metrics.value.value) areOfBefore.value = false;
        }),
        effect(() => {
          if (!list.loading.value && cameMeanwhile.length > 0) untracked(() => take(cameMeanwhile.splice(0)));
        }),
      ];
      live.start();
      abort = new AbortController();
      void fetchValues();
    },
    stop() {
      abort.abort();
      for (const stop of stops) stop();
      live.stop();
      select.stop();
      clearTimeout(figuresDue);
      figuresDue = undefined;
    },
    /** Shows the rows that wait. */
    showNewest() {
      atTop.value = true;
      if (isByTime.peek() && waiting.peek().length < mostWaiting && !hasGap) take([]);
      else void reload();
    },
    csvAddress: () => runs.csvAddress(workflowId, queryOf(selection.value, Date.now())),
    toggleCharts() {
      chartsShown.value = !chartsShown.value;
      remember("monitoring.charts", chartsShown.value ? "" : "hidden");
    },
    choose(id: string, on: boolean) {
      const next = new Set(chosen.peek());
      if (on) next.add(id);
      else next.delete(id);
      chosen.value = next;
    },
  };
}
export type RunsModel<Row extends AnyRow> = ReturnType<typeof createRunsModel<Row>>;
