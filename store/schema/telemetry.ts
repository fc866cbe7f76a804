/** Where an account's runs are exported to as traces. At most one row for each account. */
import { integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AccountId, UserId, WorkflowId } from "#flow/ids.ts";
import { accounts } from "./tenants.ts";

export const telemetrySettings = sqliteTable("telemetry_settings", {
  accountId: text("account_id")
    .$type<AccountId>()
    .primaryKey()
    .references(() => accounts.id, { onDelete: "cascade" }),
  enabled: integer("enabled", { mode: "boolean" }).notNull(),
  /** As it was given; the path of the signal is added when it is called. */
  endpoint: text("endpoint").notNull(),
  /** The headers' names, as a JSON list: what is shown of them. */
  headerNames: text("header_names", { mode: "json" }).$type<readonly string[]>().notNull(),
  /** Sealed: the headers as JSON text. Null where there are none. */
  headers: text("headers"),
  /** Counts how often they were set; part of what they are sealed with. */
  headersVersion: integer("headers_version").notNull(),
  /** The only workflows whose runs are exported, as a JSON list; null is all. */
  workflows: text("workflows", { mode: "json" }).$type<readonly WorkflowId[]>(),
  /** The share of runs that is exported, 0 to 1. */
  ratio: real("ratio").notNull(),
  includeValues: integer("include_values", { mode: "boolean" }).notNull(),
  /** Rises with every change; a change names the one that it was made for. */
  revision: integer("revision").notNull(),
  updatedAt: integer("updated_at").notNull(),
  updatedBy: text("updated_by").$type<UserId>().notNull(),
});
