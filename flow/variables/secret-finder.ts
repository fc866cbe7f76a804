/**
 * Finds secrets in texts, in time linear in the text however many secrets there are: each place is looked up by its
 * next four characters, and only where a form begins with these are they compared.
 */
import { limits } from "../limits.ts";
import { foldCase, formsOf, type SecretForm } from "./secret-forms.ts";

/** A part of a text, `end` not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Characters compared for each of the text, on average. A text that takes more was made to, and counts as secret as a whole. */
const maxWorkPerChar = 32;
const freeWork = 1_000_000;

export class SecretFinder {
  readonly #byStart = new Map<string, SecretForm[]>();
  /** Whether any form begins with characters of this hash. */
  readonly #begins = new Uint8Array(0x10000);
  /** Values too short to be looked for inside of texts. */
  readonly #short = new Set<string>();

  constructor(values: Iterable<string>) {
    for (const value of values) {
      if (value.trim().length < limits.minMaskedChars && value.trim() !== "") this.#short.add(value).add(value.trim());
      for (const form of formsOf(value)) this.#add(form);
    }
  }

  /** The parts of a text that are secret, in order and apart from each other. */
  find(text: string): Span[] {
    if (this.#short.has(text)) return [{ start: 0, end: text.length }];
    if (text.length < limits.minMaskedChars || this.#byStart.size === 0) return [];
    const folded = foldCase(text);
    const spans: { start: number; end: number }[] = [];
    let work = 0;
    const maxWork = freeWork + maxWorkPerChar * text.length;
    for (let at = 0; at + limits.minMaskedChars <= folded.length; at++) {
      if (this.#begins[hashAt(folded, at)] === 0) continue;
      for (const form of this.#byStart.get(folded.slice(at, at + limits.minMaskedChars)) ?? []) {
        work += form.text.length;
        if (work > maxWork) return [{ start: 0, end: text.length }];
        if (folded.startsWith(form.text, at))
          include(spans, Math.max(0, at - form.before), at + form.text.length + form.after, text.length);
      }
    }
    return spans;
  }

  #add(form: SecretForm): void {
    const start = form.text.slice(0, limits.minMaskedChars);
    this.#begins[hashAt(start, 0)] = 1;
    const others = this.#byStart.get(start);
    if (others) others.push(form);
    else this.#byStart.set(start, [form]);
  }
}

function hashAt(text: string, at: number): number {
  return (text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 4) ^ (text.charCodeAt(at + 2) << 8) ^ (text.charCodeAt(at + 3) << 12)) & 0xffff;
}

/** Spans come by where they start, up to one character; those that touch become one. */
function include(spans: { start: number; end: number }[], start: number, end: number, length: number): void {
  const last = spans.at(-1);
  const bounded = Math.min(end, length);
  if (last && start <= last.end) {
    last.start = Math.min(last.start, start);
    last.end = Math.max(last.end, bounded);
  } else spans.push({ start, end: bounded });
}
