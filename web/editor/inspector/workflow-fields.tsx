import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { FlowDocument } from "../../base/api/resources.ts";
import type { FlowEditor } from "../document/flow-editor.ts";
import { prefetchRenamer } from "../document/renamer.ts";
import { lazyPage } from "../../base/ui/lazy-page.tsx";
import { afterRender } from "../../base/ui/after-render.ts";
import { Button, IconButton } from "../../base/ui/button.tsx";
import { Field, FieldBelow, TextField, Toggle } from "../../base/ui/field.tsx";
import { inspectorLabels } from "./inspector-labels.ts";
import { JsonField } from "./json-field.tsx";
import { textOf } from "./field-world.ts";
import { moveUp } from "./move-item.ts";

/** Fetched when an input of type JSON is first looked at. */
const SchemaEditor = lazyPage(async () => (await import("../schema/schema-editor.tsx")).SchemaEditor);

const words = inspectorLabels.fields;
type Input = FlowDocument["inputs"][number];
type Output = FlowDocument["outputs"][number];
const inputTypes = ["text", "number", "boolean", "enum", "json", "file"] as const;
const outputTypes = ["string", "number", "boolean", "json"] as const;

/** What callers send: a list of inputs, each with all that is known of it. */
export function InputsEditor({ editor }: { editor: FlowEditor }) {
  const { inputs } = editor.document.value;
  const readOnly = !editor.mayEdit.value;
  const opened = useSignal<number | undefined>(undefined);
  const set = (next: readonly Input[], group?: string) => editor.apply({ kind: "setInputs", inputs: [...next] }, group);
  const change = (at: number, to: Input, what: string) => set(inputs.with(at, to), `inputs/${at}/${what}`);
  const rename = (at: number, from: string, to: string) => {
    const now = editor.document.peek().inputs;
    const input = now[at];
    if (input?.name !== from) return;
    const isMeant = from !== "" && to !== "" && now.filter(({ name }) => name === from).length === 1;
    editor.endGroup();
    editor.apply({ kind: "setInputs", inputs: now.with(at, { ...input, name: to }), ...(isMeant ? { renamed: { from, to } } : {}) });
  };
  const add = () => {
    opened.value = inputs.length;
    set([...inputs, { name: "", type: "text", mandatory: true }]);
    afterRender(() => document.querySelector<HTMLElement>(`[data-path="/inputs/${inputs.length}/name"]`)?.focus());
  };
  return (
    <section class="stack" aria-labelledby="insp-inputs">
      <div class="row-apart">
        <h3 id="insp-inputs">{words.inputs}</h3>
        {!readOnly && (
          <Button kind="quiet" icon="plus" onClick={add}>
            {words.addInput}
          </Button>
        )}
      </div>
      {inputs.length === 0 && <p class="soft">{words.noInputs}</p>}
      {inputs.map((input, at) => (
        <InputCard
          key={at}
          editor={editor}
          input={input}
          at={at}
          open={opened.value === at || faultOf(editor, `/inputs/${at}`) !== undefined}
          readOnly={readOnly}
          onChange={(to, what) => change(at, to, what)}
          onRename={(from, to) => rename(at, from, to)}
          onRemove={() => set(inputs.toSpliced(at, 1))}
          onUp={at > 0 ? () => set(moveUp(inputs, at)) : undefined}
        />
      ))}
    </section>
  );
}

function faultOf(editor: FlowEditor, place: string): string | undefined {
  const found = editor.problems.value.filter(({ path = "" }) => path === place || path.startsWith(`${place}/`));
  return found.length > 0 ? found.map(({ message, suggestion }) => `${message} ${suggestion}`).join(" ") : undefined;
}

interface CardProps {
  editor: FlowEditor;
  input: Input;
  at: number;
  open: boolean;
  readOnly: boolean;
  onChange: (input: Input, what: string) => void;
  onRename: (from: string, to: string) => void;
  onRemove: () => void;
  onUp: (() => void) | undefined;
}

