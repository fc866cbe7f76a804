import { signal } from "@preact/signals";
import { mayPass, problemOf } from "../api/problem.ts";
import { navigate } from "../router/router.ts";
import { Button, IconButton } from "./button.tsx";
import { Icon } from "./icons.tsx";
import { labels } from "../labels.ts";

interface Toast {
  id: number;
  kind: "done" | "problem";
  text: string;
  /** What can still be done about it, such as undoing it. */
  action?: { label: string; act: () => void } | undefined;
}
const toasts = signal<readonly Toast[]>([]);
/** Long enough to read two short sentences; a problem stays until it is closed. */
const shownMs = 5000;
/** Long enough to notice a slip and to reach the button. */
const shownWithActionMs = 12_000;
let lastId = 0;

/** Says in a corner, and to screen readers, what has just happened. */
export function toast(text: string, kind: Toast["kind"] = "done", action?: Toast["action"]): void {
  const id = ++lastId;
  toasts.value = [...toasts.value.slice(-2), { id, kind, text, action }];
  if (kind === "done") setTimeout(() => dismiss(id), action ? shownWithActionMs : shownMs);
}

/** Says why something did not go: the fault itself, or that the server was not there for it. */
export function toastProblem(caught: unknown): void {
  const problem = problemOf(caught);
  const { title, detail, suggestion, errors } = problem;
  toast(mayPass(problem) ? [title, suggestion].filter(Boolean).join(". ") : (errors[0]?.message ?? detail ?? title), "problem");
}

/** Reports the result of work that the person left before it was done, with a link to it. */
export function toastWay(text: string, href: string): void {
  toast(text, "done", { label: labels.common.open, act: () => navigate(href) });
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((each) => each.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, kind, text, action }) => (
        <div key={id} class={`toast toast-${kind}`}>
          <Icon name={kind === "done" ? "check" : "alert"} />
          <span class="grow break">{text}</span>
          {action && (
            <Button
              kind="quiet"
              onClick={() => {
                dismiss(id);
                action.act();
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton icon="close" label={labels.common.dismiss} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
