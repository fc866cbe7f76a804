import { applyD1Migrations } from "cloudflare:test";

/** The files that wrangler applies, read the way it reads them. */
const files = import.meta.glob<string>("../../../migrations/*.sql", { query: "?raw", import: "default", eager: true });

/** Brings a database to the present schema. */
export async function migrate(db: D1Database): Promise<void> {
  const migrations = Object.entries(files)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([path, sql]) => ({ name: path.slice(path.lastIndexOf("/") + 1), queries: sql.split("--> statement-breakpoint").map((query) => query.trim()) }));
  await applyD1Migrations(db, migrations);
}

/** Empties every table, as a new installation has them. */
export async function empty(db: D1Database): Promise<void> {
  const tables = ["installation", "sign_in_failures", "api_keys", "deployments", "versions", "workflow_members", "workflows", "tokens", "members", "accounts", "credentials", "sessions", "verifications", "users"];
  await db.batch(tables.map((table) => db.prepare(`DELETE FROM ${table}`)));
}
