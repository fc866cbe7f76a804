/**
 * Regular expressions that are safe to run in the host's engine: characters, sets, and groups that do not repeat. The
 * length of the text bounds their work, and all engines agree about their matches.
 */
import { bail } from "./bail.ts";
import { made, plainBounds, step } from "./budget.ts";
import { isAscii } from "./numbers.ts";
import { type List, newList, ownList, Special } from "./values.ts";

/** The choices of a matcher: `repeats` of up to the length of the text, and `ways` of two. */
interface Choices {
  readonly isAnchored: boolean;
  readonly repeats: number;
  readonly ways: number;
}

export class PlainRegex extends Special {
  readonly #regex: RegExp;
  readonly #choices: Choices;

  constructor(regex: RegExp, choices: Choices) {
    super();
    this.#regex = regex;
    this.#choices = choices;
  }

  get isGlobal(): boolean {
    return this.#regex.global;
  }

  /** The host's expression, after charging for a match on this text. */
  on(text: string): RegExp {
    const { isAnchored, repeats, ways } = this.#choices;
    step(Math.ceil(((text.length + 1) ** (repeats + (isAnchored ? 0 : 1)) * 2 ** ways) / 4));
    if (this.#regex.ignoreCase && !isAscii(text)) bail("it ignores the case of unusual letters");
    return this.#regex;
  }

  test(text: string): boolean {
    return this.on(text).test(text);
  }

  exec(text: string): List | null {
    const found = this.on(text).exec(text);
    return found && listOf(found);
  }

  match(text: string): List | null {
    if (!this.isGlobal) return this.exec(text);
    const found = text.match(this.on(text));
    return found && listOf(found);
  }

  search(text: string): number {
    return text.search(this.on(text));
  }
}

export function replaceBy(text: string, regex: PlainRegex, by: string): string {
  if ((text.length + 1) * (by.length + 1) > plainBounds.textChars || /\$[^&1-9]|\$\d\d|\$$/.test(by))
    bail("a replacement is long or unusual");
  return made(text.replace(regex.on(text), by));
}

export function splitBy(text: string, regex: PlainRegex): List {
  // Splitting tries to match at each position.
  step(text.length);
  const parts = text.split(regex.on(text));
  return parts.length > plainBounds.items ? bail("a list is too long") : listOf(parts);
}

function listOf(parts: ArrayLike<string | undefined>): List {
  const list = newList();
  for (let i = 0; i < parts.length; i++) list.push(parts[i]);
  return ownList(list);
}

/** Returns what creates the value of a literal. A global expression keeps a position, so each use gets a new one. */
export function compileRegex(pattern: string, flags: string): () => PlainRegex {
  if (!/^[gims]*$/.test(flags)) bail("a regular expression has an unusual flag");
  const choices = readPattern(pattern);
  if (flags.includes("i") && !isAscii(pattern)) bail("a regular expression ignores the case of unusual letters");
  const isAnchored = choices.isAnchored && !flags.includes("m");
  const make = (): PlainRegex => new PlainRegex(new RegExp(pattern, flags), { ...choices, isAnchored });
  if (flags.includes("g")) return make;
  const one = make();
  return () => one;
}

const atom = /(?:\\[dDwWsSnrt^$.*+?()[\]{}|/\\-]|\[\^?(?:[^\]\\[]|\\[dDwWsSnrt^$.*+?()[\]{}|/\\-])+\]|[^\\^$.*+?()[\]{}|]|\.)/y;
const quantifier = /[*+?]\??|\{\d{1,2}(?:,\d{0,2})?\}\??/y;
const mark = /\\[bB]|[$^|]|\((?:\?:)?|\)/y;

function readPattern(pattern: string): Choices {
  // Engines may disagree about sets such as [\w-x] and about surrogates.
  if (pattern.length > 500 || /\\[dDwWsS]-[^\]]|[\ud800-\udfff]/.test(pattern)) bail("a regular expression is unusual");
  let at = 0;
  let repeats = 0;
  let ways = 0;
  let groups = 0;
  const next = (part: RegExp): string | undefined => {
    part.lastIndex = at;
    const found = part.exec(pattern)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  while (at < pattern.length) {
    const marked = next(mark);
    if (marked === undefined && next(atom) === undefined) bail("a regular expression is unusual");
    if (marked?.startsWith("(")) groups++;
    if (marked === "|") ways++;
    if (marked === ")") groups--;
    const repeat = next(quantifier);
    if (repeat === undefined) continue;
    if (repeat.startsWith("?")) ways++;
    else repeats++;
    if (marked !== undefined && (marked !== ")" || !repeat.startsWith("?"))) bail("a regular expression repeats a group");
  }
  if (groups !== 0) bail("a regular expression is unusual");
  return { isAnchored: pattern.startsWith("^") && !pattern.includes("|"), repeats, ways };
}
