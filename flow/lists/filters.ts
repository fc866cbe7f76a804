/** Filters of a list: column is or is not value, all of them joined by AND or by OR. */
import * as z from "zod";

export interface Filter<Column extends string = string> {
  readonly column: Column;
  readonly operator: "is" | "isNot";
  readonly value: string;
}

/** Each filter binds one parameter, and D1 takes a hundred. */
const maxFilters = 20;

/**
 * The query parameters `filters` (JSON: a list of `{column, operator, value}`) and `join` of a list with these columns.
 * The schema of a column says which values it can have.
 */
export function filterQuery<Columns extends Readonly<Record<string, z.ZodType<string>>>>(columns: Columns) {
  // Every column's value is a string, and its name is a key of `columns`.
  const options = Object.entries(columns).map(([column, value]) =>
    z.strictObject({ column: z.literal(column), operator: z.enum(["is", "isNot"]), value }),
  ) as unknown as [z.ZodType<Filter<keyof Columns & string>>];
  const filter = z.union(options);
  return {
    filters: z
      .string()
      .max(10_000)
      .transform((text, context) => {
        try {
          return JSON.parse(text) as unknown;
        } catch {
          context.addIssue({ code: "custom", message: "The filters are not valid JSON." });
          return z.NEVER;
        }
      })
      .pipe(z.array(filter).max(maxFilters, `Use at most ${maxFilters} filters.`))
      .optional()
      .meta({
        description: `JSON: a list of {column, operator, value}. Columns: ${Object.keys(columns).join(", ")}. Operators: is, isNot.`,
      }),
    join: z.enum(["and", "or"]).default("and").meta({ description: "How the filters are joined." }),
  };
}
