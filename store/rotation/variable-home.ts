import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import { variables, workflows } from "../schema.ts";
import { placeOfVariable } from "../variable-secrets.ts";
import { nextOf, type SealedHome } from "./sealed-home.ts";

const position = sql<string>`${variables.workflowId} || ' ' || ${variables.name}`;

/** Secure environment variables. */
export const variableHome: SealedHome = {
  what: "environment variable",
  async find(db, accountId, after, limit) {
    const rows = await db
      .select({ position, workflowId: variables.workflowId, name: variables.name, version: variables.version, value: variables.value })
      .from(variables)
      .innerJoin(workflows, eq(workflows.id, variables.workflowId))
      .where(and(eq(workflows.accountId, accountId), eq(variables.secure, true), isNotNull(variables.value), sql`${position} > ${after}`))
      .orderBy(asc(position))
      .limit(limit);
    return {
      rows: rows.map(({ workflowId, value, ...variable }) => ({
        // As the condition says.
        texts: [{ text: value!, place: placeOfVariable({ accountId, workflowId }, variable) }],
        replace: (db, changes) => [
          db
            .update(variables)
            .set({ value: changes.get(value!)! })
            .where(and(eq(variables.workflowId, workflowId), eq(variables.name, variable.name), eq(variables.value, value!))),
        ],
      })),
      next: nextOf(rows, limit, (row) => row.position),
    };
  },
};
