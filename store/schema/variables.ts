/** Environment variables of workflows. The values of secure ones are sealed; store/variables.ts says for which place. */
import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { UserId, WorkflowId } from "#flow/ids.ts";
import { users } from "./identity.ts";
import { workflows } from "./workflows.ts";

export const variables = sqliteTable(
  "variables",
  {
    workflowId: text("workflow_id")
      .$type<WorkflowId>()
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    secure: integer("secure", { mode: "boolean" }).notNull(),
    /** Plain, or sealed where it is secure. Null where it still has to be given, as after an import. */
    value: text("value"),
    notes: text("notes").notNull(),
    /** The hosts that a secure value may be sent to, as a JSON list; null where it is not bound. */
    hosts: text("hosts", { mode: "json" }).$type<readonly string[]>(),
    /** Distinguishes the values that this name has had; part of the sealing context of a value. */
    version: integer("version").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
    updatedBy: text("updated_by")
      .$type<UserId>()
      .notNull()
      .references(() => users.id),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.name] })],
);

/** Increases with every change of a workflow's variables, so that a cache can check whether its values are current. */
export const variableRevisions = sqliteTable("variable_revisions", {
  workflowId: text("workflow_id")
    .$type<WorkflowId>()
    .primaryKey()
    .references(() => workflows.id, { onDelete: "cascade" }),
  revision: integer("revision").notNull(),
});
