import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { TestServer } from "../faults/server.ts";

/** Lets all invitations be past their time, as fifteen days would. The server is stopped for it and started again. */
export async function expireInvitations(server: TestServer): Promise<void> {
  await server.stop();
  const files = readdirSync(server.dataFolder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".sqlite"));
  for (const name of files) {
    const database = new DatabaseSync(join(server.dataFolder, name));
    const isOurs = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'invitations'").get();
    if (isOurs) database.exec("UPDATE invitations SET expires_at = 1 WHERE accepted_at IS NULL");
    database.close();
  }
  await server.restart();
}
