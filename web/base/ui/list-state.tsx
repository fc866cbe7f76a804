import type { ComponentChildren } from "preact";
import type { PagedList } from "./paged-list.ts";
import { ProblemNotice, Skeleton } from "./states.tsx";

interface Props<Item> {
  list: PagedList<Item>;
  /** Bars while nothing has come yet. */
  lines: number;
  empty: ComponentChildren;
  children: (items: readonly Item[]) => ComponentChildren;
}

/** A list as far as it has come: bars, what went wrong, what is said where it is empty, or its items. */
export function ListState<Item>({ list, lines, empty, children }: Props<Item>) {
  const items = list.items.value;
  const problem = list.problem.value;
  return (
    <>
      {problem && <ProblemNotice problem={problem} onRetry={list.retry} />}
      {items ? (items.length > 0 ? children(items) : !problem && empty) : !problem && <Skeleton lines={lines} />}
    </>
  );
}
