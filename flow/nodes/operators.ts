/** What a Condition can ask; what each means is in compare.ts. */
export const operatorNames = [
  "==",
  "!=",
  ">",
  "<",
  ">=",
  "<=",
  "contains",
  "notContains",
  "startsWith",
  "endsWith",
  "isEmpty",
  "isNotEmpty",
  "exists",
  "in",
  "matches",
] as const;
export type Operator = (typeof operatorNames)[number];

/** Operators that look at the left side only. */
export const unaryOperators: readonly Operator[] = ["isEmpty", "isNotEmpty", "exists"];
