import type { ConnectionId } from "#flow/ids.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { Database } from "#store/database.ts";
import { findConnection, type ConnectionRow } from "#store/models/connections.ts";
import type { AccountCaller } from "../frame/handler.ts";

/** A model connection of the account. Throws a Refusal if there is none. Text that is not an id matches no row. */
export async function requireConnection(db: Database, { account }: AccountCaller, id: string): Promise<ConnectionRow> {
  const connection = await findConnection(db, { accountId: account.id, id: id as ConnectionId });
  if (!connection) throw new Refusal("not_found", { detail: "The account has no model connection with this id." });
  return connection;
}
