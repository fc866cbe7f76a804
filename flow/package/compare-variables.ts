/** What an import means for the environment variables that a workflow has. */
import type { VariableFacts } from "../variables/variable.ts";
import type { PackagedVariable } from "./env-variables.ts";

/** A variable as it is now. The value of a secure one is not known here, on purpose. */
export interface PresentVariable extends VariableFacts {
  readonly value: string | null;
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

export interface VariableWrite extends VariableFacts {
  readonly kind: "create" | "change";
  /** Null where it has yet to be given. */
  readonly value: string | null;
}

/** What is to be written; what is kept as it is is not in it. */
export function decideVariables({ added, same, conflicting }: VariableComparison, resolutions: Resolutions): VariableWrite[] {
  const choice = (name: string): Partial<Resolution> => (Object.hasOwn(resolutions, name) ? resolutions[name]! : {});
  const kept = (present: PresentVariable): VariableWrite[] => {
    const { value } = choice(present.name);
    return value === undefined ? [] : [{ ...present, kind: "change", value }];
  };
  return [
    ...added.map((incoming) => written("create", incoming, choice(incoming.name).value)),
    ...same.flatMap(kept),
    ...conflicting.flatMap(({ present, incoming }) => {
      const { action, value } = choice(incoming.name);
      return action === "overwrite" ? [written("change", incoming, value)] : kept(present);
    }),
  ];
}

function written(kind: VariableWrite["kind"], { name, secure, value, notes, hosts }: PackagedVariable, given = value): VariableWrite {
  return { kind, name, secure, value: given, notes, hosts: hosts ?? null };
}
