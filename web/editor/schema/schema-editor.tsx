import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo } from "preact/hooks";
import { parseJsonText } from "../../base/json/json-text.ts";
import { Button } from "../../base/ui/button.tsx";
import { Icon } from "../../base/ui/icons.tsx";
import { schemaLabels as words } from "./schema-labels.ts";
import { Tabs } from "../../base/ui/tabs.tsx";
import { ExampleDialog } from "./example-dialog.tsx";
import { findFault, keywordAt } from "./find-fault.ts";
import { SchemaFacts } from "./schema-facts.tsx";
import { KindSelect, SchemaInside } from "./schema-node.tsx";
import { hasField } from "./schema-parts.ts";
import { SchemaText } from "./schema-text.tsx";
import { type SchemaPlace, ShareSchema } from "./schema-world.ts";
import "./schema-editor.css";

interface Props {
  value: unknown;
  /** Undefined where there is to be no schema. `what` names the edit: edits of the same name are one step to undo. */
  onValue: (schema: unknown, what: string) => void;
  /** A sample value to start an example with. */
  example: unknown;
  readOnly: boolean;
  onLeave: () => void;
}
type View = keyof typeof words.tabs;

/** A JSON Schema, by form or as text. Both show the same value; what the form does not know stays as it was written. */
export function SchemaEditor({ value, onValue, example, readOnly, onLeave }: Props) {
  const view = useSignal<View>("visual");
  const asking = useSignal(false);
  /** Text as it is typed, for as long as it says the same as the value or nothing yet. */
  const draft = useSignal<string | undefined>(undefined);
  const stored = useMemo(() => (value === undefined ? "" : JSON.stringify(value, null, 2)), [value]);
  const parsed = useMemo(() => parse(draft.value ?? stored), [draft.value, stored]);
  const fault = useMemo(() => findFault(value), [value]);
  useLayoutEffect(() => {
    // Undone, or changed by the form: the text follows before more is typed.
    if (parsed.ok && JSON.stringify(parsed.value) !== JSON.stringify(value)) draft.value = undefined;
  }, [stored]);
  const type = (text: string) => {
    draft.value = text;
    const now = parse(text);
    if (now.ok) onValue(now.value, "text");
  };
  const change = (next: unknown, what: string) => {
    draft.value = undefined;
    onValue(next, what);
  };
  const notJson = parsed.ok ? undefined : words.notJson(parsed.message, parsed.line);
  // By form a fault stands beside its field, if it has one.
  const isElsewhere = view.value === "visual" && fault !== undefined && hasField(value, keywordAt(fault, ""));
  const says = (view.value === "text" ? notJson : undefined) ?? (fault && !isElsewhere ? at(fault) : undefined);
  const root: SchemaPlace = { schema: value ?? {}, place: "", name: words.title, onChange: change };
  return (
    <section class="schema" aria-label={words.title}>
      <div class="row-apart">
        <span class="insp-label">{words.title}</span>
        {!readOnly && (
          <Button kind="quiet" onClick={() => (asking.value = true)}>
            {words.fromExample}
          </Button>
        )}
      </div>
      <ShareSchema value={{ readOnly, fault, onLeave }}>
        <Tabs
          label={words.views}
          tabs={(["visual", "text"] as const).map((key) => ({ key, label: words.tabs[key] }))}
          current={view.value}
          onChange={(key) => (view.value = key)}
        >
          <div class="stack schema-view">
            {view.value === "text" ? (
              <SchemaText label={words.title} text={() => draft.value ?? stored} invalid={notJson !== undefined} onText={type} />
            ) : (
              <>
                {notJson && <p class="field-hint">{words.lastGood}</p>}
                <div class="schema-line">
                  <span class="grow">{words.root}</span>
                  <KindSelect {...root} />
                </div>
                <SchemaInside {...root} />
                {value !== undefined && <SchemaFacts {...root} />}
              </>
            )}
            {says && (
              <p class="field-error" role="status">
                <Icon name="alert" /> <span>{says}</span>
              </p>
            )}
            {value === undefined && view.value === "visual" && <p class="field-hint">{words.hint}</p>}
            {value !== undefined && !readOnly && (
              <div>
                <Button kind="quiet" icon="trash" onClick={() => change(undefined, "clear")}>
                  {words.clear}
                </Button>
              </div>
            )}
          </div>
        </Tabs>
      </ShareSchema>
      {asking.value && (
        <ExampleDialog
          example={example}
          replaces={value !== undefined}
          onSchema={(schema) => change(schema, "example")}
          onClose={() => (asking.value = false)}
        />
      )}
    </section>
  );
}

const at = ({ path, message }: { path: string; message: string }): string => (path ? `${path}: ${message}` : message);
const parse = (text: string) => (text.trim() === "" ? ({ ok: true, value: undefined } as const) : parseJsonText(text));
