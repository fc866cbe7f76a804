/**
 * Finds secrets in texts, in time linear in the text, whatever the number of secrets. The next four characters at each
 * position are looked up, and only forms that start with them are compared. Sources of pieces are found by seeds: short
 * parts, so close to each other that every piece of the minimum length contains a whole seed. From a seed, the piece is
 * followed in both directions.
 */
import { limits } from "../limits.ts";
import { foldCase } from "./fold-case.ts";
import { formsOf, type SecretForm } from "./secret-forms.ts";
import { breakAfter, breakBefore, sourcesOf, type PieceSource } from "./secret-pieces.ts";

/** A part of a text, `end` not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Seed {
  readonly text: string;
  readonly source: PieceSource;
  /** Where it stands in the source. */
  readonly at: number;
}

/** Characters compared for each of the text, on average. A text that takes more was made to, and counts as secret as a whole. */
const maxWorkPerChar = 32;
const freeWork = 1_000_000;

const seedChars = 8;
/** Sources that repeat themselves need no more seeds with the same start. */
const maxAlike = 24;
/** So that a file of 32 KiB costs no more than some milliseconds: of it only pieces as long as a line of 90 are sure to be found. */
const maxSeeds = 400;
/** Breaks longer than this end a piece; an indented block has less. */
const maxBreakChars = 64;

export class SecretFinder {
  readonly #byStart = new Map<string, (SecretForm | Seed)[]>();
  /** Non-zero if a form starts with characters of this hash. */
  readonly #begins = new Uint8Array(0x10000);
  /** Values too short to be looked for inside of texts. */
  readonly #short = new Set<string>();

  constructor(values: Iterable<string>) {
    for (const value of values) {
      if (value.trim().length < limits.minMaskedChars && value.trim() !== "") this.#short.add(value).add(value.trim());
      for (const form of formsOf(value)) this.#add(form);
      for (const source of sourcesOf(value.toWellFormed().trim())) for (const seed of seedsOf(source)) this.#add(seed);
    }
  }

  /** The parts of a text that are secret, in order and apart from each other. */
  find(text: string): Span[] {
    if (this.#short.has(text)) return [{ start: 0, end: text.length }];
    if (text.length < limits.minMaskedChars || this.#byStart.size === 0) return [];
    const folded = foldCase(text);
    const spans: { start: number; end: number }[] = [];
    let work = 0;
    const followed = new Map<PieceSource, Piece>();
    const maxWork = freeWork + maxWorkPerChar * text.length;
    for (let at = 0; at + limits.minMaskedChars <= folded.length; at++) {
      if (this.#begins[hashAt(folded, at)] === 0) continue;
      for (const form of this.#byStart.get(folded.slice(at, at + limits.minMaskedChars)) ?? []) {
        work += form.text.length;
        if (work > maxWork) return [{ start: 0, end: text.length }];
        if (!folded.startsWith(form.text, at)) continue;
        if ("source" in form) {
          // Another seed of a piece that was followed to its ends.
          const known = followed.get(form.source);
          if (known && at + form.text.length <= known.end && form.at >= known.first && form.at < known.last) continue;
          const piece = follow(folded, at, form);
          work += piece.end - piece.start;
          followed.set(form.source, piece);
          if (piece.last - piece.first >= form.source.min) include(spans, piece.start, piece.end, text.length);
        } else include(spans, Math.max(0, at - form.before), at + form.text.length + form.after, text.length);
      }
    }
    return spans;
  }

  #add(form: SecretForm | Seed): void {
    const start = form.text.slice(0, limits.minMaskedChars);
    this.#begins[hashAt(start, 0)] = 1;
    const others = this.#byStart.get(start);
    if (others) {
      if (others.length < maxAlike || !("source" in form)) others.push(form);
    } else this.#byStart.set(start, [form]);
  }
}

/** Seeds so close to each other that every piece of `min` characters has a whole one. */
function seedsOf(source: PieceSource): Seed[] {
  const seeds: Seed[] = [];
  const every = Math.max(1, source.min - seedChars + 1, Math.ceil(source.text.length / maxSeeds));
  for (let at = 0; at + seedChars <= source.text.length; at += every) {
    const text = source.text.slice(at, at + seedChars);
    if (!hasThreeChars(text)) continue;
    seeds.push({ text, source, at });
    if (source.isBase64 && /[+/]/.test(text)) seeds.push({ text: text.replaceAll("+", "-").replaceAll("/", "_"), source, at });
  }
  return seeds;
}

/** What has fewer (dashes, blanks, padding) turns up everywhere. */
function hasThreeChars(text: string): boolean {
  const first = text[0]!;
  let second: string | undefined;
  for (const char of text) {
    if (char === first || char === second) continue;
    if (second !== undefined) return true;
    second = char;
  }
  return false;
}

/** A part of a text, with the breaks in it, and the part of the source that it is. */
interface Piece extends Span {
  readonly first: number;
  readonly last: number;
}

/** The piece around a seed. */
function follow(text: string, at: number, { source, at: begin, text: { length } }: Seed): Piece {
  let start = at;
  let end = at + length;
  let first = begin;
  let last = begin + length;
  for (let next = end; last < source.text.length;) {
    if (isSame(text[next], source.text[last], source)) {
      end = ++next;
      last++;
      continue;
    }
    breakAfter.lastIndex = next;
    const found = breakAfter.exec(text.slice(0, next + maxBreakChars))?.[0].length ?? 0;
    if (found === 0) break;
    next += found;
  }
  for (let next = start; first > 0;) {
    if (isSame(text[next - 1], source.text[first - 1], source)) {
      start = --next;
      first--;
      continue;
    }
    const found = breakBefore.exec(text.slice(Math.max(0, next - maxBreakChars), next))?.[0].length ?? 0;
    if (found === 0) break;
    next -= found;
  }
  return { start, end, first, last };
}

function isSame(char: string | undefined, of: string | undefined, { isBase64 }: PieceSource): boolean {
  return char !== undefined && (char === of || (isBase64 && ((char === "-" && of === "+") || (char === "_" && of === "/"))));
}

function hashAt(text: string, at: number): number {
  return (text.charCodeAt(at) ^ (text.charCodeAt(at + 1) << 4) ^ (text.charCodeAt(at + 2) << 8) ^ (text.charCodeAt(at + 3) << 12)) & 0xffff;
}

/** Overlapping and adjacent spans are joined. A piece may start before spans that were found earlier. */
function include(spans: { start: number; end: number }[], start: number, end: number, length: number): void {
  const span = { start, end: Math.min(end, length) };
  for (let last = spans.at(-1); last && span.start <= last.end; last = spans.at(-1)) {
    span.start = Math.min(span.start, last.start);
    span.end = Math.max(span.end, last.end);
    spans.pop();
  }
  spans.push(span);
}
