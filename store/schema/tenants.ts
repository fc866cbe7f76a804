/** Who works together: accounts, their members, and the members' tokens for programs. */
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AccountId, TokenId, UserId } from "#flow/ids.ts";
import type { AccountRole } from "#flow/rights/roles.ts";
import { users } from "./identity.ts";

/** At most one row. Its primary key is what lets exactly one of two simultaneous first sign-ups win. */
export const installation = sqliteTable("installation", {
  id: integer("id").primaryKey(),
  claimedBy: text("claimed_by").$type<UserId>().notNull(),
  claimedAt: integer("claimed_at").notNull(),
  /** True while the local server's first start is still making the example; nothing is served until it is done. */
  settingUp: integer("setting_up", { mode: "boolean" }).notNull().default(false),
});

export const accounts = sqliteTable("accounts", {
  id: text("id").$type<AccountId>().primaryKey(),
  name: text("name").notNull(),
  createdAt: integer("created_at").notNull(),
});

export const members = sqliteTable(
  "members",
  {
    accountId: text("account_id")
      .$type<AccountId>()
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role").$type<AccountRole>().notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.userId] }), index("members_user").on(table.userId)],
);

/** Personal access tokens. One acts for its person in one account; only its hash is kept. */
export const tokens = sqliteTable(
  "tokens",
  {
    id: text("id").$type<TokenId>().primaryKey(),
    userId: text("user_id")
      .$type<UserId>()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    accountId: text("account_id")
      .$type<AccountId>()
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    /** SHA-256 in hexadecimal of the whole token. */
    hash: text("hash").notNull().unique(),
    prefix: text("prefix").notNull(),
    last4: text("last4").notNull(),
    name: text("name").notNull(),
    createdAt: integer("created_at").notNull(),
    lastUsedAt: integer("last_used_at"),
    expiresAt: integer("expires_at"),
    /** A JSON list of scopes; null is everything that its person may do. */
    scopes: text("scopes"),
  },
  (table) => [index("tokens_user").on(table.userId, table.id)],
);
