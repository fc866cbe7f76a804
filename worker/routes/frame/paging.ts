import { Refusal } from "#flow/problems/refusal.ts";
import { readCursor } from "#store/page.ts";
import type { PersonPosition } from "#store/sharing.ts";

/** The position in a cursor, judged by `isPosition`. Throws a Refusal for one that this list did not give out. */
export function positionIn<Position extends readonly unknown[]>(
  cursor: string | undefined,
  isPosition: (position: readonly unknown[]) => position is Position,
): Position | undefined {
  if (cursor === undefined) return undefined;
  const position = readCursor(cursor);
  if (position && isPosition(position)) return position;
  throw new Refusal("validation_failed", {
    errors: [
      {
        path: "/cursor",
        code: "invalid_cursor",
        message: "The cursor is not valid for this list. Leave it out to start at the first page.",
      },
    ],
  });
}

/** The id in a cursor of a list that is sorted by id alone. */
export function idIn<Id extends string>(cursor: string | undefined): Id | undefined {
  return positionIn(cursor, (position): position is readonly [Id] => position.length === 1 && typeof position[0] === "string")?.[0];
}

/** Where the page before ended, in a list of people by name. */
export function personPosition(cursor: string | undefined): PersonPosition | undefined {
  return positionIn(
    cursor,
    (position): position is PersonPosition => position.length === 2 && position.every((part) => typeof part === "string"),
  );
}
