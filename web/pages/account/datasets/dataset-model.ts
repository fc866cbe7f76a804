import { computed, effect, signal } from "@preact/signals";
import type { ColumnType } from "#flow/datasets/column.ts";
import { type Dataset, datasets, type DatasetRow } from "../../../base/api/account-resources.ts";
import { type Problem, problemOf } from "../../../base/api/problem.ts";
import { navigate, search as address, setOpen, setSearch } from "../../../base/router/router.ts";
import { datasetsLabels } from "./datasets-labels.ts";
import { createResource } from "../../../base/ui/resource.ts";
import { rowBeside } from "../../../base/ui/side-panel.tsx";
import { toast, toastProblem } from "../../../base/ui/toasts.tsx";
import { createAddressSearch } from "../../../base/ui/typed-search.ts";

const pageSize = 50;

/** How a page of rows is come to. */
interface Place {
  /** The first page has none. */
  readonly cursor?: string;
  /** How many rows are on the pages before it. */
  readonly before: number;
  readonly previous?: Place;
}
const firstPage: Place = { before: 0 };

/** One data set and a page of its rows. Search and sort are in the address; pages are walked by the cursors that were met. */
export function createDatasetModel(id: string) {
  const dataset = createResource(() => datasets.get(id));
  const open = signal<"append" | "replace" | "rename" | "delete" | undefined>();
  const query = computed(() => address.value.get("search") ?? "");
  const sort = computed(() => address.value.get("sort") ?? "");
  const openNumber = computed(() => Number(address.value.get("row")) || undefined);
  const openRow = (number: number | undefined) => setOpen("row", number === undefined ? "" : String(number));
  const rows = signal<readonly DatasetRow[] | undefined>();
  const problem = signal<Problem | undefined>();
  const loading = signal(false);
  const next = signal<string | null>(null);
  const shown = signal(firstPage);
  /** Where the rows that are asked for are; only when they come is it what is shown. */
  let wanted = firstPage;
  let running: AbortController | undefined;

  const load = async (place: Place = wanted) => {
    wanted = place;
    running?.abort();
    const mine = (running = new AbortController());
    loading.value = true;
    const { cursor } = place;
    try {
      const page = await datasets.rows(
        id,
        {
          limit: pageSize,
          ...(query.peek() ? { search: query.peek() } : {}),
          ...(sort.peek() ? { sort: sort.peek() } : {}),
          ...(cursor === undefined ? {} : { cursor }),
        },
        mine.signal,
      );
      if (mine.signal.aborted) return;
      rows.value = page.items;
      next.value = page.nextCursor;
      shown.value = place;
      problem.value = undefined;
    } catch (caught) {
      if (!mine.signal.aborted) problem.value = problemOf(caught);
    } finally {
      if (!mine.signal.aborted) loading.value = false;
    }
  };
  const search = createAddressSearch();
  let stopWatching: () => void = () => undefined;
  return {
    dataset,
    open,
    query,
    sort,
    rows,
    problem,
    loading,
    search,
    load: () => load(),
    hasNext: computed(() => next.value !== null),
    hasPrevious: computed(() => shown.value.previous !== undefined),
    firstRow: computed(() => shown.value.before + 1),
    start() {
      void dataset.load();
      stopWatching = effect(() => {
        void [query.value, sort.value];
        void load(firstPage);
      });
    },
    stop() {
      stopWatching();
      search.stop();
      running?.abort();
    },
    /** The row whose values are shown whole is in the address. */
    openNumber,
    opened: computed(() => rows.value?.find(({ number }) => number === openNumber.value)),
    openRow,
    step(by: number) {
      const next = rowBeside(rows.value ?? [], ({ number }) => number === openNumber.value, by);
      if (next) openRow(next.number);
    },
    /** Rising, then falling, then as the rows stand in the file. */
    toggleSort: (column: string) => setSearch({ sort: sort.value === column ? `-${column}` : sort.value === `-${column}` ? "" : column }),
    // Pressed twice while the next page is on its way, it is the next page all the same.
    nextPage() {
      const { value: cursor } = next;
      const before = shown.value.before + (rows.value?.length ?? 0);
      if (cursor !== null && !loading.peek()) void load({ cursor, before, previous: shown.value });
    },
    previousPage() {
      const { previous } = shown.value;
      if (previous && !loading.peek()) void load(previous);
    },
    clearSearch: search.clear,
    changed({ columns }: Dataset) {
      open.value = undefined;
      void dataset.load();
      // Rows cannot be sorted by a column that went with the rows before.
      if (sort.peek() !== "" && !columns.some(({ name }) => name === sort.peek().replace(/^-/, ""))) setSearch({ sort: "" });
      else void load(firstPage);
    },
    /** How a column's cells are read; null for what they show by themselves. Nothing is converted, so it can be taken back. */
    async setType(column: string, type: ColumnType | null) {
      try {
        dataset.set(await datasets.update(id, { types: { [column]: type } }));
        void load();
        toast(datasetsLabels.typeSet(column, type));
      } catch (caught) {
        toastProblem(caught);
      }
    },
    async remove() {
      await datasets.delete(id);
      toast(datasetsLabels.deleted(dataset.value.value?.name ?? ""));
      navigate("/data");
    },
  };
}
export type DatasetModel = ReturnType<typeof createDatasetModel>;
