import type { Span } from "./mapped-text.ts";

/** A part of a text that was written in another encoding, and what it says. */
interface Decoded {
  readonly span: Span;
  readonly text: string;
}

/** Base64 of 12 bytes: shorter runs are words. */
const base64Run = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
/** The look-behind lets it start only where a run starts: from each of its characters it would be looked for again. */
const percentRun = /(?<![^\s%])[^\s%]*%[0-9A-Fa-f]{2}[^\s]*/g;
/** Of one run only the beginning is read: images stand in texts as base64. */
const maxRunChars = 16 * 1024;
const minEscapes = 2;

/** What base64 and URL encoding hide in a text, in order; decoded once, and only where it is text. */
export function decodeRuns(text: string): Decoded[] {
  const found: Decoded[] = [];
  for (const [run, start] of matches(base64Run, text)) {
    const decoded = fromBase64(run.slice(0, maxRunChars));
    if (decoded !== undefined) found.push({ span: { start, end: start + run.length }, text: decoded });
  }
  if (text.includes("%"))
    for (const [run, start] of matches(percentRun, text)) {
      const decoded = fromPercent(run.slice(0, maxRunChars));
      if (decoded !== undefined) found.push({ span: { start, end: start + run.length }, text: decoded });
    }
  return found;
}

function* matches(pattern: RegExp, text: string): Iterable<[string, number]> {
  for (const match of text.matchAll(pattern)) yield [match[0], match.index];
}

function fromBase64(run: string): string | undefined {
  const standard = run.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, "");
  const whole = standard.slice(0, standard.length % 4 === 1 ? -1 : undefined);
  try {
    const bytes = Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
    return readable(new TextDecoder("utf-8", { fatal: run.length < maxRunChars }).decode(bytes));
  } catch {
    return undefined;
  }
}

function fromPercent(run: string): string | undefined {
  if ((run.match(/%[0-9A-Fa-f]{2}/g)?.length ?? 0) < minEscapes) return undefined;
  try {
    return readable(decodeURIComponent(run.replace(/%(?![0-9A-Fa-f]{2})/g, "%25").replaceAll("+", " ")));
  } catch {
    return undefined;
  }
}

/** The text, where it reads like one: hashes and keys decode to signs that no one writes. */
function readable(text: string): string | undefined {
  const plain = text.match(/[\p{L}\p{N}\p{P}\s]/gu)?.length ?? 0;
  return text.length > 0 && plain >= text.length * 0.9 && !/[\0-\x08\x0e-\x1f]/.test(text) ? text : undefined;
}
