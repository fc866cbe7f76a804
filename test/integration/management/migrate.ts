import { applyD1Migrations, type D1Migration } from "cloudflare:test";
import { env } from "cloudflare:workers";

/** Brings a database to the present schema, with the files that wrangler applies. */
export async function migrate(db: D1Database): Promise<void> {
  // A binding of vitest.config.ts.
  await applyD1Migrations(db, (env as unknown as { MIGRATIONS: D1Migration[] }).MIGRATIONS);
}

/** Empties every table that a sign-up writes to, as a new installation has them. */
export async function empty(db: D1Database): Promise<void> {
  const tables = ["installation", "sign_in_failures", "workflows", "tokens", "members", "accounts", "credentials", "sessions", "users"];
  await db.batch(tables.map((table) => db.prepare(`DELETE FROM ${table}`)));
}
