/**
 * The audit log. Nothing refers to it and it refers to nothing, so that no deletion elsewhere takes entries along;
 * triggers of the migration refuse to change or delete one.
 */
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Category } from "#flow/audit/categories.ts";
import type { Actor } from "#flow/audit/entry.ts";
import type { EventName } from "#flow/audit/events.ts";
import type { AccountId, WorkflowId } from "#flow/ids.ts";

export const auditEntries = sqliteTable(
  "audit_entries",
  {
    accountId: text("account_id").$type<AccountId>().notNull(),
    /** Counts from 1 in its account, without a gap. */
    seq: integer("seq").notNull(),
    /** Never less than the entry's before it. */
    at: integer("at").notNull(),
    event: text("event").$type<EventName>().notNull(),
    category: text("category").$type<Category>().notNull(),
    workflowId: text("workflow_id").$type<WorkflowId>(),
    workflowName: text("workflow_name"),
    subjectId: text("subject_id").notNull(),
    subjectName: text("subject_name").notNull(),
    actorKind: text("actor_kind").$type<Actor["kind"]>().notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    via: text("via"),
    ip: text("ip"),
    userAgent: text("user_agent"),
    requestId: text("request_id"),
    description: text("description").notNull(),
    details: text("details").notNull(),
    /** `searchText` of the entry: what is derived is not hashed, but checked. */
    search: text("search").notNull(),
    previousHash: text("previous_hash").notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.accountId, table.seq] }),
    // Any filter and search is answered from these alone, a third of the rows' size; only the rows of the page are read themselves.
    index("audit_entries_chosen").on(
      table.accountId,
      table.seq,
      table.category,
      table.event,
      table.actorId,
      table.workflowId,
      table.search,
    ),
    index("audit_entries_workflow").on(table.accountId, table.workflowId, table.seq, table.category, table.event, table.actorId),
    index("audit_entries_at").on(table.accountId, table.at, table.seq),
  ],
);

/** The last entry of each account: what the next one is linked to, and what shows that the last one was taken away. */
export const auditHeads = sqliteTable("audit_heads", {
  accountId: text("account_id").$type<AccountId>().primaryKey(),
  seq: integer("seq").notNull(),
  at: integer("at").notNull(),
  hash: text("hash").notNull(),
});
