/** Rules that watch the runs of a workflow. The workflow's Monitor stores their states and notifications. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AlertChannel, AlertCondition } from "#flow/alerts/rule.ts";
import type { AlertRuleId, UserId, WorkflowId } from "#flow/ids.ts";
import { workflows } from "./workflows.ts";

export const alertRules = sqliteTable(
  "alert_rules",
  {
    id: text("id").$type<AlertRuleId>().primaryKey(),
    workflowId: text("workflow_id")
      .$type<WorkflowId>()
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    condition: text("condition", { mode: "json" }).$type<AlertCondition>().notNull(),
    channel: text("channel", { mode: "json" }).$type<AlertChannel>().notNull(),
    enabled: integer("enabled", { mode: "boolean" }).notNull(),
    /** Nothing is sent before this moment; null where it is not muted. */
    mutedUntil: integer("muted_until"),
    /** Rises with every change; a change names the one that it was made for. */
    revision: integer("revision").notNull(),
    createdBy: text("created_by").$type<UserId>().notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("alert_rules_workflow").on(table.workflowId, table.id)],
);
