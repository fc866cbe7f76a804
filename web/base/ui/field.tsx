import type { Signal } from "@preact/signals";
import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icons.tsx";
import { labels } from "../labels.ts";
import { useSettledError } from "./settled-error.ts";

/** What a control needs to be tied to its label, its hint and its error. */
export interface FieldTies {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
  "aria-required": boolean | undefined;
}

export interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  mandatory?: boolean | undefined;
  optional?: boolean | undefined;
  /** A word in mono beside the label, such as the type of an input. */
  note?: string | undefined;
  children: (ties: FieldTies) => ComponentChildren;
}

/** A label, its control, and below it a hint or what is wrong. */
export function Field({ label, hint, error: found, mandatory, optional, note, children }: FieldProps) {
  const id = useId();
  const { shown: error, ...listeners } = useSettledError(found);
  const below = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div class="field" {...listeners}>
      <div class="field-label">
        <label for={id}>
          {label}
          {mandatory && (
            <span class="field-mandatory" title={labels.common.required} aria-hidden="true">
              {" "}
              *
            </span>
          )}
        </label>
        {optional && <span class="soft">{labels.common.optional}</span>}
        {note && <span class="field-note mono">{note}</span>}
      </div>
      {children({ id, "aria-describedby": below, "aria-invalid": error ? true : undefined, "aria-required": mandatory || undefined })}
      <FieldBelow id={id} hint={hint} error={error} />
    </div>
  );
}

interface Below {
  /** The hint gets the id with `-hint`, the error with `-error`. */
  id?: string;
  hint?: ComponentChildren;
  error?: string | undefined;
  /** Reads the error aloud when it appears. */
  isAlert?: boolean;
}

/** The place for a hint or an error below a field or a group. An error of one line has room there, so it moves nothing. */
export function FieldBelow({ id, hint, error, isAlert }: Below) {
  return (
    <div class="field-below" role={isAlert ? "alert" : undefined}>
      {hint && (
        <p id={id && `${id}-hint`} class="field-hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={id && `${id}-error`} class="field-error">
          <Icon name="alert" /> <span>{error}</span>
        </p>
      )}
    </div>
  );
}

/** The content of a text field: a signal that it writes to, or a value with a change handler. */
type Written =
  | { text: Signal<string>; value?: undefined; onValue?: undefined }
  | { text?: undefined; value: string; onValue: (value: string) => void };

interface TextFieldLook extends Omit<FieldProps, "children"> {
  type?: "text" | "email" | "password" | "url" | "number" | "datetime-local";
  autocomplete?: string;
  placeholder?: string;
  first?: boolean;
  lines?: number;
  mono?: boolean;
  maxLength?: number;
  disabled?: boolean;
  inputMode?: "numeric" | "decimal" | "url" | "email";
}

export function TextField({
  text,
  value,
  onValue,
  type = "text",
  lines,
  first,
  mono,
  autocomplete = "off",
  maxLength,
  placeholder,
  disabled,
  inputMode,
  ...field
}: TextFieldLook & Written) {
  const write = (next: string) => {
    if (text) text.value = next;
    else onValue(next);
  };
  const shared = {
    class: mono ? "input mono" : "input",
    value: text ? text.value : value,
    placeholder,
    disabled,
    maxLength,
    spellcheck: mono ? false : undefined,
    "data-first": first || undefined,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => write(event.currentTarget.value),
  };
  return (
    <Field {...field}>
      {(ties) =>
        lines ? (
          <textarea {...ties} {...shared} rows={lines} />
        ) : (
          // Preact has a type of attributes for each `type`; what is passed here is in all of them.
          <input {...({ ...ties, ...shared, type, autocomplete, inputMode } as InputHTMLAttributes)} />
        )
      }
    </Field>
  );
}

/** A switch with its words beside it. */
export function Toggle({
  label,
  checked,
  onChange,
  hint,
  disabled,
}: {
  label: string;
  checked: boolean;
  onChange: (on: boolean) => void;
  hint?: string;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div class="toggle">
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={checked}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} class="field-hint">
          {hint}
        </p>
      )}
    </div>
  );
}
