import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problem.ts";
import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icons.tsx";
import { labels } from "../labels.ts";

/** An empty page says what it is for and offers the first step. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={icon} />
      </span>
      <h2>{title}</h2>
      {children && <p class="soft">{children}</p>}
      {action && <div class="row">{action}</div>}
    </div>
  );
}

/** Where an entry is about another workflow, its path is the address of that workflow's page. */
function isPage(path: string | undefined): path is string {
  return path !== undefined && /^\/workflows\/wf_\w+$/.test(path);
}

/** What happened, why, what to do, and the button that does it. */
export function ProblemNotice({
  problem,
  onRetry,
  action,
}: {
  problem: Problem;
  onRetry?: (() => void) | undefined;
  action?: ComponentChildren;
}) {
  return (
    <div class="notice notice-failed" role="alert">
      <Icon name="alert" />
      <div class="grow stack-s">
        <p class="strong">{problem.title}</p>
        {problem.detail && problem.detail !== problem.title && <p class="break">{problem.detail}</p>}
        {problem.errors.length > 0 && (
          <ul class="notice-list">
            {problem.errors.map((error, at) => (
              <li key={at} class="break">
                {isPage(error.path) ? (
                  <a href={error.path}>{error.message}</a>
                ) : (
                  <>
                    {error.path && <code>{error.path}</code>} {error.message}
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
        {problem.suggestion && <p class="soft break">{problem.suggestion}</p>}
        {(problem.requestId ?? problem.runId) && (
          <p class="soft mono break">{labels.common.reference(problem.requestId ?? problem.runId ?? "")}</p>
        )}
        {(onRetry ?? action) && (
          <div class="row">
            {onRetry && (
              <Button icon="refresh" onClick={onRetry}>
                {labels.common.retry}
              </Button>
            )}
            {action}
          </div>
        )}
      </div>
    </div>
  );
}

export function Notice({
  kind,
  title,
  children,
  action,
}: {
  kind: "info" | "warning" | "success";
  title: string;
  children?: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class={`notice notice-${kind}`}>
      <Icon name={kind === "success" ? "check" : kind === "warning" ? "warning" : "info"} />
      <div class="grow stack-s">
        <p class="strong">{title}</p>
        {children && <p>{children}</p>}
      </div>
      {action && <div class="notice-action">{action}</div>}
    </div>
  );
}

/** Grey bars where text is about to be; said once to screen readers. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  return (
    <div class="skeleton">
      <span class="unseen" role="status">
        {labels.common.loading}
      </span>
      {Array.from({ length: lines }, (_, at) => (
        <div key={at} class={`bone bone-${at % 4}`} />
      ))}
    </div>
  );
}
