import type { ComponentChildren } from "preact";
import { Button } from "./button.tsx";
import { labels } from "./labels.ts";
import type { PagedList } from "./paged-list.ts";
import { ProblemNotice, Skeleton } from "./states.tsx";

interface Column {
  label: string;
  class?: string;
  /** The heading is only read aloud, as over a column of buttons. */
  unseen?: boolean;
}

/** A list in a table, with its loading, empty and error states and the way to the next page. */
export function PagedTable<Item>({
  list,
  columns,
  row,
  empty,
}: {
  list: PagedList<Item>;
  columns: readonly Column[];
  row: (item: Item) => ComponentChildren;
  empty: ComponentChildren;
}) {
  const { items, problem, hasMore, loading } = list;
  if (!items.value) return problem.value ? <ProblemNotice problem={problem.value} onRetry={list.reload} /> : <Skeleton lines={4} />;
  if (items.value.length === 0 && !problem.value) return <>{empty}</>;
  return (
    <>
      {problem.value && <ProblemNotice problem={problem.value} onRetry={list.reload} />}
      <div class="table-frame">
        <table class="table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.label} scope="col" class={column.class}>
                  {column.unseen ? <span class="unseen">{column.label}</span> : column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>{items.value.map(row)}</tbody>
        </table>
        {hasMore.value && (
          <div class="table-more">
            <Button kind="quiet" busy={loading.value} onClick={list.loadMore}>
              {labels.common.loadMore}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}
