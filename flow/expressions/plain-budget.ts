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

/** Counts work on the characters of a text, which takes the host about a microsecond for 1,024 of them. */
export function read(text: string): void {
  visit(text.length >> 10);
}

/** Counts looking for a part. At worst the host compares the whole part at each position of the text. */
export function searched(text: string, part: string): void {
  read(text);
  if (part.length <= text.length) visit(Math.floor((text.length * part.length) / 4096));
}

/** Evaluates, and counts the items that were visited. */
export function visitsOf(evaluate: () => unknown): { readonly value: unknown; readonly visits: number } {
  visits = 0;
  const value = evaluate();
  return { value, visits };
}
