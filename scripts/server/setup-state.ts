/** How far the first start has come, in the database: the Worker serves nothing before its end (worker/health/readiness.ts). */
import type { Miniflare } from "miniflare";

/** The header by which the first start's own requests pass; worker/health/readiness.ts reads it. */
export const startTokenHeader = "x-millrace-start-token";

/** Whether the installation has an owner. */
export async function isClaimed(miniflare: Miniflare): Promise<boolean> {
  const db = await miniflare.getD1Database("DB", "millrace");
  return (await db.prepare("SELECT id FROM installation").first()) !== null;
}

/** From now on everybody is served. */
export async function endSetup(miniflare: Miniflare): Promise<void> {
  const db = await miniflare.getD1Database("DB", "millrace");
  await db.prepare("UPDATE installation SET setting_up = 0 WHERE setting_up = 1").run();
}