function InputCard({ editor, input, at, open, readOnly, onChange, onRename, onRemove, onUp }: CardProps) {
  const { name, type, mandatory = false, description = "", default: preset, values = [], schema, checkFormats } = input;
  const title = name || words.unnamed;
  // An opened part stays open, even when the problem that opened it is fixed.
  const isOpen = useSignal(open);
  useEffect(() => {
    if (open) isOpen.value = true;
  }, [open]);
  const set = (settings: { [Key in keyof Input]?: Input[Key] | undefined }, what: string) =>
    // Only optional settings are ever undefined, and those are left out.
    onChange(
      Object.fromEntries(Object.entries({ ...input, ...settings }).filter(([, value]) => value !== undefined)) as unknown as Input,
      what,
    );
  const changeType = (next: string) => {
    const known = inputTypes.find((each) => each === next);
    // A default, choices or a schema of the old type mean nothing to the new one.
    if (!known) return;
    const checked = known === "json" ? { checkFormats: true } : {};
    onChange({ name, type: known, mandatory, ...(description ? { description } : {}), ...checked }, "type");
  };
  return (
    <details class="insp-card" open={isOpen.value} onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
      <summary>
        <span class="mono cut">{title}</span>
        <span class="soft insp-card-type">
          {words.inputTypes[type]}
          {mandatory ? ` · ${words.required.toLowerCase()}` : ""}
        </span>
      </summary>
      {/* What is closed is not drawn: the editor of schemas is large. */}
      {isOpen.value && (
        <div class="stack insp-body">
          <div class="insp-pair">
            <NameField label={words.name} place={`/inputs/${at}/name`} value={name} readOnly={readOnly} editor={editor} onName={onRename} />
            <Field label={words.type}>
              {(ties) => (
                <select
                  {...ties}
                  class="select"
                  disabled={readOnly}
                  value={type}
                  onChange={(event) => changeType(event.currentTarget.value)}
                >
                  {inputTypes.map((each) => (
                    <option key={each} value={each}>
                      {words.inputTypes[each]}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </div>
          <Toggle label={words.required} checked={mandatory} disabled={readOnly} onChange={(on) => set({ mandatory: on }, "mandatory")} />
          <TextField
            label={words.description}
            value={description}
            disabled={readOnly}
            onValue={(text) => set({ description: text || undefined }, "description")}
          />
          {type === "enum" && (
            <ChoicesField
              values={values}
              readOnly={readOnly}
              error={faultOf(editor, `/inputs/${at}/values`)}
              onValues={(next) => set({ values: next.length > 0 ? next : undefined }, "values")}
            />
          )}
          <DefaultField
            input={input}
            readOnly={readOnly}
            error={faultOf(editor, `/inputs/${at}/default`)}
            onValue={(value) => set({ default: value }, "default")}
          />
          {type === "json" && (
            <SchemaEditor
              value={schema}
              example={preset}
              readOnly={readOnly}
              onValue={(value, what) => set({ schema: value }, `schema ${what}`)}
              onLeave={editor.endGroup}
            />
          )}
          {type === "json" && (
            <Toggle
              label={words.checkFormats}
              hint={words.checkFormatsHint}
              checked={checkFormats === true}
              disabled={readOnly}
              onChange={(on) => set({ checkFormats: on || undefined }, "formats")}
            />
          )}
          {!readOnly && (
            <div class="row">
              {onUp && <IconButton icon="arrowUp" label={words.moveUp(title)} onClick={onUp} />}
              <IconButton icon="trash" label={inspectorLabels.remove(title)} onClick={onRemove} />
            </div>
          )}
        </div>
      )}
    </details>
  );
}

/** A new name is written into every reference to the input, so it is taken when it is complete. */
function NameField({
  label,
  place,
  value,
  readOnly,
  editor,
  onName,
}: {
  label: string;
  place: string;
  value: string;
  readOnly: boolean;
  editor: FlowEditor;
  onName: (from: string, to: string) => void;
}) {
  const draft = useSignal(value);
  const latest = useRef(() => {});
  latest.current = () => draft.peek() !== value && onName(value, draft.peek());
  // With the render, not after it: by then the person may have typed.
  useLayoutEffect(() => void (draft.value = value), [value]);
  // What was typed is taken too where the field goes away under the hands.
  useEffect(() => () => latest.current(), []);
  return (
    <Field label={label} mandatory error={faultOf(editor, place)}>
      {(ties) => (
        <input
          {...ties}
          class="input mono"
          data-path={place}
          autocomplete="off"
          spellcheck={false}
          readOnly={readOnly}
          value={draft.value}
          onInput={(event) => (draft.value = event.currentTarget.value)}
          onFocus={prefetchRenamer}
          onBlur={() => latest.current()}
          onKeyDown={({ key, ctrlKey, metaKey }) => {
            // Keys that save or run are to find the name that is seen.
            if (key === "Enter" || ctrlKey || metaKey) latest.current();
          }}
        />
      )}
    </Field>
  );
}

/** Blank lines are kept while they are typed, and left out of what is stored. */
function ChoicesField({
  values,
  readOnly,
  error,
  onValues,
}: {
  values: readonly string[];
  readOnly: boolean;
  error: string | undefined;
  onValues: (values: string[]) => void;
}) {
  const draft = useSignal(values.join("\n"));
  const read = (text: string) => text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  const shown = read(draft.value).join("\n") === values.join("\n") ? draft.value : values.join("\n");
  return (
    <Field label={words.values} error={error}>
      {(ties) => (
        <textarea
          {...ties}
          class="input"
          rows={4}
          readOnly={readOnly}
          value={shown}
          onInput={(event) => {
            draft.value = event.currentTarget.value;
            onValues(read(draft.value));
          }}
        />
      )}
    </Field>
  );
}

function DefaultField({
  input,
  readOnly,
  error,
  onValue,
}: {
  input: Input;
  readOnly: boolean;
  error: string | undefined;
  onValue: (value: unknown) => void;
}) {
  const { type, default: preset, values = [] } = input;
  if (type === "json") return <JsonField label={words.default} value={preset} readOnly={readOnly} error={error} onValue={onValue} />;
  if (type === "boolean" || type === "enum") {
    const choices = type === "boolean" ? ["true", "false"] : values;
    return (
      <Field label={words.default} error={error}>
        {(ties) => (
          <select
            {...ties}
            class="select"
            disabled={readOnly}
            value={textOf(preset)}
            onChange={(event) => {
              const { value } = event.currentTarget;
              onValue(value === "" ? undefined : type === "boolean" ? value === "true" : value);
            }}
          >
            <option value="">{words.noDefault}</option>
            {choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        )}
      </Field>
    );
  }
  return (
    <TextField
      label={words.default}
      error={error}
      placeholder={words.noDefault}
      disabled={readOnly}
      {...(type === "number" ? { type: "number" as const, inputMode: "decimal" as const } : {})}
      value={textOf(preset)}
      onValue={(text) => onValue(text === "" ? undefined : type === "number" && Number.isFinite(Number(text)) ? Number(text) : text)}
    />
  );
}

/** What callers get back. */
export function OutputsEditor({ editor }: { editor: FlowEditor }) {
  const { outputs } = editor.document.value;
  const readOnly = !editor.mayEdit.value;
  const set = (next: readonly Output[], group?: string) => editor.apply({ kind: "setOutputs", outputs: [...next] }, group);
  const add = () => {
    set([...outputs, { name: "", type: "string" }]);
    afterRender(() => document.querySelector<HTMLElement>(`[data-path="/outputs/${outputs.length}/name"]`)?.focus());
  };
  return (
    <section class="stack" aria-labelledby="insp-outputs">
      <div class="row-apart">
        <h3 id="insp-outputs">{words.outputs}</h3>
        {!readOnly && (
          <Button kind="quiet" icon="plus" onClick={add}>
            {words.addOutput}
          </Button>
        )}
      </div>
      {outputs.length === 0 && <p class="soft">{words.noOutputs}</p>}
      {outputs.map((output, at) => (
        <div key={at} class="stack-s">
          <div class="insp-row">
            <input
              class="input mono insp-plain"
              aria-label={words.outputName(at + 1)}
              aria-invalid={faultOf(editor, `/outputs/${at}`) !== undefined || undefined}
              data-path={`/outputs/${at}/name`}
              autocomplete="off"
              spellcheck={false}
              readOnly={readOnly}
              value={output.name}
              onInput={(event) => set(outputs.with(at, { ...output, name: event.currentTarget.value }), `outputs/${at}`)}
              onBlur={() => editor.endGroup()}
            />
            <select
              class="select"
              aria-label={`${words.type}, ${output.name || words.unnamed}`}
              disabled={readOnly}
              value={output.type}
              onChange={(event) => {
                const type = outputTypes.find((each) => each === event.currentTarget.value);
                if (type) set(outputs.with(at, { ...output, type }));
              }}
            >
              {outputTypes.map((each) => (
                <option key={each} value={each}>
                  {words.outputTypes[each]}
                </option>
              ))}
            </select>
            {!readOnly && (
              <IconButton
                icon="close"
                label={inspectorLabels.remove(output.name || words.unnamed)}
                onClick={() => set(outputs.toSpliced(at, 1))}
              />
            )}
          </div>
          <FieldBelow error={faultOf(editor, `/outputs/${at}`)} />
        </div>
      ))}
    </section>
  );
}
