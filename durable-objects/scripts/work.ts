/** One script with its data, as the sandbox takes it. */
import type { ScriptRequest } from "#flow/nodes/node.ts";
import { protectedNames } from "#flow/plain-scripts/protected-names.ts";

export interface Work {
  readonly code: string;
  /** JSON text of the values that the script gets immediately; steps and variables only by name. */
  readonly input: string;
  /** JSON text of the step or variable with this number, made when the script first looks at it. */
  load(index: number): string | undefined;
}

/**
 * Steps and variables can hold megabytes of which a script reads a few bytes, so each crosses over only when the script
 * touches it.
 */
export function prepareWork({ code, context, env }: ScriptRequest): Work {
  const { steps, ...rest } = asRecord(context);
  const stepValues = asRecord(steps);
  const steady: Record<string, unknown> = {};
  for (const name of protectedNames) if (Object.hasOwn(rest, name)) steady[name] = rest[name];
  const stepNames = Object.keys(stepValues);
  const names = Object.keys(rest).filter((name) => !Object.hasOwn(steady, name) && rest[name] !== undefined);
  const seed = Array.from(crypto.getRandomValues(new Int32Array(4)));
  return {
    code,
    input: JSON.stringify({ steady, hasSteps: steps !== undefined, stepNames, names, env, seed }),
    load: (index) => JSON.stringify(index < stepNames.length ? stepValues[stepNames[index]!] : rest[names[index - stepNames.length]!]),
  };
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
