import { computed, effect, signal } from "@preact/signals";
import type { ColumnType } from "#flow/datasets/column.ts";
import { type Dataset, datasets, type DatasetRow } from "../api/account-resources.ts";
import { type Problem, problemOf } from "../api/problem.ts";
import { navigate, search as address, setSearch } from "../shell/router.ts";
import { datasetsLabels } from "../ui/datasets-labels.ts";
import { createResource } from "../ui/resource.ts";
import { rowBeside } from "../ui/side-panel.tsx";
import { toast, toastProblem } from "../ui/toasts.tsx";
import { createTypedSearch } from "../ui/typed-search.ts";

const pageSize = 50;

/** One data set and a page of its rows. Search and sort are in the address; pages are walked by the cursors that were met. */
export function createDatasetModel(id: string) {
  const dataset = createResource(() => datasets.get(id));
  const open = signal<"append" | "replace" | "rename" | "delete" | undefined>();
  const query = computed(() => address.value.get("search") ?? "");
  const sort = computed(() => address.value.get("sort") ?? "");
  const openNumber = computed(() => Number(address.value.get("row")) || undefined);
  const openRow = (number: number | undefined) => setSearch({ row: number === undefined ? "" : String(number) });
  const rows = signal<readonly DatasetRow[] | undefined>();
  const problem = signal<Problem | undefined>();
  const loading = signal(false);
  /** The cursors of the pages up to the present one; the first page has none. */
  const trail = signal<readonly (string | undefined)[]>([undefined]);
  const next = signal<string | null>(null);
  /** How many rows were shown on the pages before, by page. */
  const before = signal<readonly number[]>([0]);
  let running: AbortController | undefined;

  const load = async () => {
    running?.abort();
    const mine = (running = new AbortController());
    loading.value = true;
    const cursor = trail.peek().at(-1);
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
      problem.value = undefined;
    } catch (caught) {
      if (!mine.signal.aborted) problem.value = problemOf(caught);
    } finally {
      if (!mine.signal.aborted) loading.value = false;
    }
  };
  const fromStart = () => {
    trail.value = [undefined];
    before.value = [0];
    return load();
  };
  const search = createTypedSearch(() => setSearch({ search: search.query.value }));
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
    load,
    hasNext: computed(() => next.value !== null),
    hasPrevious: computed(() => trail.value.length > 1),
    firstRow: computed(() => before.value.at(-1)! + 1),
    start() {
      void dataset.load();
      search.type(query.peek());
      stopWatching = effect(() => {
        void [query.value, sort.value];
        void fromStart();
      });
    },
    stop() {
      stopWatching();
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
    nextPage() {
      if (next.value === null) return;
      before.value = [...before.value, before.value.at(-1)! + (rows.value?.length ?? 0)];
      trail.value = [...trail.value, next.value];
      void load();
    },
    previousPage() {
      if (trail.value.length === 1) return;
      trail.value = trail.value.slice(0, -1);
      before.value = before.value.slice(0, -1);
      void load();
    },
    clearSearch() {
      search.clear();
      setSearch({ search: "" });
    },
    changed({ columns }: Dataset) {
      open.value = undefined;
      void dataset.load();
      // Rows cannot be sorted by a column that went with the rows before.
      if (sort.peek() !== "" && !columns.some(({ name }) => name === sort.peek().replace(/^-/, ""))) setSearch({ sort: "" });
      else void fromStart();
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
