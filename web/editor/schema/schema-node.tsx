import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { pointer } from "#flow/problems/issue.ts";
import { afterRender } from "../../base/ui/after-render.ts";
import { Button } from "../../base/ui/button.tsx";
import { Icon } from "../../base/ui/icons.tsx";
import { Menu, MenuItem } from "../../base/ui/menu.tsx";
import { schemaLabels as words } from "./schema-labels.ts";
import { isWithin, keywordAt } from "./find-fault.ts";
import { SchemaFacts } from "./schema-facts.tsx";
import {
  addProperty,
  hasField,
  isRequired,
  kindOf,
  kinds,
  type Kind,
  moveProperty,
  propertiesOf,
  removeProperty,
  renameProperty,
  setProperty,
  setRequired,
  withKeyword,
  withKind,
} from "./schema-parts.ts";
import { summaryOf } from "./schema-summary.ts";
import { type SchemaPlace, useSchemaWorld } from "./schema-world.ts";

/** The type of a schema's value, to be chosen. */
export function KindSelect({ schema, place, name, onChange }: SchemaPlace) {
  const { readOnly } = useSchemaWorld();
  const { kind } = kindOf(schema);
  const choices: readonly Kind[] = kinds.some((each) => each === kind) ? kinds : [...kinds, kind];
  return (
    <select
      class="select schema-kind"
      aria-label={words.typeOf(name)}
      disabled={readOnly}
      value={kind}
      onChange={(event) => onChange(withKind(schema, event.currentTarget.value as Kind), `${place}/kind`)}
    >
      {choices.map((each) => (
        <option key={each} value={each}>
          {words.kinds[each]}
        </option>
      ))}
    </select>
  );
}

/** What is inside of a value: the properties of an object, the items of a list. */
export function SchemaInside(props: SchemaPlace) {
  const { schema, place, onChange } = props;
  const { kind } = kindOf(schema);
  if (kind === "object") return <Properties {...props} />;
  if (kind !== "array") return null;
  return (
    <Line
      schema={(schema as { items?: unknown }).items ?? {}}
      place={`${place}/items`}
      name={words.items}
      onChange={(items, what) => onChange(withKeyword(schema, "items", items), what)}
      head={<span class="schema-items grow">{words.items}</span>}
    />
  );
}

function Properties({ schema, place, name, onChange }: SchemaPlace) {
  const { readOnly } = useSchemaWorld();
  const entries = propertiesOf(schema);
  const list = useId();
  const add = (after: number) => {
    onChange(addProperty(schema, after, words.newProperty), `${place}/properties+${entries.length}`);
    // Its name is to be typed over.
    afterRender(() => {
      const field = document.getElementById(list)?.children[after + 1]?.querySelector("input");
      field?.focus();
      field?.select();
    });
  };
  const remove = (at: number) => {
    onChange(removeProperty(schema, entries[at]![0]), `${place}/properties-`);
    const next = document.getElementById(list)?.parentElement;
    afterRender(() => next?.querySelector<HTMLElement>(".schema-add")?.focus());
  };
  return (
    <div class="schema-inside">
      {entries.length === 0 && <p class="soft schema-none">{words.noProperties}</p>}
      <ul id={list} class="schema-list">
        {entries.map(([key, property], at) => (
          <li key={at}>
            <Line
              schema={property}
              place={place + pointer(["properties", key])}
              name={key}
              onChange={(next, what) => onChange(setProperty(schema, key, next), what)}
              head={
                <PropertyName
                  name={key}
                  nth={at + 1}
                  others={entries.map(([other]) => other)}
                  onName={(next) => onChange(renameProperty(schema, key, next), `${place}/name ${at}`)}
                  onEnter={() => add(at)}
                />
              }
              tail={
                !readOnly && (
                  <>
                    <button
                      type="button"
                      class="button button-quiet icon-button schema-mandatory"
                      aria-pressed={isRequired(schema, key)}
                      aria-label={words.required(key)}
                      title={words.required(key)}
                      onClick={() => onChange(setRequired(schema, key, !isRequired(schema, key)), `${place}/required`)}
                    >
                      *
                    </button>
                    <Menu
                      trigger={(ties) => (
                        <button type="button" class="button button-quiet icon-button" {...ties} aria-label={words.more(key)}>
                          <Icon name="more" />
                        </button>
                      )}
                    >
                      {at > 0 && (
                        <MenuItem icon="arrowUp" onClick={() => onChange(moveProperty(schema, at, at - 1), `${place}/move`)}>
                          {words.moveUp}
                        </MenuItem>
                      )}
                      {at < entries.length - 1 && (
                        <MenuItem icon="chevronDown" onClick={() => onChange(moveProperty(schema, at, at + 1), `${place}/move`)}>
                          {words.moveDown}
                        </MenuItem>
                      )}
                      <MenuItem icon="trash" danger onClick={() => remove(at)}>
                        {words.remove}
                      </MenuItem>
                    </Menu>
                  </>
                )
              }
            />
          </li>
        ))}
      </ul>
      {!readOnly && (
        <Button kind="quiet" icon="plus" class="schema-add" aria-label={words.addInside(name)} onClick={() => add(entries.length - 1)}>
          {words.addProperty}
        </Button>
      )}
    </div>
  );
}

