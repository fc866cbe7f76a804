import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { lineOf } from "../test-run/run-data.ts";
import { inspectorLabels } from "./inspector-labels.ts";
import type { Preview, TextKind } from "./evaluate.ts";
import { useField } from "./field-world.ts";

const words = inspectorLabels;
/** The pause in typing after which the value is computed again. */
const pauseMs = 120;
const maxChars = 160;

/** The value that a text will have, with the data of the last test run; or in words why there is none. */
export function LiveValue({ text, kind }: { text: string; kind: TextKind }) {
  const { run } = useField();
  const preview = useSignal<Preview | undefined>(undefined);
  const scope = run.scope.value;
  const holdsExpression = kind === "expression" ? text.trim() !== "" : text.includes("{{");
  const first = useRef(text);
  const wasEdited = useRef(false);
  wasEdited.current ||= text !== first.current;
  // With nothing to evaluate with, and nothing typed that may be wrong, the parsers are not worth fetching.
  const wanted = holdsExpression && (scope !== undefined || wasEdited.current);
  useEffect(() => {
    if (!wanted) {
      preview.value = holdsExpression ? { kind: "noData" } : undefined;
      return undefined;
    }
    let gone = false;
    const timer = setTimeout(async () => {
      const { evaluateText } = await import("./evaluate.ts");
      const found = await evaluateText(text, kind, scope);
      if (!gone) preview.value = found;
    }, pauseMs);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text, kind, scope, wanted, holdsExpression]);
  const now = preview.value;
  if (!holdsExpression || !now) return null;
  if (now.kind === "error")
    return (
      <p class="live-value live-value-error" role="status">
        {now.message} {now.suggestion}
      </p>
    );
  if (now.kind === "noData")
    return <p class="live-value live-value-none">{now.step === undefined ? words.noDataYet : words.noDataOf(now.step)}</p>;
  const { value } = now;
  return (
    <p class="live-value">
      <span class="unseen">{words.live}: </span>
      <span aria-hidden="true">= </span>
      <code title={textOfValue(value)}>{lineOf(value, maxChars) ?? "null"}</code>
      <span class="live-value-type">{typeOf(value)}</span>
    </p>
  );
}

const textOfValue = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "null"));

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return `list of ${value.length}`;
  return typeof value === "string" ? "text" : typeof value;
}
