import { CodeHost } from "../code/code-host.tsx";
import { schemaLabels as words } from "./schema-labels.ts";
import { useSchemaWorld } from "./schema-world.ts";

interface Props {
  label: string;
  text: () => string;
  invalid: boolean;
  onText: (text: string) => void;
}

/** The schema as JSON text. */
export function SchemaText({ label, text, invalid, onText }: Props) {
  const { readOnly, onLeave } = useSchemaWorld();
  return (
    <>
      <CodeHost
        label={label}
        value={text()}
        newest={text}
        readOnly={readOnly}
        invalid={invalid}
        onText={onText}
        create={async (host) => (await import("./json-code.ts")).createJsonCode(host, { text: text(), label, readOnly, onText, onLeave })}
      />
      <p class="field-hint">{words.textHint}</p>
    </>
  );
}
