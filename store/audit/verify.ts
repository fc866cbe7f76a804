/**
 * Checks an account's chain: the hash of every entry is computed again from its row and must lead to the next entry. It
 * reads one page at a time, so a log of any length needs little memory. Entries that are written in the meantime are
 * ignored.
 */
import { and, asc, eq, gt, lte, ne } from "drizzle-orm";
import { searchText } from "#flow/audit/entry.ts";
import type { AccountId } from "#flow/ids.ts";
import type { Database } from "../database.ts";
import { auditEntries } from "../schema.ts";
import type { AuditRow } from "./list.ts";
import { hashOf, headOf } from "./write.ts";

export interface AuditProblem {
  readonly seq: number;
  readonly kind: "altered" | "missing" | "reordered";
  readonly message: string;
}
export interface AuditVerdict {
  readonly ok: boolean;
  /** How many entries were found in order. */
  readonly entries: number;
  readonly firstProblem?: AuditProblem;
}

/** A Worker may ask D1 a thousand times for one request: this is a log of a million entries. */
const pageSize = 1_000;

export async function verifyAudit(db: Database, accountId: AccountId): Promise<AuditVerdict> {
  const { seq: last, hash: lastHash } = await headOf(db, accountId);
  let before = { seq: 0, hash: "" };
  while (before.seq < last) {
    const rows = await db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.accountId, accountId), gt(auditEntries.seq, before.seq), lte(auditEntries.seq, last)))
      .orderBy(asc(auditEntries.seq))
      .limit(pageSize);
    // Each hash uses the preceding hash as stored in its own row, so all hashes can be computed in parallel.
    const hashes = await Promise.all(rows.map((row) => hashOf(row, row)));
    for (const [nth, row] of rows.entries()) {
      const problem = await judge(db, row, hashes[nth]!, before);
      if (problem) return { ok: false, entries: before.seq, firstProblem: problem };
      before = { seq: row.seq, hash: row.hash };
    }
    if (rows.length === 0) break;
  }
  const entries = before.seq;
  if (entries < last) return { ok: false, entries, firstProblem: missing(entries + 1, last) };
  if (before.hash !== lastHash) return { ok: false, entries: entries - 1, firstProblem: altered(entries) };
  return { ok: true, entries };
}

async function judge(
  db: Database,
  row: AuditRow,
  hash: string,
  before: { readonly seq: number; readonly hash: string },
): Promise<AuditProblem | undefined> {
  const seq = before.seq + 1;
  const isWhole = hash === row.hash && searchText(row) === row.search;
  if (row.seq === seq && isWhole && row.previousHash === before.hash) return undefined;
  const successor = row.previousHash === before.hash ? undefined : await findSuccessor(db, row, before.hash);
  if (successor !== undefined) return reordered(seq, successor);
  if (row.seq > seq) return missing(seq, row.seq - 1);
  // A row that is whole but leads to something else than what stands before it follows one that was taken away.
  const isFromLater = row.previousHash !== before.hash && (isWhole || (await hashOf({ ...row, seq: row.seq + 1 }, row)) === row.hash);
  return isFromLater ? missing(seq, seq) : altered(seq);
}

/** The position of the entry that was written after the one with this hash. */
async function findSuccessor(db: Database, { accountId, seq }: AuditRow, hash: string): Promise<number | undefined> {
  const [row] = await db
    .select({ seq: auditEntries.seq })
    .from(auditEntries)
    .where(and(eq(auditEntries.accountId, accountId), eq(auditEntries.previousHash, hash), ne(auditEntries.seq, seq)))
    .limit(1);
  return row?.seq;
}

function altered(seq: number): AuditProblem {
  return { seq, kind: "altered", message: `Entry ${seq} was changed after it was written.` };
}

function missing(seq: number, to: number): AuditProblem {
  const message = seq === to ? `Entry ${seq} is missing.` : `Entries ${seq} to ${to} are missing.`;
  return { seq, kind: "missing", message };
}

function reordered(seq: number, at: number): AuditProblem {
  return { seq, kind: "reordered", message: `Entry ${seq} is in the wrong place, at ${at}.` };
}
