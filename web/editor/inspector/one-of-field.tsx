import { useSignal } from "@preact/signals";
import type { FormField } from "#flow/nodes/describe-types.ts";
import type { NodeFace } from "#flow/nodes/node-face.ts";
import { FieldBelow } from "../../base/ui/field.tsx";
import { ExpressionField } from "./expression-field.tsx";
import { faultAt, setConfig, useField } from "./field-world.ts";

type OneOf = NonNullable<NonNullable<NodeFace["form"]>["oneOf"]>;

/** Settings of which a node has one: the choice, and the field of the chosen one. */
export function OneOfField({ oneOf: { label, ways }, fields }: { oneOf: OneOf; fields: readonly FormField[] }) {
  const world = useField();
  const { config } = world.node;
  const chosen = useSignal(ways.find(({ setting }) => config[setting] !== undefined) ?? ways[0]!);
  const field = fields.find(({ path }) => path[0] === chosen.value.setting);
  const unclear = faultAt(world, [], false);
  const choose = (way: OneOf["ways"][number]) => {
    chosen.value = way;
    for (const { setting } of ways) if (setting !== way.setting && config[setting] !== undefined) setConfig(world, [setting], undefined);
  };
  return (
    <>
      <div class="choice" role="radiogroup" aria-label={label}>
        {ways.map((way) => (
          <label key={way.setting}>
            <input
              type="radio"
              name={`one-of-${world.node.id}`}
              checked={chosen.value.setting === way.setting}
              disabled={world.readOnly}
              onChange={() => choose(way)}
            />
            {way.label}
          </label>
        ))}
      </div>
      {field && (
        <ExpressionField
          key={chosen.value.setting}
          label={field.title}
          path={field.path}
          hint={field.description}
          {...(field.kind === "numberOrTemplate" ? { readAtLast: asNumber } : {})}
          placeholder={chosen.value.example}
        />
      )}
      <FieldBelow error={unclear} />
    </>
  );
}

/** A plain number is stored as one once the field is left. */
export function asNumber(text: string): unknown {
  if (text.trim() === "") return undefined;
  return /^\d+(\.\d+)?$/.test(text.trim()) && text.trim().length < 16 ? Number(text) : text;
}
