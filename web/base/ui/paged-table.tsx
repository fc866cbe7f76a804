import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { useShortcuts } from "../shortcuts/shortcuts.ts";
import { LoadMore } from "./load-more.tsx";
import type { PagedList } from "./paged-list.ts";
import { ProblemNotice, Skeleton } from "./states.tsx";

export interface Column<Item> {
  label: string;
  class?: string;
  /** The heading is only read aloud, as over a column of buttons, which stand at the end. */
  unseen?: boolean;
  /** What is shown when the pointer rests on the cell. */
  hint?: (item: Item) => string | undefined;
  cell: (item: Item) => ComponentChildren;
}

interface Props<Item> {
  list: PagedList<Item>;
  columns: readonly Column<Item>[];
  keyOf: (item: Item) => string | number;
  empty: ComponentChildren;
  /** Whether this is the row that is open beside the table. */
  isOpen?: (item: Item) => boolean;
  /** What J and K do; without it they go from row to row. */
  onStep?: (by: 1 | -1) => void;
}

/** A list in a table, with its loading, empty and error states and the way to the next page. */
export function PagedTable<Item>({ list, columns, keyOf, empty, isOpen, onStep }: Props<Item>) {
  const { items, problem } = list;
  const body = useRef<HTMLTableSectionElement>(null);
  const step = onStep ?? ((by: 1 | -1) => focusRow(body.current, by));
  useShortcuts({ j: () => step(1), k: () => step(-1) });
  if (!items.value) return problem.value ? <ProblemNotice problem={problem.value} onRetry={list.retry} /> : <Skeleton lines={4} />;
  if (items.value.length === 0 && !problem.value) return <>{empty}</>;
  return (
    <>
      {problem.value && <ProblemNotice problem={problem.value} onRetry={list.retry} />}
      <div class="table-frame">
        <table class="table">
          <thead>
            <tr>
              {columns.map(({ label, class: look, unseen }) => (
                <th key={label} scope="col" class={look}>
                  {unseen ? <span class="unseen">{label}</span> : label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {items.value.map((item) => (
              <tr key={keyOf(item)} data-current={isOpen?.(item) || undefined}>
                {columns.map(({ label, class: look = "", unseen, hint, cell }) => (
                  <td key={label} class={unseen ? `table-end ${look}` : look} title={hint?.(item)}>
                    {cell(item)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
        <LoadMore list={list} />
      </div>
    </>
  );
}

/** From the row that has the focus to the one after or before it, to the first thing there that takes the focus. */
function focusRow(body: HTMLTableSectionElement | null, by: 1 | -1): void {
  const rows = [...(body?.rows ?? [])];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[at === -1 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))];
  next?.querySelector<HTMLElement>("a, button, select")?.focus();
}
