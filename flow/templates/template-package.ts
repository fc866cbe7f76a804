import type { Template } from "./template.ts";

/** As new workflows have them. */
const usualTimeoutSec = 180;

/** A person's choices for a template: its name, its purpose, and values of its variables by name. */
export interface TemplateChoice {
  readonly name: string;
  readonly description: string;
  readonly values: Readonly<Record<string, string>>;
}

/**
 * The files of an import, by their fields in the form. A template becomes a workflow by an import, because that makes
 * the workflow, its flow and its variables in one transaction: either all of it is there, or nothing.
 */
export function templatePackage(
  { flow, variables, waits }: Template,
  { name, description, values }: TemplateChoice,
): Record<string, string> {
  return {
    flow_definition: JSON.stringify(flow),
    app_definition: JSON.stringify({
      schemaVersion: 1,
      name,
      description,
      version: { name: "In development", description: "", createdAt: null },
      endpoint: {
        sync: { timeoutSec: usualTimeoutSec },
        async: { enabled: true, callbackUrl: null, timeoutSec: waits ? null : usualTimeoutSec },
      },
      guardrails: { input: [], output: [] },
    }),
    env_variables: JSON.stringify({
      schemaVersion: 1,
      variables: variables.map(({ name: variable, value, notes }) => ({
        name: variable,
        secure: false,
        value: values[variable] ?? value,
        notes,
      })),
    }),
  };
}
