import type { ComponentChildren } from "preact";
import type { FlowDiff } from "../../../base/api/management.ts";
import { diffLabels } from "./versions-labels.ts";

const words = diffLabels;
type ValueChange = FlowDiff["nodes"]["changed"][number]["settings"][number];

interface Props {
  changes: readonly ValueChange[];
  /** What can be done about the change at a path. */
  action?: ((path: string) => ComponentChildren) | undefined;
}

/** Settings before and after; texts of several lines by their lines. */
export function ValueChanges({ changes, action }: Props) {
  return (
    <ul class="diff-values">
      {changes.map((change) => (
        <li key={change.path}>
          <div class="diff-head">
            <code class="diff-path break">{pathShown(change.path)}</code>
            {action?.(change.path)}
          </div>
          {change.lines ? (
            <Lines lines={change.lines} />
          ) : (
            <div class="diff-pair">
              <Side kind="removed" label={words.before} value={change.before} />
              <Side kind="added" label={words.after} value={change.after} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Side({ kind, label, value }: { kind: "removed" | "added"; label: string; value: unknown }) {
  return (
    <div class={`diff-side diff-side-${kind}`}>
      <span class="unseen">{label}</span>
      {value === undefined ? (
        <span class="soft">{words.notSet}</span>
      ) : (
        <code class="break">{typeof value === "string" ? value || '""' : JSON.stringify(value)}</code>
      )}
    </div>
  );
}

function Lines({ lines: hunks }: { lines: NonNullable<ValueChange["lines"]> }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard
    <div class="diff-lines" tabIndex={0} role="group" aria-label={words.changed}>
      {hunks.map(({ fromLine, toLine, lines }) => (
        <pre key={`${fromLine} ${toLine}`}>
          <span class="diff-hunk soft">{words.line(fromLine, toLine)}</span>
          {lines.map((line, at) => (
            <span key={at} class={line.startsWith("+") ? "diff-plus" : line.startsWith("-") ? "diff-minus" : "diff-equal"}>
              {line || " "}
            </span>
          ))}
        </pre>
      ))}
    </div>
  );
}

/** `/config/branches/0/join` as `branches › 1 › join`; most settings are in `config`, which says nothing. */
function pathShown(path: string): string {
  const parts = path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (parts[0] === "config" && parts.length > 1) parts.shift();
  return parts.map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : part)).join(" › ");
}
