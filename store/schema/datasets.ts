/** Data sets: what an account knows of each. The rows themselves live in the data set's own object (docs/decisions/datasets.md). */
import { index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Column } from "#flow/datasets/column.ts";
import type { DatasetFormat } from "#flow/datasets/formats.ts";
import type { Part } from "#flow/datasets/parts.ts";
import type { AccountId, DatasetId, UserId } from "#flow/ids.ts";
import { users } from "./identity.ts";
import { accounts } from "./tenants.ts";

export const datasets = sqliteTable(
  "datasets",
  {
    id: text("id").$type<DatasetId>().primaryKey(),
    accountId: text("account_id")
      .$type<AccountId>()
      .notNull()
      .references(() => accounts.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    /** The name as it is compared; the id where the data set was deleted, so that the name is free again. */
    nameKey: text("name_key").notNull(),
    description: text("description").notNull(),
    /** The format of its first rows: it decides whether texts that look like numbers are numbers. */
    format: text("format").$type<DatasetFormat>().notNull(),
    columns: text("columns", { mode: "json" }).$type<readonly Column[]>().notNull(),
    rows: integer("rows").notNull(),
    /** Of the files that the rows came from. */
    bytes: integer("bytes").notNull(),
    /** The upload, among those that the object holds, whose rows are the data set's. */
    content: text("content").notNull(),
    /** Which of its rows count. */
    parts: text("parts", { mode: "json" }).$type<readonly Part[]>().notNull(),
    /** Rises with every change of rows or columns; a change names the one that it was made for. */
    revision: integer("revision").notNull(),
    createdBy: text("created_by")
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    /** Set until its object has forgotten the rows; then the row goes too. */
    deletedAt: integer("deleted_at"),
  },
  (table) => [uniqueIndex("datasets_name").on(table.accountId, table.nameKey), index("datasets_deleted").on(table.deletedAt)],
);
