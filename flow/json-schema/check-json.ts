import { isExpressionError } from "../expressions/expression-error.ts";
import type { Issue } from "../problems/issue.ts";
import { Run, TooCostly } from "./check-run.ts";
import { evaluate } from "./evaluate.ts";
import type { Node } from "./compiled-node.ts";

/**
 * All reasons why a JSON value does not match a schema; empty if it does. Messages complete "The value …". `did`
 * receives the number of steps.
 */
export function checkJson(schema: Node, value: unknown, did?: (steps: number) => void): readonly Issue[] {
  const run = new Run();
  try {
    evaluate(schema, value, null, run);
    return run.faults;
  } catch (error) {
    // A regular expression refuses a text that is too long for it.
    if (!(error instanceof TooCostly) && !isExpressionError(error)) throw error;
    return [{ path: "", code: "schema_too_costly", message: "takes too much work to check against its schema" }];
  } finally {
    did?.(run.steps);
  }
}
