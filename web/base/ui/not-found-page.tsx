import { labels } from "../labels.ts";
import { EmptyState } from "./states.tsx";

export function NotFoundPage() {
  return (
    <div class="page">
      <h1 class="unseen" tabIndex={-1}>
        {labels.notFound.title}
      </h1>
      <EmptyState
        icon="search"
        title={labels.notFound.title}
        action={
          <a class="button button-main" href="/">
            {labels.notFound.action}
          </a>
        }
      >
        {labels.notFound.detail}
      </EmptyState>
    </div>
  );
}
