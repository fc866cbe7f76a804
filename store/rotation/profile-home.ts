import { and, asc, eq, gt } from "drizzle-orm";
import type { ProfileId } from "#flow/ids.ts";
import { profilePlace } from "../profiles/profile-secrets.ts";
import { profiles } from "../schema.ts";
import { nextOf, type SealedHome } from "./sealed-home.ts";

/** Secrets and tokens of authorization profiles. A connection in progress is not included, because it ends within minutes. */
export const profileHome: SealedHome = {
  what: "authorization profile",
  async find(db, accountId, after, limit) {
    const { id, secret, secretVersion, tokens, tokensVersion } = profiles;
    const rows = await db
      .select({ id, secret, secretVersion, tokens, tokensVersion })
      .from(profiles)
      // An id comes from text that was an id.
      .where(and(eq(profiles.accountId, accountId), gt(id, after as ProfileId)))
      .orderBy(asc(id))
      .limit(limit);
    return {
      rows: rows.map((row) => {
        const place = { accountId, id: row.id };
        return {
          texts: [
            ...(row.secret === null ? [] : [{ text: row.secret, place: profilePlace(place, "secret", row.secretVersion) }]),
            ...(row.tokens === null ? [] : [{ text: row.tokens, place: profilePlace(place, "tokens", row.tokensVersion) }]),
          ],
          replace: (db, changes) => [
            db
              .update(profiles)
              .set({
                secret: row.secret && (changes.get(row.secret) ?? row.secret),
                tokens: row.tokens && (changes.get(row.tokens) ?? row.tokens),
              })
              .where(and(eq(id, row.id), eq(profiles.secretVersion, row.secretVersion), eq(profiles.tokensVersion, row.tokensVersion))),
          ],
        };
      }),
      next: nextOf(rows, limit, (row) => row.id),
    };
  },
};
