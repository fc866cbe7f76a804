import { limits } from "../limits.ts";

/**
 * A column's name as it is kept: one line, trimmed, at most 200 characters, unlike those before it. `nth` (from 1) names
 * a column that has none.
 */
export function columnName(raw: string, nth: number, taken: { has(name: string): boolean }): string {
  const trimmed = raw.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ").trim();
  const base = shortened(trimmed, limits.maxDatasetColumnChars) || `Column ${nth}`;
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${shortened(base, limits.maxDatasetColumnChars - 5)} ${n}`;
  return name;
}

/** Never half of a surrogate pair. */
function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  return text.slice(0, text.codePointAt(max - 1)! > 0xffff ? max - 1 : max).trim();
}
