import type { FlowNode } from "../document/changes.ts";
import { retryBounds } from "#flow/nodes/retry-policy.ts";
import { Field, FieldBelow, TextField, Toggle } from "../../base/ui/field.tsx";
import { inspectorLabels } from "./inspector-labels.ts";
import { faultAtPointer, useField } from "./field-world.ts";
import { kindOf } from "../drawing/node-kinds.ts";

const words = inspectorLabels.failure;
const reasons = ["network", "timeout", "429", "5xx", "any"] as const;
const usualReasons: readonly (typeof reasons)[number][] = ["network", "timeout", "429", "5xx"];

type Retry = NonNullable<FlowNode["retry"]>;

/** Timeout, retry, and what to do where it is unclear whether a call arrived. */
export function FailureSection() {
  const { editor, node, readOnly } = useField();
  const { timeout, retryable, work } = kindOf(node.type);
  if (!timeout && !retryable) return null;
  const set = (settings: Partial<Pick<FlowNode, "timeoutSec" | "retry" | "onAmbiguous">>, what: string) =>
    editor.apply({ kind: "setNode", id: node.id, set: settings }, `${node.id}/${what}`);
  const used = node.timeoutSec !== undefined || node.retry !== undefined || node.onAmbiguous !== undefined;
  const fault = (place: string) => faultAtPointer(editor, node.id, place);
  return (
    <details class="insp-section" open={used || fault("/retry") !== undefined || fault("/timeoutSec") !== undefined || undefined}>
      <summary>{words.title}</summary>
      <div class="stack insp-body">
        {timeout && (
          <>
            {!(timeout.canBeNone && node.timeoutSec === null) && (
              <NumberField
                label={words.timeout}
                hint={words.timeoutHint(timeout.minSec, timeout.maxSec, timeout.defaultSec)}
                value={node.timeoutSec ?? undefined}
                place="/timeoutSec"
                error={fault("/timeoutSec")}
                onValue={(timeoutSec) => set({ timeoutSec }, "timeoutSec")}
              />
            )}
            {timeout.canBeNone && (
              <Toggle
                label={words.noTimeout}
                checked={node.timeoutSec === null}
                disabled={readOnly}
                onChange={(on) => set({ timeoutSec: on ? null : undefined }, "timeoutSec")}
              />
            )}
          </>
        )}
        {retryable && <RetryFields onRetry={(retry) => set({ retry }, "retry")} fault={fault} />}
        {work === "outside" && (
          <Field label={words.ambiguous}>
            {(ties) => (
              <select
                {...ties}
                class="select"
                disabled={readOnly}
                value={node.onAmbiguous ?? ""}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  set({ onAmbiguous: value === "retry" || value === "fail" ? value : undefined }, "onAmbiguous");
                }}
              >
                <option value="">{words.usual}</option>
                <option value="retry">{words.ambiguousChoices.retry}</option>
                <option value="fail">{words.ambiguousChoices.fail}</option>
              </select>
            )}
          </Field>
        )}
        <p class="field-hint">{words.edgeHint}</p>
      </div>
    </details>
  );
}

function RetryFields({ onRetry, fault }: { onRetry: (retry: Retry | undefined) => void; fault: (place: string) => string | undefined }) {
  const { node, readOnly } = useField();
  const { retry } = node;
  const change = (settings: { [Key in keyof Retry]?: Retry[Key] | undefined }) => {
    const kept = Object.entries({ attempts: 0, ...retry, ...settings }).filter(([, value]) => value !== undefined);
    onRetry(Object.fromEntries(kept) as Retry); // `attempts` is always there.
  };
  const on = retry?.on ?? usualReasons;
  return (
    <>
      <NumberField
        label={words.attempts}
        hint={words.attemptsHint}
        value={retry?.attempts}
        place="/retry/attempts"
        error={fault("/retry/attempts")}
        max={retryBounds.maxAttempts}
        onValue={(attempts) => (attempts === undefined ? onRetry(undefined) : change({ attempts }))}
      />
      {retry && retry.attempts > 0 && (
        <>
          <Field label={words.backoff}>
            {(ties) => (
              <select
                {...ties}
                class="select"
                disabled={readOnly}
                value={retry.backoff ?? "exponential"}
                onChange={(event) => change({ backoff: event.currentTarget.value === "fixed" ? "fixed" : "exponential" })}
              >
                <option value="exponential">{words.backoffs.exponential}</option>
                <option value="fixed">{words.backoffs.fixed}</option>
              </select>
            )}
          </Field>
          <div class="insp-pair">
            <NumberField
              label={words.delay}
              value={retry.delayMs}
              placeholder="1000"
              place="/retry/delayMs"
              error={fault("/retry/delayMs")}
              onValue={(delayMs) => change({ delayMs })}
            />
            <NumberField
              label={words.maxDelay}
              value={retry.maxDelayMs}
              placeholder="60000"
              place="/retry/maxDelayMs"
              error={fault("/retry/maxDelayMs")}
              onValue={(maxDelayMs) => change({ maxDelayMs })}
            />
          </div>
          <fieldset class="insp-checks">
            <legend>{words.on}</legend>
            {reasons.map((reason) => (
              <label key={reason}>
                <input
                  type="checkbox"
                  checked={on.includes(reason)}
                  disabled={readOnly}
                  onChange={(event) => change({ on: event.currentTarget.checked ? [...on, reason] : on.filter((each) => each !== reason) })}
                />
                {words.reasons[reason]}
              </label>
            ))}
            <FieldBelow error={fault("/retry/on")} />
          </fieldset>
        </>
      )}
    </>
  );
}

interface NumberProps {
  label: string;
  value: number | undefined;
  place: string;
  onValue: (value: number | undefined) => void;
  hint?: string;
  error?: string | undefined;
  placeholder?: string;
  max?: number;
}

/** Empty means the default. A text that is not a number is not stored. */
export function NumberField({ label, value, place, onValue, hint, error, placeholder }: NumberProps) {
  const { readOnly } = useField();
  return (
    <div data-path={place}>
      <TextField
        label={label}
        {...(hint ? { hint } : {})}
        error={error}
        type="number"
        inputMode="decimal"
        disabled={readOnly}
        {...(placeholder ? { placeholder } : {})}
        value={value === undefined ? "" : String(value)}
        onValue={(text) => {
          const typed = text.trim() === "" ? undefined : Number(text);
          if (typed === undefined || Number.isFinite(typed)) onValue(typed);
        }}
      />
    </div>
  );
}
