/**
 * The only way to make an audited change. The change and its entries are one D1 batch: both happen or neither.
 *
 * An entry's position in the chain is computed beforehand, from the head that was read. If another writer took the
 * position, the primary key refuses the entry, the whole batch is rolled back, and it is tried again after the new
 * head. If the deciding statement changed no row, the entry's hash becomes NULL, which its column refuses, and the
 * whole batch fails. So there is never an entry without a change, and never a gap in the chain.
 */
import { sql } from "drizzle-orm";
import type { BatchItem, BatchResponse } from "drizzle-orm/batch";
import {
  entryBody,
  hashedText,
  searchText,
  type AuditEvent,
  type AuditOrigin,
  type AuditPlace,
  type EntryBody,
  type Link,
} from "#flow/audit/entry.ts";
import type { AccountId } from "#flow/ids.ts";
import { isDuplicate, isRefusedNull, type Database } from "../database.ts";
import { hashSecret } from "../hash-secret.ts";
import { auditEntries, auditHeads } from "../schema.ts";

export type Statement = BatchItem<"sqlite">;
export type Statements = readonly [Statement, ...Statement[]];

export interface Change<Of extends readonly Statement[] = readonly Statement[]> {
  /** What is said of it: one entry or several. */
  readonly events: readonly AuditEvent[];
  /** What is done, in this order. */
  readonly statements: Of;
  /** The statement that decides, by its place, whether anything changed; the first one where it is left out. */
  readonly decides?: number;
}

/** Thrown after as many tries as a request can wait for. The request may be sent again. */
export class AuditBusyError extends Error {
  override readonly name = "AuditBusyError";
}

/** Each failed try means that another write succeeded, so this many changes of one account can run simultaneously. */
const maxTries = 200;

/**
 * Runs the statements and writes the entries, all or nothing. Returns the results of the statements, or undefined, with
 * nothing done, if the deciding statement changed no row. Throws errors of the database (`isDuplicate` recognizes one
 * kind) and AuditBusyError.
 */
export async function writeAudited<const Of extends Statements>(
  db: Database,
  place: AuditPlace,
  origin: AuditOrigin,
  change: Change<Of>,
): Promise<BatchResponse<Of> | undefined> {
  const results = await writeAllAudited(db, place, origin, [change]);
  // One change answers one list of results, in the order of its statements.
  return results?.[0] as BatchResponse<Of> | undefined;
}

/** Several changes in one batch, each with its own entries; undefined, with nothing done, where any of them changed no row. */
export async function writeAllAudited(
  db: Database,
  place: AuditPlace,
  origin: AuditOrigin,
  changes: readonly Change[],
): Promise<readonly (readonly unknown[])[] | undefined> {
  if (changes.length === 0) return [];
  for (let tries = 0; tries < maxTries; tries++) {
    const head = await headOf(db, place.accountId);
    const { batch, ranges } = await compose(db, head, place, origin, changes);
    try {
      const results: readonly unknown[] = await db.batch(batch as [Statement, ...Statement[]]);
      return ranges.map((indices) => indices.map((index) => results[index]));
    } catch (error) {
      // The guarded entry: nothing was changed.
      if (isRefusedNull(error, "audit_entries.hash")) return undefined;
      if (!isDuplicate(error, "audit_entries.account_id, audit_entries.seq")) throw error;
      await pause(tries);
    }
  }
  throw new AuditBusyError("There are too many changes to this account right now. Try again.");
}

/** Writes entries of what happened outside this database, or has happened already. */
export async function noteAudited(db: Database, place: AuditPlace, origin: AuditOrigin, events: readonly AuditEvent[]): Promise<void> {
  await writeAllAudited(db, place, origin, [{ events, statements: [] }]);
}

interface Head {
  readonly seq: number;
  readonly at: number;
  readonly hash: string;
}

/** The end of the chain. The last entry speaks for itself where its head was taken away or set back. */
export async function headOf(db: Database, accountId: AccountId): Promise<Head> {
  const [head] = await db.all<Head>(sql`
    SELECT seq, at, hash FROM (
      SELECT seq, at, hash FROM audit_heads WHERE account_id = ${accountId}
      UNION ALL
      SELECT * FROM (SELECT seq, at, hash FROM audit_entries WHERE account_id = ${accountId} ORDER BY seq DESC LIMIT 1)
    ) ORDER BY seq DESC LIMIT 1`);
  return head ?? { seq: 0, at: 0, hash: "" };
}

async function compose(db: Database, before: Head, place: AuditPlace, origin: AuditOrigin, changes: readonly Change[]) {
  const { accountId } = place;
  const batch: Statement[] = [];
  const ranges: number[][] = [];
  let head = before;
  const append = async (events: readonly AuditEvent[], isGuarded: boolean): Promise<void> => {
    for (const [nth, event] of events.entries()) {
      const at = Math.max(origin.atMs, head.at);
      const body = entryBody(event, place, { ...origin, atMs: at });
      const link = { accountId, seq: head.seq + 1, previousHash: head.hash };
      const hash = await hashOf(link, body);
      batch.push(insertEntry(db, link, body, hash, isGuarded && nth === 0));
      head = { seq: link.seq, at, hash };
    }
  };
  for (const { events, statements, decides = 0 } of changes) {
    const indices: number[] = [];
    for (const [nth, statement] of statements.entries()) {
      indices.push(batch.push(statement) - 1);
      if (nth === decides) await append(events, true);
    }
    if (statements.length === 0) await append(events, false);
    ranges.push(indices);
  }
  const { seq, at, hash } = head;
  batch.push(
    db.insert(auditHeads).values({ accountId, seq, at, hash }).onConflictDoUpdate({ target: auditHeads.accountId, set: { seq, at, hash } }),
  );
  return { batch, ranges };
}

/**
 * `changes()` is the number of rows that the preceding statement changed, so the guarded entry must directly follow the
 * deciding statement.
 */
function insertEntry(db: Database, { accountId, seq, previousHash }: Link, body: EntryBody, hash: string, isGuarded: boolean): Statement {
  return db.insert(auditEntries).values({
    ...body,
    accountId,
    seq,
    previousHash,
    search: searchText(body),
    hash: isGuarded ? sql`CASE WHEN changes() > 0 THEN ${hash} END` : hash,
  });
}

/** The hash of an entry at its place. */
export function hashOf(link: Link, body: EntryBody): Promise<string> {
  return hashSecret(hashedText(link, body));
}

/** Longer and longer, and never twice the same, so that those who wait do not meet again. */
function pause(tries: number): Promise<void> {
  const ms = Math.random() * Math.min(250, 5 * 2 ** Math.min(tries, 6));
  return new Promise((resolve) => setTimeout(resolve, ms));
}
