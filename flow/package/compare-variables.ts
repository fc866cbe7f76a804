/** What an import means for the environment variables that a workflow has. */
import type { PackagedVariable } from "./env-variables.ts";

/** A variable as it is now. The value of a secure one is not known here, on purpose. */
export interface PresentVariable {
  readonly name: string;
  readonly secure: boolean;
  readonly value: string | null;
  readonly notes: string;
}

export interface Resolution {
  readonly action: "keep" | "overwrite";
  /** Taken in place of the value that is kept or brought. */
  readonly value?: string | undefined;
}
export type Resolutions = Readonly<Record<string, Resolution>>;

export interface VariableComparison {
  readonly added: readonly PackagedVariable[];
  readonly same: readonly PresentVariable[];
  readonly conflicting: readonly { readonly present: PresentVariable; readonly incoming: PackagedVariable }[];
}

/** What is new, what is there already, and what has another value here than there. */
export function compareVariables(present: readonly PresentVariable[], incoming: readonly PackagedVariable[]): VariableComparison {
  const known = new Map(present.map((variable) => [variable.name, variable]));
  const added = incoming.filter(({ name }) => !known.has(name));
  const both = incoming.flatMap((incoming) => {
    const present = known.get(incoming.name);
    return present ? [{ present, incoming }] : [];
  });
  return {
    added,
    same: both.filter((pair) => !isConflict(pair)).map(({ present }) => present),
    conflicting: both.filter(isConflict),
  };
}

/** An export brings no secure value, so a secure variable without one is the same as that which is here. */
function isConflict({ present, incoming }: VariableComparison["conflicting"][number]): boolean {
  if (present.secure || incoming.secure) return present.secure !== incoming.secure || incoming.value !== null;
  return present.value !== incoming.value;
}

export interface VariableWrite {
  readonly kind: "create" | "change";
  readonly variable: PackagedVariable;
}

/** What is to be written, in the package's order; what is kept as it is is not in it. */
export function decideVariables({ added, conflicting }: VariableComparison, resolutions: Resolutions): VariableWrite[] {
  const choice = (name: string) => (Object.hasOwn(resolutions, name) ? resolutions[name] : undefined);
  const created = added.map((variable): VariableWrite => {
    const value = choice(variable.name)?.value ?? variable.value;
    return { kind: "create", variable: { ...variable, value } };
  });
  const changed = conflicting.flatMap(({ present, incoming }): VariableWrite[] => {
    const { action, value } = choice(incoming.name) ?? { action: "keep" };
    if (action === "overwrite") return [{ kind: "change", variable: { ...incoming, value: value ?? incoming.value } }];
    if (value === undefined) return [];
    const { name, secure, notes } = present;
    return [{ kind: "change", variable: { name, secure, notes, value } }];
  });
  return [...created, ...changed];
}
