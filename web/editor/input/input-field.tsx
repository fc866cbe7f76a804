import type { InputDefinition } from "./sample-input.ts";
import { Field } from "../../base/ui/field.tsx";
import { tryItLabels } from "./trial-labels.ts";

const words = tryItLabels;

/** The field for one input of the workflow, after its type. */
export function InputField({
  input,
  value,
  error,
  onValue,
}: {
  input: InputDefinition;
  value: string;
  error: string | undefined;
  onValue: (text: string) => void;
}) {
  const { name, type, description, mandatory, default: preset, values = [] } = input;
  const choices = type === "boolean" ? ["true", "false"] : values;
  const hint = [description, preset === undefined ? "" : words.defaultIs(typeof preset === "string" ? preset : JSON.stringify(preset))]
    .filter(Boolean)
    .join(" · ");
  return (
    <Field label={name} note={words.types[type]} mandatory={mandatory} error={error} hint={hint}>
      {(ties) => {
        const shared = { ...ties, name, value, "data-input": name };
        if (type === "enum" || type === "boolean") {
          return (
            <select {...shared} class="select" onChange={(event) => onValue(event.currentTarget.value)}>
              <option value="">{mandatory && preset === undefined ? words.choose : words.notSent}</option>
              {choices.map((choice) => (
                <option key={choice} value={choice}>
                  {choice}
                </option>
              ))}
            </select>
          );
        }
        const typed = (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value);
        if (type === "json") return <textarea {...shared} class="input mono" rows={5} spellcheck={false} onInput={typed} />;
        if (type === "text") return <textarea {...shared} class="input try-text" rows={1} onInput={typed} />;
        return (
          <input
            {...shared}
            class="input"
            type="text"
            autocomplete="off"
            inputMode={type === "number" ? "decimal" : "url"}
            placeholder={type === "file" ? words.filePlaceholder : undefined}
            onInput={typed}
          />
        );
      }}
    </Field>
  );
}