interface NameProps {
  name: string;
  nth: number;
  others: readonly string[];
  onName: (name: string) => void;
  onEnter: () => void;
}

/** A name that cannot be taken stays as it was typed until it can, or until the field is left. */
function PropertyName({ name, nth, others, onName, onEnter }: NameProps) {
  const { readOnly, onLeave } = useSchemaWorld();
  const draft = useSignal<string | undefined>(undefined);
  const id = useId();
  const fault = draft.value === undefined ? undefined : draft.value === "" ? words.nameMissing : words.nameTaken(draft.value);
  return (
    <div class="grow schema-name">
      <input
        class="input mono"
        aria-label={words.property(nth)}
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={fault && id}
        autocomplete="off"
        spellcheck={false}
        readOnly={readOnly}
        value={draft.value ?? name}
        onInput={(event) => {
          const next = event.currentTarget.value;
          const isFree = next !== "" && (next === name || !others.includes(next));
          draft.value = isFree ? undefined : next;
          if (isFree && next !== name) onName(next);
        }}
        onBlur={() => {
          draft.value = undefined;
          onLeave();
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || readOnly) return;
          event.preventDefault();
          onEnter();
        }}
      />
      {fault && (
        <p id={id} class="field-error">
          {fault}
        </p>
      )}
    </div>
  );
}

interface LineProps extends SchemaPlace {
  head: ComponentChildren;
  tail?: ComponentChildren;
}

/** One schema inside of another: a line that opens to its settings and to what is inside of it in turn. */
function Line({ schema, place, name, onChange, head, tail }: LineProps) {
  const { fault } = useSchemaWorld();
  const { kind } = kindOf(schema);
  const opened = useSignal<boolean | undefined>(undefined);
  const isAtFault = isWithin(fault, place);
  const open = opened.value ?? isAtFault;
  const says = isAtFault && (!open || !hasField(schema, keywordAt(fault, place))) ? fault.message : undefined;
  const id = useId();
  const summary = summaryOf(schema);
  const change = (next: unknown, what: string) => {
    // What has an inside is opened, for that is what comes next.
    if (kindOf(next).kind !== kind && ["object", "array"].includes(kindOf(next).kind)) opened.value = true;
    onChange(next, what);
  };
  return (
    <>
      <div class="schema-line">
        <button
          type="button"
          class="button button-quiet icon-button schema-open"
          aria-expanded={open}
          aria-controls={id}
          aria-label={words.settings(name)}
          onClick={() => (opened.value = !open)}
        >
          <Icon name={open ? "chevronDown" : "chevronRight"} />
        </button>
        {head}
        <KindSelect schema={schema} place={place} name={name} onChange={change} />
        {tail}
      </div>
      {!open && summary && <p class="soft cut schema-summary">{summary}</p>}
      {says && <p class="field-error schema-summary">{says}</p>}
      <div id={id} class="schema-below" hidden={!open}>
        {open && (
          <>
            <SchemaInside schema={schema} place={place} name={name} onChange={change} />
            <SchemaFacts schema={schema} place={place} name={name} onChange={change} />
          </>
        )}
      </div>
    </>
  );
}
