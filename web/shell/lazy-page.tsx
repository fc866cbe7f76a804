import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Button } from "../ui/button.tsx";
import { labels } from "../ui/labels.ts";
import { EmptyState, Skeleton } from "../ui/states.tsx";

/** A page whose code is fetched when it is first shown. Fetching it can fail, for example after an update of the server. */
export function lazyPage<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const page = signal<ComponentType<Props> | "failed" | undefined>();
  const fetchPage = async () => {
    try {
      page.value = await load();
    } catch {
      page.value = "failed";
    }
  };
  return function LazyPage(props: Props) {
    useEffect(() => {
      if (page.value === undefined) void fetchPage();
    }, []);
    const Loaded = page.value;
    if (Loaded === undefined)
      return (
        <div class="page">
          <Skeleton lines={4} />
        </div>
      );
    if (Loaded !== "failed") return <Loaded {...props} />;
    return (
      <div class="page">
        <EmptyState
          icon="alert"
          title={labels.problems.pageMissing.title}
          action={
            <Button icon="refresh" onClick={() => location.reload()}>
              {labels.common.reload}
            </Button>
          }
        >
          {labels.problems.pageMissing.detail}
        </EmptyState>
      </div>
    );
  };
}
