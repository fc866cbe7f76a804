import { useSignal } from "@preact/signals";
import { Field, TextField, Toggle } from "../../base/ui/field.tsx";
import { schemaLabels as words } from "./schema-labels.ts";
import { choicesOf, hiddenKeywords, kindOf, limitsOf, type Schema, withChoices, withKeyword, withNull } from "./schema-parts.ts";
import { type SchemaPlace, useSchemaWorld } from "./schema-world.ts";

const formats = ["date-time", "date", "time", "duration", "email", "uri", "uuid", "hostname", "ipv4", "ipv6"] as const;

/** What a schema says of its value beside the type: description, choices, limits. */
export function SchemaFacts({ schema, place, name, onChange }: SchemaPlace) {
  const { readOnly, fault, onLeave } = useSchemaWorld();
  const { kind, nullable } = kindOf(schema);
  const facts = (typeof schema === "object" ? schema : {}) as Schema;
  const set = (keyword: string, value: unknown) => onChange(withKeyword(schema, keyword, value), `${place}/${keyword}`);
  const faultOf = (keyword: string) => {
    const at = `${place}/${keyword}`;
    return fault && (fault.path === at || fault.path.startsWith(`${at}/`)) ? fault.message : undefined;
  };
  const isOneOf = <Kinds extends readonly string[]>(...wanted: Kinds) => wanted.includes(kind);
  const limits: readonly (keyof typeof words.limits)[] = kind in limitsOf ? limitsOf[kind as keyof typeof limitsOf] : [];
  const hidden = hiddenKeywords(schema);
  return (
    <div class="schema-facts stack" role="group" aria-label={words.settings(name)} onFocusOut={onLeave}>
      <TextField
        label={words.description}
        value={textOf(facts["description"])}
        disabled={readOnly}
        error={faultOf("description")}
        onValue={(text) => set("description", text || undefined)}
      />
      {isOneOf("string", "number", "integer") && (facts["enum"] === undefined || choicesOf(schema)) && (
        <Choices schema={schema} place={place} name={name} onChange={onChange} />
      )}
      {limits.length > 0 && (
        <div class="schema-limits">
          {limits.map((keyword) => (
            <TextField
              key={keyword}
              label={words.limits[keyword]}
              type="number"
              inputMode="decimal"
              value={textOf(facts[keyword])}
              disabled={readOnly}
              error={faultOf(keyword) ?? (isCrossed(facts, keyword) ? words.crossed : undefined)}
              onValue={(text) => set(keyword, text === "" || !Number.isFinite(Number(text)) ? undefined : Number(text))}
            />
          ))}
        </div>
      )}
      {kind === "string" && (
        <>
          <TextField
            label={words.pattern}
            mono
            value={textOf(facts["pattern"])}
            disabled={readOnly}
            error={faultOf("pattern")}
            hint={words.patternHint}
            onValue={(text) => set("pattern", text || undefined)}
          />
          <Field label={words.format} hint={words.formatHint} error={faultOf("format")}>
            {(ties) => (
              <select
                {...ties}
                class="select"
                disabled={readOnly}
                value={textOf(facts["format"])}
                onChange={(event) => set("format", event.currentTarget.value || undefined)}
              >
                <option value="">{words.noFormat}</option>
                {[...new Set([...formats, textOf(facts["format"])])].filter(Boolean).map((format) => (
                  <option key={format}>{format}</option>
                ))}
              </select>
            )}
          </Field>
        </>
      )}
      {kind === "array" && (
        <Toggle
          label={words.unique}
          checked={facts["uniqueItems"] === true}
          disabled={readOnly}
          onChange={(on) => set("uniqueItems", on || undefined)}
        />
      )}
      {kind === "object" && (facts["additionalProperties"] === undefined || typeof facts["additionalProperties"] === "boolean") && (
        <Toggle
          label={words.onlyThese}
          checked={facts["additionalProperties"] === false}
          disabled={readOnly}
          onChange={(on) => set("additionalProperties", on ? false : undefined)}
        />
      )}
      {!isOneOf("any", "null", "never", "several") && (
        <Toggle
          label={words.nullable}
          checked={nullable}
          disabled={readOnly}
          onChange={(on) => onChange(withNull(schema, on), `${place}/type`)}
        />
      )}
      {hidden.length > 0 && <p class="field-hint break">{words.also(hidden)}</p>}
    </div>
  );
}

/** Blank lines are kept while they are typed, and left out of what is stored. */
function Choices({ schema, place, onChange }: SchemaPlace) {
  const { readOnly, fault } = useSchemaWorld();
  const stored = choicesOf(schema) ?? [];
  const draft = useSignal(stored.join("\n"));
  const isText = kindOf(schema).kind === "string";
  const lines = draft.value.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
  const odd = isText ? undefined : lines.find((line) => !Number.isFinite(Number(line)));
  // Undone or changed from elsewhere: the text follows.
  const follows = odd === undefined && lines.join("\n") !== stored.join("\n");
  return (
    <Field
      label={words.choices}
      hint={words.choicesHint}
      error={odd === undefined ? (fault?.path === `${place}/enum` ? fault.message : undefined) : words.notNumbers(odd)}
    >
      {(ties) => (
        <textarea
          {...ties}
          class="input schema-choices"
          rows={2}
          readOnly={readOnly}
          value={follows ? stored.join("\n") : draft.value}
          onInput={(event) => {
            draft.value = event.currentTarget.value;
            const next = draft.value.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
            if (isText) onChange(withChoices(schema, next), `${place}/enum`);
            else if (next.every((line) => Number.isFinite(Number(line)))) onChange(withChoices(schema, next.map(Number)), `${place}/enum`);
          }}
        />
      )}
    </Field>
  );
}

const textOf = (value: unknown): string => (value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value));
const opposite: Readonly<Record<string, string>> = { maxLength: "minLength", maximum: "minimum", maxItems: "minItems" };

/** An upper limit below the lower one. */
function isCrossed(facts: Schema, keyword: string): boolean {
  const [upper, lower] = [facts[keyword], facts[opposite[keyword] ?? ""]];
  return typeof upper === "number" && typeof lower === "number" && upper < lower;
}
