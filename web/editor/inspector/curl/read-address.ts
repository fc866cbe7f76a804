import type { Pair } from "./call.ts";

export interface Address {
  readonly url: string;
  readonly query: readonly Pair[];
  /** `name:password` of the address. */
  readonly user?: string;
  /** Whether curl would make several addresses of it. */
  readonly isPattern: boolean;
}

/** Takes the address as it was given and pieces of a query that other options add. */
export function readAddress(given: string, more: readonly string[], scheme: string, globs: boolean): Address {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) || given.startsWith("{{");
  const whole = hasScheme ? given : `${scheme}://${given}`;
  // A fragment never leaves the caller; a # inside an expression is none.
  const bare = whole.includes("{{") ? whole : whole.split("#", 1)[0]!;
  const [, head = "", user, rest = bare] = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#@]*)@([\s\S]*)$/i.exec(bare) ?? [];
  const { url, query } = splitQuery(head + rest, more);
  return { url, query, ...(user ? { user: decodeOr(user) } : {}), isPattern: globs && isPattern(rest) };
}

/**
 * The query as pairs if sending them gives the same query. Otherwise it stays in the address as written: bytes that are
 * not UTF-8, a parameter without a name, an encoded `{{`.
 */
function splitQuery(address: string, more: readonly string[]): { url: string; query: Pair[] } {
  const mark = address.indexOf("?");
  const url = mark < 0 ? address : address.slice(0, mark);
  const parts = [...(mark < 0 ? [] : address.slice(mark + 1).split("&")), ...more.flatMap((each) => each.split("&"))];
  const pairs = parts.filter((part) => part !== "").map(pairOf);
  if (pairs.every((pair) => pair !== undefined)) return { url, query: pairs };
  return { url: `${url}?${parts.join("&")}`, query: [] };
}

function pairOf(part: string): Pair | undefined {
  const equals = part.indexOf("=");
  const name = decode(equals < 0 ? part : part.slice(0, equals));
  const value = equals < 0 ? "" : decode(part.slice(equals + 1));
  return name === undefined || name.trim() === "" || value === undefined ? undefined : { name, value };
}

/** Undefined where the text would not come back. */
function decode(text: string): string | undefined {
  if (text.includes("{{")) return text;
  try {
    const plain = decodeURIComponent(text.replaceAll("+", " "));
    return plain.includes("{{") ? undefined : plain;
  } catch {
    return undefined;
  }
}

function decodeOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** curl's own patterns, `{one,two}` and `[1-3]`; an IPv6 address is in brackets too. */
function isPattern(address: string): boolean {
  const text = address.replace(/\{\{[\s\S]*?\}\}/g, "").replace(/^\[[0-9a-f:.%]+\]/i, "");
  return /\{[^{}]*\}|\[[^\]]*-[^\]]*\]/.test(text);
}
