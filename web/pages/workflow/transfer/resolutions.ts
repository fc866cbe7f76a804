import type { ImportPreview, Resolutions } from "../../../base/api/management.ts";

export type Conflict = ImportPreview["variables"]["conflicting"][number];

/** A person's choice for a variable; both texts are kept, so switching between the choices loses no edit. */
export interface Choice {
  readonly action: "keep" | "overwrite";
  readonly kept: string;
  readonly incoming: string;
}

/** The request: a value only if it was edited, so that an unseen secure value is not replaced by an empty one. */
export function resolutionsOf(conflicts: readonly Conflict[], choices: Readonly<Record<string, Choice>>): Resolutions {
  return Object.fromEntries(
    conflicts.map(({ name, present, incoming }) => {
      const { action, kept, incoming: given } = choices[name]!;
      const before = (action === "keep" ? present.value : incoming.value) ?? "";
      const value = action === "keep" ? kept : given;
      return [name, { action, ...(value === before ? {} : { value }) }];
    }),
  );
}
