import type { FlowEditor } from "../document/flow-editor.ts";
import { lookOf } from "../drawing/node-look.ts";
import { Button } from "../../base/ui/button.tsx";
import { CodeBlock } from "../../base/ui/code-block.tsx";
import { Icon } from "../../base/ui/icons.tsx";
import { RunStatus } from "../../base/ui/status.tsx";
import { durationText } from "../../base/ui/time-text.ts";
import { testRunLabels } from "../input/trial-labels.ts";
import { canBePinned, lineOf, type RunStep } from "./run-data.ts";
import type { TestRunModel } from "./test-run-model.ts";
import { toneOf } from "../../base/ui/status-look.ts";

const words = testRunLabels;

interface Props {
  editor: FlowEditor;
  model: TestRunModel;
  step: RunStep;
  /** When the run started (epoch milliseconds), and its duration so far. */
  began: number;
  wholeMs: number;
}

/** One node of the log: how it went in a line, all of its data once it is opened. A failed one is open. */
export function StepRow({ editor, model, step, began, wholeMs }: Props) {
  const { nodeId, type, status, attempts, durationMs, outcome, input, output, error, logs } = step;
  const { icon, family } = lookOf(type);
  const node = editor.nodeById(nodeId);
  const name = node?.name ?? step.name;
  const pinned = model.pins.value.has(nodeId);
  const from = ((Date.parse(step.startedAt) - began) / wholeMs) * 100;
  const width = Math.max(((durationMs ?? 0) / wholeMs) * 100, 1);
  const line = error ? error.message : lineOf(output);
  return (
    <li>
      <details class="log-step" open={status === "Failed" || undefined}>
        <summary>
          <span class={`family-${family}`}>
            <Icon name={icon} />
          </span>
          <span class="strong cut log-step-name">{name}</span>
          {pinned && (
            <span class="log-step-pin" title={words.pinned}>
              <Icon name="pin" />
              <span class="unseen">{words.pinned}</span>
            </span>
          )}
          <RunStatus status={status} />
          <code class="soft cut log-step-line">{line ?? ""}</code>
          {attempts > 1 && <span class="soft">{words.attempts(attempts)}</span>}
          <span class="log-step-bar" aria-hidden="true">
            <span
              class={`log-step-span status-${toneOf(status)}`}
              style={{ left: `${Math.min(from, 99)}%`, width: `${Math.min(width, 100 - Math.min(from, 99))}%` }}
            />
          </span>
          <span class="soft figures log-step-time">{durationMs === null ? "" : durationText(durationMs)}</span>
        </summary>
        <div class="log-step-body stack">
          <div class="row">
            {node && <Button onClick={() => editor.select([nodeId])}>{words.show}</Button>}
            {canBePinned(type) && (pinned || status === "Success") && (
              <Button icon="pin" onClick={() => (pinned ? model.unpin(nodeId) : model.pin(nodeId, output))}>
                {pinned ? words.unpin : words.pin}
              </Button>
            )}
            {outcome && <span class="soft">{words.outcome(outcome)}</span>}
          </div>
          {error && (
            <div class="log-step-error stack-s">
              <p class="break">{error.message}</p>
              {error.suggestion && <p class="soft break">{error.suggestion}</p>}
              <code class="soft">{error.code}</code>
            </div>
          )}
          <div class="log-step-values">
            <Value title={words.input} name={name} value={input} />
            <Value title={words.output} name={name} value={output} />
          </div>
          {logs.length > 0 && <Value title={words.logs} name={name} value={logs.join("\n")} />}
        </div>
      </details>
    </li>
  );
}

function Value({ title, name, value }: { title: string; name: string; value: unknown }) {
  if (value === null || value === undefined) return null;
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return (
    <div class="stack-s">
      <h4>{title}</h4>
      <CodeBlock text={text} label={`${title}, ${name}`} copyLabel={words.copy(title, name)} />
    </div>
  );
}
