import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import type { AuditEvent, AuditOrigin } from "#flow/audit/entry.ts";
import type { AccountId } from "#flow/ids.ts";
import { writeAllAudited, writeAudited } from "#store/audit/write.ts";
import { database, isDuplicate } from "#store/database.ts";
import { accounts } from "#store/schema.ts";
import { migrate } from "../management/migrate.ts";

const { DB } = env as unknown as { DB: D1Database };
const db = database(DB);
beforeAll(() => migrate(DB));

const origin: AuditOrigin = { actor: { kind: "system" }, ip: null, userAgent: null, requestId: null, atMs: 1_700_000_000_000 };
const renamed = (name: string): AuditEvent => ({ event: "account.renamed", subject: { id: "x", name }, details: { before: "b" } });

async function newAccount() {
  const id = `acc_${crypto.randomUUID()}` as AccountId;
  await db.insert(accounts).values({ id, name: "b", createdAt: 0 });
  const place = { accountId: id, workflow: null };
  const rename = (name: string, from?: string) =>
    db
      .update(accounts)
      .set({ name })
      .where(from === undefined ? sql`id = ${id}` : sql`id = ${id} AND name = ${from}`);
  const rows = async () => (await DB.prepare("SELECT * FROM audit_entries WHERE account_id = ? ORDER BY seq").bind(id).all()).results;
  const name = async () => DB.prepare("SELECT name FROM accounts WHERE id = ?").bind(id).first("name");
  return { id, place, rename, rows, name };
}

describe("a change and its entry", () => {
  it("happen together, and the results of the statements are given back", async () => {
    const { place, rename, rows, name } = await newAccount();
    const results = await writeAudited(db, place, origin, {
      events: [renamed("c")],
      statements: [
        rename("c").returning({ name: accounts.name }),
        db
          .select({ name: accounts.name })
          .from(accounts)
          .where(sql`id = ${place.accountId}`),
      ],
    });
    expect(results).toEqual([[{ name: "c" }], [{ name: "c" }]]);
    expect(await name()).toBe("c");
    expect(await rows()).toMatchObject([{ seq: 1, event: "account.renamed", description: "Renamed the account from “b” to “c”." }]);
  });

  it("do not happen where the deciding statement changed no row, nor does anything beside it", async () => {
    const { place, rename, rows, name } = await newAccount();
    for (const decides of [0, 1]) {
      const statements = decides === 0 ? ([rename("c", "other"), rename("d")] as const) : ([rename("d"), rename("c", "other")] as const);
      expect(await writeAudited(db, place, origin, { events: [renamed("c")], statements, decides })).toBeUndefined();
    }
    expect(await name()).toBe("b");
    expect(await rows()).toEqual([]);
  });

  it("do not happen where a statement breaks a constraint, which is thrown", async () => {
    const { id, place, rename, rows, name } = await newAccount();
    const doubled = db.insert(accounts).values({ id, name: "again", createdAt: 0 });
    const thrown: unknown = await writeAudited(db, place, origin, { events: [renamed("c")], statements: [rename("c"), doubled] }).catch(
      (error: unknown) => error,
    );
    expect(isDuplicate(thrown, "accounts.id")).toBe(true);
    expect(await name()).toBe("b");
    expect(await rows()).toEqual([]);
  });

  it("come in bulk, all or nothing", async () => {
    const one = await newAccount();
    const two = await newAccount();
    const change = (account: typeof one, name: string, from: string) => ({
      events: [renamed(name)],
      statements: [account.rename(name, from)],
    });
    expect(
      await writeAllAudited(db, one.place, origin, [change(one, "c", "b"), change(two, "c", "other"), change(one, "d", "c")]),
    ).toBeUndefined();
    expect([await one.name(), await one.rows()]).toEqual(["b", []]);
    expect(
      await writeAllAudited(db, one.place, origin, [change(one, "c", "b"), change(two, "c", "b"), change(one, "d", "c")]),
    ).toHaveLength(3);
    expect([await one.name(), await two.name()]).toEqual(["d", "c"]);
    expect((await one.rows()).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });
});
