import { useSignal } from "@preact/signals";
import { Icon } from "../../base/ui/icons.tsx";
import type { FormField } from "#flow/nodes/describe-form.ts";
import { inspectorLabels } from "./inspector-labels.ts";
import { ExpressionField } from "./expression-field.tsx";
import { faultAt, setConfig, useField } from "./field-world.ts";

const words = inspectorLabels.delay;
const ways = ["seconds", "until"] as const;

/** One of two: for some time, or until a time. */
export function DelayField({ fields }: { fields: readonly FormField[] }) {
  const world = useField();
  const { config } = world.node;
  const chosen = useSignal<(typeof ways)[number]>(config.until !== undefined && config.seconds === undefined ? "until" : "seconds");
  const field = fields.find(({ path }) => path[0] === chosen.value);
  const unclear = faultAt(world, [], false);
  const choose = (way: (typeof ways)[number]) => {
    chosen.value = way;
    const other = way === "seconds" ? "until" : "seconds";
    if (config[other] !== undefined) setConfig(world, [other], undefined);
  };
  return (
    <>
      <div class="choice" role="radiogroup" aria-label={words.how}>
        {ways.map((way) => (
          <label key={way}>
            <input
              type="radio"
              name={`delay-${world.node.id}`}
              checked={chosen.value === way}
              disabled={world.readOnly}
              onChange={() => choose(way)}
            />
            {words[way]}
          </label>
        ))}
      </div>
      {field && (
        <ExpressionField
          key={chosen.value}
          label={field.title}
          path={field.path}
          hint={field.description}
          readAtLast={asNumber}
          placeholder={chosen.value === "until" ? "2027-01-31T09:00:00Z" : "60"}
        />
      )}
      {unclear && (
        <p class="field-error">
          <Icon name="alert" /> <span>{unclear}</span>
        </p>
      )}
    </>
  );
}

/** A plain number is stored as one once the field is left. */
export function asNumber(text: string): unknown {
  if (text.trim() === "") return undefined;
  return /^\d+(\.\d+)?$/.test(text.trim()) && text.trim().length < 16 ? Number(text) : text;
}
