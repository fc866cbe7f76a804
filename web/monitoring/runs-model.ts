import { computed, effect, signal, untracked } from "@preact/signals";
import { type RunMetrics, type RunSort, type RunValues, runs } from "../api/runs.ts";
import { search as parameters, setSearch } from "../shell/router.ts";
import { createPagedList } from "../ui/paged-list.ts";
import { recall, remember } from "../ui/remembered.ts";
import { createResource } from "../ui/resource.ts";
import { createLiveSocket } from "./live-socket.ts";
import { mergeRows } from "./merge-rows.ts";
import { missedRows } from "./missed-rows.ts";
import type { AnyRow, RowKind } from "./row-kind.ts";
import {
  isFiltered,
  parseSelection,
  queryOf,
  type Range,
  ranges,
  type RunFilter,
  type Selection,
  selectionParameters,
  usualRange,
} from "./selection.ts";

/** A pause in typing after which the server is asked. */
const typingPauseMs = 220;
/** Figures that change under one's eyes cannot be read. */
const figuresEveryMs = 4_000;
/** More rows than anybody scrolls through; beyond, the list begins again with its first page. */
const mostShown = 3_000;
const mostWaiting = 1_000;
const minuteMs = 60_000;

/** The rows of one kind by a selection in the address, their figures, and what changes while one looks. */
export function createRunsModel<Row extends AnyRow>(workflowId: string, kind: RowKind<Row>) {
  // Other parameters, such as the run that is open, are no reason to ask anew.
  const selectionText = computed(() => {
    const { from, to, ...now } = parseSelection(parameters.value, Object.keys(kind.filterColumns));
    return JSON.stringify({ ...now, from: from ?? null, to: to ?? null });
  });
  const selection = computed<Selection>(() => {
    const { from, to, ...now } = JSON.parse(selectionText.value) as Selection & Record<"from" | "to", number | null>;
    return { ...now, from: from ?? undefined, to: to ?? undefined };
  });
  const sort = computed<RunSort>(() => kind.sorts.find((each) => each === parameters.value.get("sort")) ?? "startedAt");
  const order = computed<"asc" | "desc">(() => (parameters.value.get("order") === "asc" ? "asc" : "desc"));
  const typed = signal(selection.peek().search);
  const waiting = signal<readonly Row[]>([]);
  const atTop = signal(true);
  const chosen = signal<ReadonlySet<string>>(new Set());
  const cursor = signal<string | undefined>();
  const values = signal<RunValues | undefined>();
  const chartsShown = signal(recall("monitoring.charts") !== "hidden");
  /** The ranges that were narrowed, to go back to. */
  const widerRanges: Selection[] = [];
  let askedAt = Date.now();

  const list = createPagedList((after) => {
    // Pages of one list count the range back from the same moment.
    if (after === undefined) askedAt = Date.now();
    const sorted = kind.sorts.length > 0 ? { sort: sort.peek(), order: order.peek() } : {};
    return kind.list(workflowId, { ...queryOf(selection.peek(), askedAt), ...sorted }, after);
  });
  const metrics = createResource<RunMetrics>(() => kind.metrics(workflowId, queryOf(selection.peek(), Date.now())));
  const isByTime = computed(() => sort.value === "startedAt" && order.value === "desc");
  /** The rows that wait are not all that came. */
  let hasGap = false;
  const reload = async () => {
    waiting.value = [];
    hasGap = false;
    await list.reload();
  };

  /** Rows that came while a page was under way: it may have been read before them. */
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
    list.change(() => merged.shown);
    waiting.value = merged.waiting.slice(0, mostWaiting);
    if (merged.shown.length > mostShown && atTop.peek()) void list.reload();
  };
  /** Fetches what came while nobody listened. */
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

  let pause: ReturnType<typeof setTimeout> | undefined;
  let stops: readonly (() => void)[] = [];
  const set = (changes: Partial<Selection>) => setSearch(selectionParameters({ ...selection.peek(), ...changes }));
  const fetchValues = async () => {
    values.value = await runs.values(workflowId).catch(() => values.peek());
  };

  return {
    kind,
    workflowId,
    list,
    metrics,
    live,
    typed,
    selection,
    sort,
    order,
    waiting,
    atTop,
    chosen,
    cursor,
    values,
    chartsShown,
    isFiltered: computed(() => isFiltered(selection.value)),
    fits: (row: Row) => kind.matches(row, selection.peek(), Date.now()),
    reload,
    fetchValues,
    start() {
      stops = [
        effect(() => {
          void [selectionText.value, sort.value, order.value];
          untracked(() => {
            chosen.value = new Set();
            void reload();
          });
        }),
        effect(() => {
          void selectionText.value;
          untracked(() => void metrics.load());
        }),
        effect(() => {
          if (!list.loading.value && cameMeanwhile.length > 0) untracked(() => take(cameMeanwhile.splice(0)));
        }),
      ];
      live.start();
      void fetchValues();
    },
    stop() {
      for (const stop of stops) stop();
      live.stop();
      clearTimeout(pause);
      clearTimeout(figuresDue);
      figuresDue = undefined;
    },
    /** Shows the rows that wait. */
    showNewest() {
      atTop.value = true;
      if (isByTime.peek() && waiting.peek().length < mostWaiting && !hasGap) take([]);
      else void reload();
    },
    setRange: (range: Range) => set({ range, from: undefined, to: undefined }),
    setSpan(from: number | undefined, to: number | undefined) {
      widerRanges.push(selection.peek());
      set(from === undefined && to === undefined ? { range: usualRange, from, to } : { range: "custom", from, to });
    },
    /** The present range as a beginning and an end, to be changed. */
    beginCustom() {
      const length = ranges[selection.peek().range];
      if (length === undefined) return;
      widerRanges.push(selection.peek());
      const now = Math.ceil(Date.now() / minuteMs) * minuteMs;
      set({ range: "custom", from: now - length, to: now });
    },
    /** The range that was shown before a part of it was selected. */
    zoomOut() {
      const { range, from, to } = widerRanges.pop() ?? { range: usualRange, from: undefined, to: undefined };
      set({ range, from, to });
    },
    addFilter(filter: RunFilter) {
      const isThere = selection.peek().filters.some((each) => JSON.stringify(each) === JSON.stringify(filter));
      if (!isThere) set({ filters: [...selection.peek().filters, filter] });
    },
    changeFilter: (at: number, filter: RunFilter) => set({ filters: selection.peek().filters.with(at, filter) }),
    removeFilter: (at: number) => set({ filters: selection.peek().filters.toSpliced(at, 1) }),
    setJoin: (join: "and" | "or") => set({ join }),
    type(text: string) {
      typed.value = text;
      clearTimeout(pause);
      pause = setTimeout(() => set({ search: text.trim() }), typingPauseMs);
    },
    clear() {
      typed.value = "";
      clearTimeout(pause);
      set({ search: "", filters: [], join: "and" });
    },
    sortBy(column: RunSort) {
      const turned = sort.peek() === column && order.peek() === "desc" ? "asc" : "desc";
      setSearch({ sort: column === "startedAt" ? "" : column, order: turned === "desc" ? "" : turned });
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
    /** The row so many further than the one at the cursor; the first where there is none. */
    rowAfter(id: string | undefined, by: number): Row | undefined {
      const items = list.items.peek() ?? [];
      const at = items.findIndex((row) => kind.idOf(row) === id);
      return at === -1 ? items[0] : items[Math.max(0, Math.min(items.length - 1, at + by))];
    },
  };
}
export type RunsModel<Row extends AnyRow> = ReturnType<typeof createRunsModel<Row>>;
