import { and, or, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Filter } from "#flow/lists/filters.ts";

/** The condition of joined filters, or undefined without any. What has no value is not any value, so that `isNot` finds it. */
export function conditionOf<Column extends string>(
  filters: readonly Filter<Column>[] | undefined,
  join: "and" | "or",
  columns: Readonly<Record<Column, SQLWrapper>>,
): SQL | undefined {
  const conditions = (filters ?? []).map(({ column, operator, value }) =>
    operator === "is" ? sql`${columns[column]} = ${value}` : sql`${columns[column]} IS NOT ${value}`,
  );
  return join === "and" ? and(...conditions) : or(...conditions);
}
