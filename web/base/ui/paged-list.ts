import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Problem, problemOf } from "../api/problem.ts";

interface PageOf<Item> {
  items: readonly Item[];
  nextCursor: string | null;
}

export interface PagedList<Item> {
  /** Undefined until the first page has come. */
  readonly items: ReadonlySignal<readonly Item[] | undefined>;
  readonly hasMore: ReadonlySignal<boolean>;
  readonly loading: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<Problem | undefined>;
  /** Starts again with the first page; the shown rows stay until it has arrived. */
  reload(): Promise<void>;
  /** The same for a page that keeps itself up to date; not once further pages were loaded, which would fall away under the reader's eyes. */
  refresh(): Promise<void>;
  loadMore(): Promise<void>;
  /** Asks again for the page that did not come; what is shown stays. */
  retry(): Promise<void>;
  /** Edits the shown rows, and the page that is loading, which the server may have read before the edit. */
  change(edit: (items: readonly Item[]) => readonly Item[]): void;
  /** Shows these instead of the current rows; a page that is loading is added unchanged. */
  show(items: readonly Item[]): void;
}

/** A list that the server gives in pages. A page that comes after a newer request is dropped. */
export function createPagedList<Item>(fetchPage: (cursor: string | undefined) => Promise<PageOf<Item>>): PagedList<Item> {
  const items = signal<readonly Item[] | undefined>();
  const cursor = signal<string | null>(null);
  const loading = signal(false);
  const problem = signal<Problem | undefined>();
  let turn = 0;
  let lastAsked: string | undefined;
  /** The shown rows are from the latest request; a page after the cursor of an older request would not fit. */
  let isOfNow = true;
  let hasFurtherPages = false;
  let editsMeanwhile: ((items: readonly Item[]) => readonly Item[])[] = [];

  const load = async (after: string | undefined) => {
    const mine = ++turn;
    lastAsked = after;
    if (after === undefined) isOfNow = false;
    loading.value = true;
    editsMeanwhile = [];
    try {
      const page = await fetchPage(after);
      if (mine !== turn) return;
      const got = after === undefined ? page.items : [...(items.value ?? []), ...page.items];
      items.value = editsMeanwhile.reduce((edited, edit) => edit(edited), got);
      cursor.value = page.nextCursor;
      isOfNow = true;
      hasFurtherPages = after !== undefined;
      problem.value = undefined;
    } catch (caught) {
      if (mine === turn) problem.value = problemOf(caught);
    } finally {
      if (mine === turn) loading.value = false;
    }
  };
  return {
    items,
    hasMore: computed(() => cursor.value !== null),
    loading,
    problem,
    reload: () => load(undefined),
    async refresh() {
      if (!hasFurtherPages) await load(undefined);
    },
    loadMore: () => load((isOfNow && cursor.value) || undefined),
    retry: () => load(lastAsked),
    change(edit) {
      if (loading.peek()) editsMeanwhile.push(edit);
      if (items.value) items.value = edit(items.value);
    },
    show(shown) {
      items.value = shown;
    },
  };
}
