import type { AccountId } from "#flow/ids.ts";
import type { Statement } from "../audit/write.ts";
import type { Database } from "../database.ts";
import type { SecretPlace } from "../encryption.ts";

interface SealedText {
  readonly text: string;
  readonly place: SecretPlace;
}

/** A row with sealed texts in it. */
export interface SealedRow {
  readonly texts: readonly SealedText[];
  /** Puts a text in place of each that is named, wherever copies of it are. The first statement changes nothing where the row is another by now. */
  replace(db: Database, changes: ReadonlyMap<string, string>): readonly [Statement, ...Statement[]];
}

/** One of the places where sealed texts live. */
export interface SealedHome {
  /** What lives there, for reports. */
  readonly what: string;
  /** Rows of an account after a position, in a fixed order; `next` is null after the last row. */
  find(
    db: Database,
    accountId: AccountId,
    after: string,
    limit: number,
  ): Promise<{ readonly rows: readonly SealedRow[]; readonly next: string | null }>;
}

/** The position after a page that was read with `limit`. */
export function nextOf<Row>(rows: readonly Row[], limit: number, positionOf: (row: Row) => string): string | null {
  const last = rows.at(-1);
  return last !== undefined && rows.length === limit ? positionOf(last) : null;
}
