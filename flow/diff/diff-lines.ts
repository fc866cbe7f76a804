/**
 * The difference of two texts line by line: the shortest script of Myers, "An O(ND) Difference Algorithm and Its
 * Variations" (1986), as hunks with the lines around them.
 */
import type { LineHunk } from "./flow-diff.ts";

/** Lines of the same text shown before and after a change. */
const contextLines = 3;
/** Texts with more changed lines than this have nothing in common that is worth showing. */
const maxEdits = 500;
/** Lines compared: a tenth of a second. The work grows with lines times edits. */
const maxWork = 20_000_000;

type Edit = " " | "+" | "-";

/** The hunks that turn one text into the other; empty where they are equal. */
export function diffLines(before: string, after: string): LineHunk[] {
  if (before === after) return [];
  const a = before.split("\n");
  const b = after.split("\n");
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const middle = script(a.slice(start, a.length - end), b.slice(start, b.length - end));
  return hunks([...Array<Edit>(start).fill(" "), ...middle, ...Array<Edit>(end).fill(" ")], a, b);
}

function script(a: readonly string[], b: readonly string[]): Edit[] {
  const trace = forward(a, b);
  if (!trace) return [...a.map((): Edit => "-"), ...b.map((): Edit => "+")];
  const edits: Edit[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = trace.length - 1; d > 0; d--) {
    const reached = (k: number) => trace[d]![k + d + 1]!;
    const isDown = goesDown(reached, x - y, d);
    const fromX = isDown ? reached(x - y + 1) : reached(x - y - 1) + 1;
    for (; x > fromX; x--, y--) edits.push(" ");
    edits.push(isDown ? "+" : "-");
    if (isDown) y--;
    else x--;
  }
  for (; x > 0; x--) edits.push(" ");
  return edits.reverse();
}

/** For each number of edits d, how far the diagonals -d-1 to d+1 were reached with fewer; undefined where it takes too many. */
function forward(a: readonly string[], b: readonly string[]): Int32Array[] | undefined {
  const size = a.length + b.length;
  const max = Math.min(size, maxEdits, Math.floor(maxWork / (size + 1)));
  const trace: Int32Array[] = [];
  const all = new Int32Array(2 * max + 3);
  const reached = (k: number) => all[k + max + 1]!;
  for (let d = 0; d <= max; d++) {
    trace.push(all.slice(max - d, max + d + 3));
    for (let k = -d; k <= d; k += 2) {
      let x = d === 0 ? 0 : goesDown(reached, k, d) ? reached(k + 1) : reached(k - 1) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      all[k + max + 1] = x;
      if (x >= a.length && x - k >= b.length) return trace;
    }
  }
  return undefined;
}

/** Whether the best way with d edits onto diagonal k adds a line, rather than removes one. */
function goesDown(reached: (k: number) => number, k: number, d: number): boolean {
  return k === -d || (k !== d && reached(k - 1) < reached(k + 1));
}

function hunks(edits: readonly Edit[], a: readonly string[], b: readonly string[]): LineHunk[] {
  const found: LineHunk[] = [];
  let open: LineHunk | undefined;
  let lastEdit = -Infinity;
  let inA = 0;
  let inB = 0;
  const shown = nearEdits(edits);
  for (const [index, edit] of edits.entries()) {
    if (shown[index]) {
      if (!open || index - lastEdit > 1) found.push((open = { fromLine: inA + 1, toLine: inB + 1, lines: [] }));
      open.lines.push(edit + (edit === "+" ? b[inB]! : a[inA]!));
      lastEdit = index;
    }
    if (edit !== "+") inA++;
    if (edit !== "-") inB++;
  }
  return found;
}

/** Which lines are edits or stand near one. */
function nearEdits(edits: readonly Edit[]): boolean[] {
  const near = edits.map((edit) => edit !== " ");
  for (const [index, edit] of edits.entries()) {
    if (edit === " ") continue;
    for (let i = Math.max(0, index - contextLines); i <= Math.min(edits.length - 1, index + contextLines); i++) near[i] = true;
  }
  return near;
}
