import type { Run } from "../../base/api/runs.ts";
import { CopyButton } from "../../base/ui/copy-button.tsx";
import { runLabels } from "./run-labels.ts";
import { clockText, debugLogOf, logText } from "./debug-log.ts";

const words = runLabels;
/** More lines than this are copied rather than read. */
const mostLines = 2_000;

/** The log line by line, collapsed until a person opens it. */
export function RunLog({ run }: { run: Run }) {
  const lines = debugLogOf(run);
  return (
    <details class="card run-card run-log">
      <summary class="run-card-head">
        <h3>{words.sections.log}</h3>
        <span class="soft figures grow">{lines.length}</span>
      </summary>
      {lines.length > mostLines && <p class="soft run-card-body">{words.log.cut(mostLines)}</p>}
      <div class="code">
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
        <pre tabIndex={0} role="group" aria-label={words.sections.log}>
          {lines.slice(0, mostLines).map(({ at, node, text, isProblem }, turn) => (
            <span key={turn} class={isProblem ? "run-log-line run-log-problem" : "run-log-line"}>
              <span class="soft">{clockText(at)}</span> {node && <span class="strong">{node} </span>}
              {text}
              {"\n"}
            </span>
          ))}
        </pre>
        <div class="code-copy">
          <CopyButton text={logText(lines)} label={words.log.copy} />
        </div>
      </div>
    </details>
  );
}
