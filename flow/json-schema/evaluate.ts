import { Evaluated, type At, type Run } from "./check-run.ts";
import type { Node } from "./compiled-node.ts";

/** What the schema looked at where the value fits it, else null with the faults noted in `run`. */
export function evaluate(node: Node, value: unknown, at: At | null, run: Run): Evaluated | null {
  run.depth++;
  run.spend(1);
  const entered = run.scope.at(-1) !== node.resource;
  if (entered) run.scope.push(node.resource);
  const seen = new Evaluated();
  let holds = true;
  for (const check of node.checks) if (!check(value, at, run, seen)) holds = false;
  for (const check of node.late) if (!check(value, at, run, seen)) holds = false;
  if (entered) run.scope.pop();
  run.depth--;
  return holds ? seen : null;
}
