import { and, asc, eq, gt, isNotNull } from "drizzle-orm";
import type { ConnectionId } from "#flow/ids.ts";
import { modelKeyPlace } from "../models/model-key.ts";
import { modelConnections } from "../schema.ts";
import { nextOf, type SealedHome } from "./sealed-home.ts";

/** API keys of model connections. */
export const modelHome: SealedHome = {
  what: "model connection",
  async find(db, accountId, after, limit) {
    const { id, key, keyVersion } = modelConnections;
    const rows = await db
      .select({ id, key, keyVersion })
      .from(modelConnections)
      // An id comes from text that was an id.
      .where(and(eq(modelConnections.accountId, accountId), gt(id, after as ConnectionId), isNotNull(key)))
      .orderBy(asc(id))
      .limit(limit);
    return {
      rows: rows.map((row) => ({
        // As the condition says.
        texts: [{ text: row.key!, place: modelKeyPlace({ accountId, id: row.id }, row.keyVersion) }],
        replace: (db, changes) => [
          db
            .update(modelConnections)
            .set({ key: changes.get(row.key!)! })
            .where(and(eq(id, row.id), eq(key, row.key!))),
        ],
      })),
      next: nextOf(rows, limit, (row) => row.id),
    };
  },
};
