import { computed } from "@preact/signals";
import type { RunSort } from "../../../base/api/runs.ts";
import { search as parameters, setSearch } from "../../../base/router/router.ts";
import { createAddressSearch } from "../../../base/ui/typed-search.ts";
import { type QuickStatus, toggleStatus } from "./quick-status.ts";
import {
  isFiltered,
  parseSelection,
  type Range,
  ranges,
  type RunFilter,
  type Selection,
  selectionParameters,
  usualRange,
} from "./selection.ts";

const minuteMs = 60_000;

/** The selection and the order in the address, and what changes them. */
export function createSelectionModel(columns: readonly string[], sorts: readonly RunSort[]) {
  // As text, so that other parameters, such as the open run, cause no new request.
  const text = computed(() => JSON.stringify(parseSelection(parameters.value, columns)));
  // It was a selection; ends that are undefined are left out of the text, and are undefined again.
  const selection = computed(() => JSON.parse(text.value) as Selection);
  const sort = computed<RunSort>(() => sorts.find((each) => each === parameters.value.get("sort")) ?? "startedAt");
  const order = computed<"asc" | "desc">(() => (parameters.value.get("order") === "asc" ? "asc" : "desc"));
  const search = createAddressSearch();
  /** The ranges that were narrowed, to go back to. */
  const widerRanges: Selection[] = [];
  const set = (changes: Partial<Selection>) => setSearch(selectionParameters({ ...selection.peek(), ...changes }));
  return {
    selection,
    sort,
    order,
    search,
    isFiltered: computed(() => isFiltered(selection.value)),
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
    toggleStatus: (status: QuickStatus) => set(toggleStatus(status, selection.peek())),
    setJoin: (join: "and" | "or") => set({ join }),
    clear() {
      search.empty();
      set({ search: "", filters: [], join: "and" });
    },
    sortBy(column: RunSort) {
      const turned = sort.peek() === column && order.peek() === "desc" ? "asc" : "desc";
      setSearch({ sort: column === "startedAt" ? "" : column, order: turned === "desc" ? "" : turned });
    },
    stop: search.stop,
  };
}
