/** Model connections of an account. */
import { integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { AccountId, ConnectionId, UserId } from "#flow/ids.ts";
import type { Provider } from "#flow/models/connection.ts";
import { users } from "./identity.ts";
import { accounts } from "./tenants.ts";

export const modelConnections = sqliteTable(
  "model_connections",
  {
    id: text("id").$type<ConnectionId>().primaryKey(),
    accountId: text("account_id")
      .$type<AccountId>()
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** The name as it is compared, sorted and searched. */
    nameKey: text("name_key").notNull(),
    provider: text("provider").$type<Provider>().notNull(),
    baseUrl: text("base_url"),
    /** A Gateway as JSON text. */
    gateway: text("gateway"),
    currency: text("currency").notNull(),
    /** ModelEntry[] as JSON text. */
    models: text("models").notNull(),
    /** The API key, sealed: store/models/model-key.ts. */
    key: text("key"),
    /** Counts how often the key was set; part of what it is sealed with. */
    keyVersion: integer("key_version").notNull(),
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
  (table) => [uniqueIndex("model_connections_name").on(table.accountId, table.nameKey)],
);
