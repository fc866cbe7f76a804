/** What the runs of each workflow amount to by hour and by day (UTC), as its Monitor reports it for pages that show many workflows. */
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { RunId, WorkflowId } from "#flow/ids.ts";
import { workflows } from "./workflows.ts";

export const runRollups = sqliteTable(
  "run_rollups",
  {
    workflowId: text("workflow_id")
      .$type<WorkflowId>()
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    step: text("step").$type<"hour" | "day">().notNull(),
    /** The start of the step in epoch milliseconds. A run belongs to the step in which it started. */
    at: integer("at").notNull(),
    total: integer("total").notNull(),
    finished: integer("finished").notNull(),
    failed: integer("failed").notNull(),
    slowestMs: integer("slowest_ms"),
    slowestRun: text("slowest_run").$type<RunId>(),
    /** The last run that failed. */
    failedAt: integer("failed_at"),
    failedRun: text("failed_run").$type<RunId>(),
    /** The response times of finished runs as a sketch that can be merged, as text. */
    sketch: text("sketch").notNull(),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.step, table.at] }), index("run_rollups_old").on(table.at)],
);
