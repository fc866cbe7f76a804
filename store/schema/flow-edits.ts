/**
 * Editing sessions that the audit log does not have yet: one of a workflow at most. The row is written with each save, so
 * that a crash loses nothing. It refers to nothing, so that deleting a workflow takes no unwritten entry along.
 */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AccountId, WorkflowId } from "#flow/ids.ts";

export const flowEdits = sqliteTable(
  "flow_edits",
  {
    workflowId: text("workflow_id").$type<WorkflowId>().primaryKey(),
    accountId: text("account_id").$type<AccountId>().notNull(),
    workflowName: text("workflow_name").notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    /** `session`, or the id of the token. */
    via: text("via").notNull(),
    ip: text("ip"),
    userAgent: text("user_agent"),
    /** Of the first save. */
    requestId: text("request_id"),
    /** The flow before the first save, as JSON text. */
    before: text("before").notNull(),
    startedAt: integer("started_at").notNull(),
    lastAt: integer("last_at").notNull(),
    saves: integer("saves").notNull(),
  },
  (table) => [index("flow_edits_account").on(table.accountId)],
);
