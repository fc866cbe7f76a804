import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { parseJsonText } from "../../base/json/json-text.ts";
import { Field } from "../../base/ui/field.tsx";
import { inspectorLabels } from "./inspector-labels.ts";

interface Props {
  label: string;
  value: unknown;
  onValue: (value: unknown) => void;
  hint?: string | undefined;
  error?: string | undefined;
  readOnly: boolean;
  lines?: number;
  path?: string;
}

/** A JSON value as text: typed text is kept while it is not valid JSON, and stored as soon as it is. */
export function JsonField({ label, value, onValue, hint, error, readOnly, lines = 4, path }: Props) {
  const stored = value === undefined ? "" : JSON.stringify(value, null, 2);
  const draft = useSignal(stored);
  const parsed = draft.value.trim() === "" ? ({ ok: true, value: undefined } as const) : parseJsonText(draft.value);
  const same = parsed.ok && JSON.stringify(parsed.value) === JSON.stringify(value);
  useLayoutEffect(() => {
    // Undone or changed from elsewhere: the text follows before more is typed, unless it says the same in other words.
    if (parsed.ok && !same) draft.value = stored;
  }, [stored]);
  return (
    <Field label={label} hint={hint} error={parsed.ok ? error : inspectorLabels.notJson(parsed.message)}>
      {(ties) => (
        <textarea
          {...ties}
          class="input mono insp-json"
          rows={lines}
          spellcheck={false}
          data-path={path}
          readOnly={readOnly}
          value={draft.value}
          onInput={(event) => {
            draft.value = event.currentTarget.value;
            const now = draft.value.trim() === "" ? ({ ok: true, value: undefined } as const) : parseJsonText(draft.value);
            if (now.ok) onValue(now.value);
          }}
        />
      )}
    </Field>
  );
}
