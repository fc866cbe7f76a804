import { Field, type FieldProps } from "./field.tsx";

interface Props<Value extends string> extends Omit<FieldProps, "children"> {
  value: Value | undefined;
  choices: readonly Value[];
  wordsOf: (choice: Value) => string;
  onChoose: (choice: Value) => void;
  first?: boolean;
}

/** A field whose value is one of a few. */
export function SelectField<Value extends string>({ value, choices, wordsOf, onChoose, first, ...field }: Props<Value>) {
  return (
    <Field {...field}>
      {(ties) => (
        <select
          {...ties}
          class="select"
          data-first={first || undefined}
          value={value}
          // The options are the choices.
          onChange={(event) => onChoose(event.currentTarget.value as Value)}
        >
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {wordsOf(choice)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
