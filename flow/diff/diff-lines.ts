/** The difference of two texts line by line, as hunks with the lines around them. */
import { diffArrays } from "diff";
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

/** The shortest way from one list of lines to the other; all lines out and in where that takes too many edits. */
function script(a: string[], b: string[]): Edit[] {
  const maxEditLength = Math.min(maxEdits, Math.floor(maxWork / (a.length + b.length + 1)));
  const parts = diffArrays(a, b, { maxEditLength });
  if (!parts) return [...a.map((): Edit => "-"), ...b.map((): Edit => "+")];
  return parts.flatMap(({ added, removed, count }) => Array<Edit>(count).fill(added ? "+" : removed ? "-" : " "));
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
