import type { ComponentChildren } from "preact";
import { PageHead } from "./page-head.tsx";
import { useShortcuts } from "../shortcuts/shortcuts.ts";
import { Button } from "./button.tsx";
import type { IconName } from "./icons.tsx";
import { labels } from "../labels.ts";
import type { PagedList } from "./paged-list.ts";
import { type Column, PagedTable } from "./paged-table.tsx";
import { SearchField } from "./search-field.tsx";
import { EmptyState } from "./states.tsx";
import type { TypedSearch } from "./typed-search.ts";

interface NothingWords {
  title: string;
  detail: (text: string) => string;
}

interface Props<Item> {
  title: string;
  /** What the browser's tab is called, where it is more than the title. */
  tab?: string;
  lead: string;
  /** Makes a new one; also by N. Left out for those who may not. */
  create: { label: string; icon?: IconName; act: () => void } | undefined;
  list: PagedList<Item>;
  columns: readonly Column<Item>[];
  keyOf: (item: Item) => string;
  /** The detail leads to the first step, so only those who may create something read it. */
  empty: { icon: IconName; title: string; detail: string };
  search?: { label: string; search: TypedSearch; nothing: NothingWords };
  /** Buttons beside the one that makes a new one. */
  actions?: ComponentChildren;
  above?: ComponentChildren;
}

/** The frame of a page that is one list: heading, the way to make a new one, search, the table, and what is said where it is empty. */
export function ListPage<Item>({ title, tab, lead, create, list, columns, keyOf, empty, search, actions, above }: Props<Item>) {
  useShortcuts(create ? { n: create.act } : {});
  const isEmpty = list.items.value?.length === 0 && (search?.search.query.value ?? "") === "";
  const button = create && (
    <Button kind="main" icon={create.icon ?? "plus"} onClick={create.act}>
      {create.label}
    </Button>
  );
  return (
    <>
      <PageHead
        title={title}
        {...(tab === undefined ? {} : { tab })}
        lead={lead}
        actions={
          !isEmpty && (
            <>
              {actions}
              {button}
            </>
          )
        }
      />
      {above}
      {search && !isEmpty && <SearchField label={search.label} search={search.search} />}
      <div>
        <PagedTable
          list={list}
          columns={columns}
          keyOf={keyOf}
          empty={
            search && !isEmpty ? (
              <NothingFound words={search.nothing} search={search.search} />
            ) : (
              <EmptyState icon={empty.icon} title={empty.title} action={button}>
                {create && empty.detail}
              </EmptyState>
            )
          }
        />
      </div>
    </>
  );
}

/** A search that found nothing, and the way back from it. */
export function NothingFound({ words, search }: { words: NothingWords; search: TypedSearch }) {
  return (
    <EmptyState icon="search" title={words.title} action={<Button onClick={search.clear}>{labels.common.clearSearch}</Button>}>
      {words.detail(search.query.value)}
    </EmptyState>
  );
}
