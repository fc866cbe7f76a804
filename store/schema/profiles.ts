/** Authorization profiles of an account, and attempts to connect one that have not come back yet. */
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { AccountId, ProfileId, UserId } from "#flow/ids.ts";
import type { ProfileKind } from "#flow/profiles/profile-settings.ts";
import { users } from "./identity.ts";
import { accounts } from "./tenants.ts";

export const profiles = sqliteTable(
  "profiles",
  {
    id: text("id").$type<ProfileId>().primaryKey(),
    accountId: text("account_id")
      .$type<AccountId>()
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** The name as it is compared, sorted and searched. */
    nameKey: text("name_key").notNull(),
    kind: text("kind").$type<ProfileKind>().notNull(),
    /** ShownSettings as JSON text: everything but the secret. */
    settings: text("settings").notNull(),
    /** The hosts that may receive it, as a JSON list; null for one without a secret, and while `openSince` is given. */
    hosts: text("hosts"),
    /** Since when one of an older build, with a secret for any host, waits for its hosts to be named. */
    openSince: integer("open_since"),
    testUrl: text("test_url"),
    /** Sealed, see store/profiles/profile-secrets.ts. */
    secret: text("secret"),
    /** Counts how often the secret was set; part of what it is sealed with. */
    secretVersion: integer("secret_version").notNull(),
    /** Sealed: the tokens of an OAuth profile, as JSON text. */
    tokens: text("tokens"),
    /** Counts the tokens that the profile has had; part of what they are sealed with, and what a refresh is checked against. */
    tokensVersion: integer("tokens_version").notNull(),
    testOk: integer("test_ok", { mode: "boolean" }),
    testMessage: text("test_message"),
    testAt: integer("test_at"),
    createdBy: text("created_by")
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [uniqueIndex("profiles_name").on(table.accountId, table.nameKey)],
);

/** A person was sent to the provider to give consent. The row is deleted when they come back, so it works once. */
export const profileConnections = sqliteTable(
  "profile_connections",
  {
    /** SHA-256 in hexadecimal of the `state`. */
    stateHash: text("state_hash").primaryKey(),
    profileId: text("profile_id")
      .$type<ProfileId>()
      .notNull()
      .references(() => profiles.id, { onDelete: "cascade" }),
    accountId: text("account_id").$type<AccountId>().notNull(),
    /** SHA-256 in hexadecimal of the session that started it. */
    sessionHash: text("session_hash").notNull(),
    /** Sealed: the PKCE code verifier. */
    verifier: text("verifier").notNull(),
    redirectUri: text("redirect_uri").notNull(),
    /** The profile's `tokensVersion` at that time: a profile that was changed since is not connected. */
    tokensVersion: integer("tokens_version").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("profile_connections_expiry").on(table.expiresAt)],
);
