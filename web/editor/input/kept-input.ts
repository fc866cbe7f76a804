import { signal } from "@preact/signals";
import type { InputDefinition } from "./sample-input.ts";

/** The last input for each workflow, so that Try it starts with the input of the test run. */
const kept = signal<Readonly<Record<string, Readonly<Record<string, string>>>>>({});

/** The fields' texts by input name. In memory only: a reload loses them. */
export const keptInput = (workflowId: string): Readonly<Record<string, string>> => kept.value[workflowId] ?? {};

export function keepInput(workflowId: string, fields: Readonly<Record<string, string>>): void {
  kept.value = { ...kept.peek(), [workflowId]: fields };
}

/** The texts of the fields for an input as a caller would send it. */
export function fieldsOf(inputs: readonly InputDefinition[], sample: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    inputs.flatMap(({ name, type }) => {
      const value = sample[name];
      if (value === undefined || value === null) return [];
      return [[name, typeof value === "string" && type !== "json" ? value : JSON.stringify(value, null, 2)]];
    }),
  );
}
