import { inexactNumbers } from "#flow/json/inexact-numbers.ts";
import { findJsonFault } from "./json-fault.ts";

export type ParsedText = { ok: true; value: unknown } | { ok: false; message: string; line?: number; column?: number };

/**
 * Parses JSON while a person types it; an error has its line and column, counted from 1. A number that would lose
 * digits is an error.
 */
export function parseJsonText(text: string): ParsedText {
  try {
    const value: unknown = JSON.parse(text);
    const [inexact] = inexactNumbers(text, 1);
    if (!inexact) return { ok: true, value };
    const message = `The number ${inexact.written.slice(0, 40)} cannot be kept exactly. Write it as text, in quotes.`;
    return { ok: false, message, ...lineAndColumn(text, inexact.at) };
  } catch (caught) {
    const message = caught instanceof Error ? withoutPlace(caught.message) : "";
    const fault = findJsonFault(text);
    return { ok: false, message, ...(fault === undefined ? {} : lineAndColumn(text, fault)) };
  }
}

/** What a browser says, without the place, which each says differently or not at all. */
function withoutPlace(said: string): string {
  return said
    .replace(/^JSON\.(parse: |Parse error: )/i, "")
    .replace(/,? ?(in JSON )?at (position|line) \d[\s\S]*$/, "")
    .replace(/, ?(\.\.\.)?"[\s\S]*" ?(\.\.\.)? ?is not valid JSON$/, "");
}

function lineAndColumn(text: string, position: number): { line: number; column: number } {
  const before = text.slice(0, position).split("\n");
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** Where in the text a node's id stands, so that the editor can show it; undefined where it does not. */
export function placeOfId(text: string, id: string): { from: number; to: number } | undefined {
  const found = new RegExp(`"id"\\s*:\\s*${escapeForSearch(JSON.stringify(id))}`).exec(text);
  return found ? { from: found.index, to: found.index + found[0].length } : undefined;
}

const escapeForSearch = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
