import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../base/api/call.ts";
import { Field } from "../../base/ui/field.tsx";
import type { FormField } from "#flow/nodes/describe-types.ts";
import { inspectorLabels } from "./inspector-labels.ts";
import { faultAt, pointerOf, setConfig, textOf, useField, valueAt } from "./field-world.ts";

const words = inspectorLabels.profile;
/** Shared by all fields; loaded again whenever one is shown. */
const profiles = signal<readonly { id: string; name: string }[] | undefined>(undefined);

async function loadProfiles(): Promise<void> {
  try {
    const { items } = await call("GET", "/api/profiles", { query: { limit: 100 } });
    profiles.value = items.map(({ id, name }) => ({ id, name }));
  } catch {
    profiles.value ??= [];
  }
}

/** The authorization profile whose secret is added to a call. */
export function ProfileField({ field }: { field: FormField }) {
  const world = useField();
  useEffect(() => void loadProfiles(), []);
  const current = textOf(valueAt(world.node.config, field.path));
  const known = profiles.value;
  return (
    <Field label={field.title} error={faultAt(world, field.path)} hint={known?.length === 0 ? words.noProfiles : undefined}>
      {(ties) => (
        <select
          {...ties}
          class="select"
          data-path={pointerOf(field.path)}
          disabled={world.readOnly}
          value={current}
          onChange={(event) => setConfig(world, field.path, event.currentTarget.value || undefined)}
        >
          <option value="">{words.none}</option>
          {(known ?? []).map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          {current !== "" && !known?.some(({ id }) => id === current) && <option value={current}>{known ? words.missing : current}</option>}
        </select>
      )}
    </Field>
  );
}
