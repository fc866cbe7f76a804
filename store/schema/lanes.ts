import { primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { WorkflowId } from "#flow/ids.ts";
import { workflows } from "./workflows.ts";

/** The lanes that have held runs of a workflow, by the name under which each is found. */
export const lanes = sqliteTable(
  "lanes",
  {
    workflowId: text("workflow_id")
      .$type<WorkflowId>()
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.name] })],
);
