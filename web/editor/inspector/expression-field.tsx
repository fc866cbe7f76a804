import type { ConfigPath } from "../document/changes.ts";
import { Field } from "../../base/ui/field.tsx";
import { ExpressionInput } from "./expression-input.tsx";
import { faultAt, setConfig, textOf, useField, valueAt } from "./field-world.ts";
import { LiveValue } from "./live-value.tsx";

interface Props {
  label: string;
  path: ConfigPath;
  kind?: "template" | "expression" | "json";
  hint?: string | undefined;
  mandatory?: boolean;
  lines?: number;
  placeholder?: string;
  /** Turns what was typed into what is stored; a text by default, nothing where the field is empty. */
  read?: ((text: string) => unknown) | undefined;
  /** The same when the field is left. */
  readAtLast?: ((text: string) => unknown) | undefined;
  onPaste?: ((text: string) => boolean) | undefined;
}

/** A setting that may hold expressions, with its label, its value in the last test run, and what is wrong with it. */
export function ExpressionField({ label, path, kind = "template", hint, mandatory, lines, placeholder, read, readAtLast, onPaste }: Props) {
  const world = useField();
  const stored = valueAt(world.node.config, path);
  const text = textOf(stored);
  const store = (typed: string) => setConfig(world, path, read ? read(typed) : typed === "" && !mandatory ? undefined : typed);
  return (
    <div class="insp-field">
      <Field label={label} hint={hint} mandatory={mandatory} error={faultAt(world, path)}>
        {(ties) => (
          <ExpressionInput
            path={path}
            value={text}
            kind={kind}
            lines={lines}
            ties={ties}
            placeholder={placeholder}
            onText={store}
            onLeave={readAtLast && ((typed) => readAtLast(typed) !== stored && setConfig(world, path, readAtLast(typed)))}
            onPaste={onPaste}
          />
        )}
      </Field>
      <LiveValue text={text} kind={kind} />
    </div>
  );
}

/** The same without a visible label, for a cell of a row; `label` is read aloud. */
export function ExpressionCell({
  label,
  path,
  read,
  placeholder,
}: {
  label: string;
  path: ConfigPath;
  read?: ((text: string) => unknown) | undefined;
  placeholder?: string;
}) {
  const world = useField();
  const text = textOf(valueAt(world.node.config, path));
  return (
    <div class="insp-cell">
      <ExpressionInput
        path={path}
        value={text}
        label={label}
        placeholder={placeholder}
        invalid={faultAt(world, path) !== undefined}
        onText={(typed) => setConfig(world, path, read ? read(typed) : typed)}
      />
      <LiveValue text={text} kind="template" />
    </div>
  );
}
