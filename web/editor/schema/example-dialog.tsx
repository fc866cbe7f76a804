import { useSignal } from "@preact/signals";
import { parseJsonText } from "../../base/json/json-text.ts";
import { TextField, Toggle } from "../../base/ui/field.tsx";
import { FormDialog } from "../../base/ui/form-dialog.tsx";
import { schemaLabels } from "./schema-labels.ts";
import { schemaOfExample } from "./schema-of-example.ts";

const words = schemaLabels.example;

interface Props {
  /** The initial content of the field, such as the input's default. */
  example: unknown;
  replaces: boolean;
  onSchema: (schema: unknown) => void;
  onClose: () => void;
}

/** Takes JSON as a caller would send it and makes the schema that it fits. */
export function ExampleDialog({ example, replaces, onSchema, onClose }: Props) {
  const text = useSignal(example === undefined ? "" : JSON.stringify(example, null, 2));
  const mandatory = useSignal(true);
  const parsed = parseJsonText(text.value);
  return (
    <FormDialog
      title={words.title}
      action={words.action}
      wide
      onSubmit={() => {
        if (!parsed.ok) return;
        onSchema(schemaOfExample(parsed.value, mandatory.value));
        onClose();
      }}
      onClose={onClose}
    >
      <p class="soft">{words.lead}</p>
      <TextField
        label={words.field}
        mono
        lines={12}
        first
        text={text}
        error={!parsed.ok ? schemaLabels.notJson(parsed.message, parsed.line) : undefined}
        hint={replaces ? words.replaces : undefined}
      />
      <Toggle label={words.required} checked={mandatory.value} onChange={(on) => (mandatory.value = on)} />
    </FormDialog>
  );
}
