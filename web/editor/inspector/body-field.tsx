import { Field } from "../../base/ui/field.tsx";
import { inspectorLabels } from "./inspector-labels.ts";
import { ExpressionField } from "./expression-field.tsx";
import { faultAt, pointerOf, setConfig, textOf, useField, valueAt } from "./field-world.ts";

const words = inspectorLabels.body;
const types = ["none", "json", "form", "xml", "text", "multipart"] as const;

/** What an API node sends: nothing, or a text of one of four kinds, with expressions in it. */
export function BodyField() {
  const world = useField();
  const body = valueAt(world.node.config, ["body"]) as { type?: string; value?: unknown } | undefined;
  const type = types.find((each) => each === body?.type) ?? "none";
  const change = (next: string) => setConfig(world, ["body"], next === "none" ? undefined : { type: next, value: textOf(body?.value) });
  return (
    <>
      <Field label={words.type} error={type === "none" ? undefined : faultAt(world, ["body"], false)}>
        {(ties) => (
          <select
            {...ties}
            class="select"
            data-path={pointerOf(["body"])}
            disabled={world.readOnly}
            value={type}
            onChange={(event) => change(event.currentTarget.value)}
          >
            {types.map((each) => (
              <option key={each} value={each}>
                {words.types[each]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {type !== "none" && (
        <ExpressionField
          label={words.title}
          path={["body", "value"]}
          kind={type === "json" || type === "multipart" ? "json" : "template"}
          hint={type === "json" ? words.json : type === "form" ? words.form : type === "multipart" ? words.multipart : undefined}
          mandatory
          lines={6}
          placeholder={
            type === "json"
              ? '{ "id": {{steps.Start.id}} }'
              : type === "multipart"
                ? '[{ "name": "note", "value": "{{steps.Start.note}}" }]'
                : ""
          }
        />
      )}
    </>
  );
}
