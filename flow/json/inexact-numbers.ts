/**
 * Numbers of a JSON text that a double does not keep: more digits than it has, or a size beyond its range. What a machine
 * wrote from a double of its own (`0.1`, `0.10000000000000001`) is kept.
 */
import { pointer } from "../problems/issue.ts";

export interface InexactNumber {
  /** An RFC 6901 pointer. */
  readonly path: string;
  readonly written: string;
  /** Where it stands in the text. */
  readonly at: number;
  /** The number as it was read; infinite if it is too large. */
  readonly value: number;
}

/** Most texts hold no number that could be one: this is all that is done for them. */
const suspicious = /\d[\d.]{15}|\d[eE]/;

/** The first `max` of them, in order. Takes valid JSON. */
export function inexactNumbers(text: string, max: number): readonly InexactNumber[] {
  if (!suspicious.test(text)) return [];
  const found: InexactNumber[] = [];
  const path: (string | number)[] = [];
  const token = /[[\]{},:]|"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[a-z]+/g;
  const isObject: boolean[] = [];
  let isKey = false;
  for (const { 0: word, index } of text.matchAll(token)) {
    if (word === "{" || word === "[") {
      isObject.push(word === "{");
      path.push(word === "{" ? "" : 0);
      isKey = word === "{";
    } else if (word === "}" || word === "]") {
      isObject.pop();
      path.pop();
    } else if (word === ",") {
      isKey = isObject.at(-1)!;
      if (!isKey) (path[path.length - 1] as number)++;
    } else if (isKey && word[0] === '"') {
      path[path.length - 1] = JSON.parse(word) as string;
      isKey = false;
    } else if (/^[-\d]/.test(word) && !isKept(word)) {
      found.push({ path: pointer(path), written: word, at: index, value: Number(word) });
      if (found.length >= max) break;
    }
  }
  return found;
}

/** Whether a number as JSON writes it is the same number when the double is written again. */
function isKept(written: string): boolean {
  if (/^-?\d{1,15}$/.test(written)) return true;
  const value = Number(written);
  if (!Number.isFinite(value)) return false;
  const digits = significant(written);
  if (digits === significant(String(value)) && sameSize(written, value)) return true;
  // A fraction that is the double to as many digits as it has: what %.17g prints.
  return /[.eE]/.test(written) && digits.length > 0 && digits.length <= 100 && digits === significant(value.toPrecision(digits.length));
}

/** The digits without sign, point, exponent and the zeros at both ends. */
function significant(written: string): string {
  return written
    .replace(/[eE].*$/, "")
    .replace(/[^\d]/g, "")
    .replace(/^0+/, "")
    .replace(/0+$/, "");
}

/** Digits alone do not tell 1e-400 from zero; a value that is not zero is within a factor of two of what was written. */
function sameSize(written: string, value: number): boolean {
  return (significant(written) === "") === (value === 0);
}
