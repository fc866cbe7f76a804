import { and, eq, gt, isNotNull } from "drizzle-orm";
import type { AccountId } from "#flow/ids.ts";
import { telemetrySettings } from "../schema.ts";
import { telemetryPlace } from "../telemetry/telemetry-secrets.ts";
import { nextOf, type SealedHome } from "./sealed-home.ts";

/** The headers that exported traces carry: at most one text for an account. */
export const telemetryHome: SealedHome = {
  what: "telemetry export",
  async find(db, accountId, after, limit) {
    const { headers, headersVersion } = telemetrySettings;
    const rows = await db
      .select({ id: telemetrySettings.accountId, headers, headersVersion })
      .from(telemetrySettings)
      // An id comes from text that was an id.
      .where(and(eq(telemetrySettings.accountId, accountId), gt(telemetrySettings.accountId, after as AccountId), isNotNull(headers)))
      .limit(limit);
    return {
      rows: rows.map((row) => ({
        // As the condition says.
        texts: [{ text: row.headers!, place: telemetryPlace(accountId, row.headersVersion) }],
        replace: (db, changes) => [
          db
            .update(telemetrySettings)
            .set({ headers: changes.get(row.headers!)! })
            .where(and(eq(telemetrySettings.accountId, accountId), eq(headers, row.headers!))),
        ],
      })),
      next: nextOf(rows, limit, (row) => row.id),
    };
  },
};
