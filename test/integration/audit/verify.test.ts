import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { AccountId } from "#flow/ids.ts";
import { verifyAudit } from "#store/audit/verify.ts";
import { noteAudited } from "#store/audit/write.ts";
import { database } from "#store/database.ts";
import { migrate } from "../management/migrate.ts";
import { seedEntries } from "./seed.ts";

const { DB } = env as unknown as { DB: D1Database };
const db = database(DB);
const triggers = ["audit_entries_never_change", "audit_entries_never_go"];
beforeAll(() => migrate(DB));

async function seeded(count: number): Promise<AccountId> {
  const id = `acc_${crypto.randomUUID()}` as AccountId;
  await seedEntries(DB, id, count, (nth) => ({
    event: { event: "key.revoked", subject: { id: `key_${nth}`, name: `Key ${nth}` }, details: { prefix: "mr_live_abcd" } },
    workflow: null,
    actor: { kind: "system" },
    atMs: 1_700_000_000_000 + nth,
  }));
  return id;
}

/** Does what Millrace itself never does: a person with access to the database must first remove the triggers. */
async function tamper(...statements: D1PreparedStatement[]): Promise<void> {
  const { results } = await DB.prepare("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entries'").all<{
    sql: string;
  }>();
  expect(results).toHaveLength(triggers.length);
  const drops = triggers.map((name) => DB.prepare(`DROP TRIGGER ${name}`));
  await DB.batch([...drops, ...statements, ...results.map(({ sql }) => DB.prepare(sql))]);
}

const at = (sql: string, ...values: unknown[]) => DB.prepare(sql).bind(...values);

describe("the chain", () => {
  it("is whole after 10,000 entries, and after one more", async () => {
    const id = await seeded(10_000);
    const before = performance.now();
    expect(await verifyAudit(db, id)).toEqual({ ok: true, entries: 10_000 });
    console.log(`verified 10,000 entries in ${Math.round(performance.now() - before)} ms`);
    const origin = { actor: { kind: "system" }, ip: null, userAgent: null, requestId: null, atMs: Date.now() } as const;
    await noteAudited(db, { accountId: id, workflow: null }, origin, [
      { event: "run.cancelled", subject: { id: "r", name: "r" }, details: {} },
    ]);
    expect(await verifyAudit(db, id)).toEqual({ ok: true, entries: 10_001 });
  }, 60_000);

  it("of an account without entries is whole", async () => {
    expect(await verifyAudit(db, "acc_none" as AccountId)).toEqual({ ok: true, entries: 0 });
  });

  it("refuses to be changed or shortened", async () => {
    const id = await seeded(3);
    await expect(at("UPDATE audit_entries SET description = 'x' WHERE account_id = ?", id).run()).rejects.toThrow(/append-only/);
    await expect(at("DELETE FROM audit_entries WHERE account_id = ? AND seq = 3", id).run()).rejects.toThrow(/append-only/);
    expect(await verifyAudit(db, id)).toEqual({ ok: true, entries: 3 });
  });

  it.each(["description", "actor_name", "at", "details", "ip", "search", "hash", "previous_hash", "workflow_name"])(
    "tells of an entry whose %s was altered",
    async (column) => {
      const id = await seeded(2_100);
      await tamper(at(`UPDATE audit_entries SET ${column} = '1' WHERE account_id = ? AND seq = 1234`, id));
      expect(await verifyAudit(db, id)).toEqual({
        ok: false,
        entries: 1233,
        firstProblem: { seq: 1234, kind: "altered", message: "Entry 1234 was changed after it was written." },
      });
    },
  );

  it.each([
    ["the first", 1, 1],
    ["one", 1000, 1000],
    ["several", 500, 502],
    ["the last", 1500, 1500],
    ["all", 1, 1500],
  ])("tells where %s was removed", async (_, from, to) => {
    const id = await seeded(1_500);
    await tamper(at("DELETE FROM audit_entries WHERE account_id = ? AND seq BETWEEN ? AND ?", id, from, to));
    const verdict = await verifyAudit(db, id);
    expect(verdict).toMatchObject({ ok: false, entries: from - 1, firstProblem: { seq: from, kind: "missing" } });
    expect(verdict.firstProblem!.message).toBe(from === to ? `Entry ${from} is missing.` : `Entries ${from} to ${to} are missing.`);
  });

  it("tells of a removed entry whose gap was closed by counting anew", async () => {
    const id = await seeded(20);
    await tamper(
      at("DELETE FROM audit_entries WHERE account_id = ? AND seq = 7", id),
      ...Array.from({ length: 13 }, (_, n) => at("UPDATE audit_entries SET seq = ? WHERE account_id = ? AND seq = ?", n + 7, id, n + 8)),
    );
    expect((await verifyAudit(db, id)).firstProblem).toMatchObject({ seq: 7, kind: "missing" });
  });

  it.each([
    ["neighbours", 11, 12],
    ["two far apart", 3, 1800],
  ])("tells of %s that changed places", async (_, one, other) => {
    const id = await seeded(2_000);
    const move = (from: number, to: number) => at("UPDATE audit_entries SET seq = ? WHERE account_id = ? AND seq = ?", to, id, from);
    await tamper(move(one, -1), move(other, one), move(-1, other));
    expect(await verifyAudit(db, id)).toEqual({
      ok: false,
      entries: one - 1,
      firstProblem: { seq: one, kind: "reordered", message: `Entry ${one} is in the wrong place, at ${other}.` },
    });
  });

  it("tells of an entry that was altered and hashed anew", async () => {
    const id = await seeded(10);
    const { hashOf } = await import("#store/audit/write.ts");
    const { auditEntries } = await import("#store/schema.ts");
    const { and, eq } = await import("drizzle-orm");
    const [row] = await db
      .select()
      .from(auditEntries)
      .where(and(eq(auditEntries.accountId, id), eq(auditEntries.seq, 5)));
    const forged = { ...row!, description: row!.description.replace("Key 5", "Key 6") };
    await tamper(
      at(
        "UPDATE audit_entries SET description = ?, hash = ? WHERE account_id = ? AND seq = 5",
        forged.description,
        await hashOf(forged, forged),
        id,
      ),
    );
    expect((await verifyAudit(db, id)).ok).toBe(false);
  });
});
