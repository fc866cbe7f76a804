import { Button } from "./button.tsx";
import { labels } from "../labels.ts";
import type { PagedList } from "./paged-list.ts";

/** The way to the next page of a list, where there is one. */
export function LoadMore({ list }: { list: Pick<PagedList<unknown>, "hasMore" | "loading" | "loadMore"> }) {
  if (!list.hasMore.value) return null;
  return (
    <div class="table-more">
      <Button kind="quiet" busy={list.loading.value} onClick={list.loadMore}>
        {labels.common.loadMore}
      </Button>
    </div>
  );
}
