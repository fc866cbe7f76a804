import type { ImportPreview, Resolutions } from "../../../base/api/management.ts";

export type Conflict = ImportPreview["variables"]["conflicting"][number];

/** What somebody chose for a variable; both texts are kept, so that going to and fro loses no edit. */
export interface Choice {
  readonly action: "keep" | "overwrite";
  readonly kept: string;
  readonly incoming: string;
}

/** What is sent: a value only where it was edited, so that a secure one that nobody saw is not replaced by nothing. */
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
