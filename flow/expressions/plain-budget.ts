/** How much one plain expression may do. JSONata, which can pause, evaluates what needs more. */
const maxVisits = 5_000;
export const maxPlainChars = 100_000;

/** Thrown where JSONata has to decide. There is one, because creating an error takes longer than most expressions. */
const leaves = new Error("JSONata has to evaluate this expression.");

export function leave(): never {
  throw leaves;
}

/** A plain expression is evaluated without a pause, so one count is enough. */
let visits = 0;

export function visit(count: number): void {
  visits += count;
  if (visits > maxVisits) leave();
}

/** Evaluates, and counts the items that were visited. */
export function visitsOf(evaluate: () => unknown): { readonly value: unknown; readonly visits: number } {
  visits = 0;
  const value = evaluate();
  return { value, visits };
}
