import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Button } from "./button.tsx";
import { labels } from "../labels.ts";
import { EmptyState, Skeleton } from "./states.tsx";
import { fetchMissingStyles } from "../router/missing-styles.ts";

/** A page whose code is fetched when it is first shown. Fetching it can fail, for example after an update of the server. */
export function lazyPage<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const page = signal<ComponentType<Props> | "failed" | undefined>();
  const fetching = signal(false);
  const fetchPage = async () => {
    if (fetching.peek() || (page.peek() !== undefined && page.peek() !== "failed")) return;
    fetching.value = true;
    try {
      await fetchMissingStyles();
      page.value = await load();
    } catch {
      page.value = "failed";
    } finally {
      fetching.value = false;
    }
  };
  /** Some browsers remember the failure until the page is reloaded; without a connection a reload would not help. */
  const retry = async () => {
    await fetchPage();
    if (page.peek() === "failed" && navigator.onLine) location.reload();
  };
  return function LazyPage(props: Props) {
    useEffect(() => {
      const attempt = () => void fetchPage();
      attempt();
      addEventListener("online", attempt);
      return () => removeEventListener("online", attempt);
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
            <Button icon="refresh" busy={fetching.value} onClick={() => void retry()}>
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
