import { computed, signal } from "@preact/signals";
import type { Variable } from "../../../base/api/management.ts";
import { errorOfField } from "../../../base/api/problem.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { variablesLabels } from "./variables-labels.ts";

const words = variablesLabels;

export interface VariableWanted {
  name: string;
  /** Undefined leaves the present one as it is. */
  value: string | undefined;
  secure: boolean;
  notes: string;
  hosts: string[] | null;
}

/** The form for a new variable or a change of `before`. An empty value keeps one that cannot be shown. */
export function createVariableFormModel(before: Variable | undefined, save: (wanted: VariableWanted) => Promise<void>) {
  const name = signal(before?.name ?? "");
  const value = signal(before?.value ?? "");
  const secure = signal(before?.secure ?? false);
  const hosts = signal(before?.hosts?.join(", ") ?? "");
  const notes = signal(before?.notes ?? "");
  const keepsValue = computed(() => before !== undefined && before.secure && before.hasValue && secure.value);

  const action = createAction(async () => {
    const listed = hosts.value.split(/[\s,;]+/).filter((host) => host !== "");
    await save({
      name: name.value.trim(),
      value: value.value === "" && keepsValue.value ? undefined : value.value,
      secure: secure.value,
      notes: notes.value,
      hosts: secure.value && listed.length > 0 ? listed : null,
    });
  });
  const missing = computed(() => ({
    name: name.value.trim() === "" ? words.missingName : undefined,
    value: secure.value && value.value === "" && !keepsValue.value ? words.missingValue : undefined,
  }));
  const said = (field: string) => errorOfField(action.problem.value, field);
  return {
    name,
    value,
    secure,
    hosts,
    notes,
    keepsValue,
    busy: action.busy,
    problem: action.problem,
    errors: computed(() => ({
      // A name that is taken is a conflict; it belongs to the field.
      name: missing.value.name || (action.problem.value?.status === 409 ? undefined : said("name")),
      value: missing.value.value || said("value"),
      hosts: said("hosts"),
      notes: said("notes"),
    })),
    async submit() {
      if (!missing.value.name && !missing.value.value) await action.run();
    },
  };
}
