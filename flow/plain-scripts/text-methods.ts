/** Methods of texts, as far as all engines agree about them. */
import { bail } from "./bail.ts";
import { made, plainBounds, read, searched, walked } from "./budget.ts";
import { isAscii, toText, toWhole } from "./numbers.ts";
import { PlainRegex, replaceBy, splitBy } from "./regexes.ts";
import { type List, newList, ownList } from "./values.ts";

type TextMethod = (text: string, ...values: unknown[]) => unknown;

export const textMethods: Readonly<Record<string, TextMethod>> = {
  at: (text, at) => text.at(toWhole(at) ?? 0),
  charAt: (text, at) => text.charAt(toWhole(at) ?? 0),
  charCodeAt: (text, at) => text.charCodeAt(toWhole(at) ?? 0),
  codePointAt: (text, at) => text.codePointAt(toWhole(at) ?? 0),
  concat: (text, other) => made(text + toText(other)),
  endsWith: (text, part) => text.endsWith(asPart(part)),
  includes: (text, part, from) => text.includes(partOf(text, part), toWhole(from)),
  indexOf: (text, part, from) => text.indexOf(partOf(text, part), toWhole(from)),
  lastIndexOf: (text, part) => text.lastIndexOf(partOf(text, part)),
  localeCompare: (text, other) => compareTexts(text, asPart(other)),
  match: (text, pattern) => asRegex(pattern).match(text),
  padEnd: (text, length, fill) => pad(text, length, fill, (padding) => text + padding),
  padStart: (text, length, fill) => pad(text, length, fill, (padding) => padding + text),
  repeat: (text, count) => {
    const times = toWhole(count) ?? 0;
    if (times < 0 || times * text.length > plainBounds.textChars) bail("it repeats a text too often");
    return made(text.repeat(times));
  },
  replace: (text, part, by) => {
    if (part instanceof PlainRegex) return replaceBy(text, part, asPart(by));
    return made(text.replace(partOf(text, part), withoutDollar(by)));
  },
  replaceAll: (text, part, by) => {
    if (part instanceof PlainRegex) return part.isGlobal ? replaceBy(text, part, asPart(by)) : bail("replaceAll by one that is not global");
    const [old, next] = [partOf(text, part), withoutDollar(by)];
    const count = text.length / Math.max(1, old.length) + 1;
    if (count * next.length > plainBounds.textChars) bail("it makes a long text");
    return made(text.replaceAll(old, next));
  },
  search: (text, pattern) => asRegex(pattern).search(text),
  slice: (text, start, end) => made(text.slice(toWhole(start), toWhole(end))),
  split: (text, by, limit) => {
    if (limit !== undefined) bail("it splits with a limit");
    if (by instanceof PlainRegex) return splitBy(text, by);
    if (by === undefined) return listOf([text]);
    walked(text.length >> 3);
    const separator = partOf(text, by);
    if (separator === "" ? text.length > plainBounds.items : false) bail("a list is too long");
    return listOf(text.split(separator, plainBounds.items + 1));
  },
  startsWith: (text, part) => text.startsWith(asPart(part)),
  substring: (text, start, end) => made(text.substring(toWhole(start) ?? 0, toWhole(end))),
  toLowerCase: (text) => made(ofKnownLetters(text).toLowerCase()),
  toString: (text: string) => text,
  toUpperCase: (text) => made(ofKnownLetters(text).toUpperCase()),
  trim: (text) => trimmed(text, text.trim()),
  trimEnd: (text) => trimmed(text, text.trimEnd()),
  trimStart: (text) => trimmed(text, text.trimStart()),
};

/** Methods of numbers. */
export const numberMethods: Readonly<Record<string, (value: number, ...values: unknown[]) => unknown>> = {
  toFixed: (value, digits) => {
    const count = toWhole(digits) ?? 0;
    return count >= 0 && count <= 20 && Math.abs(value) < 1e15 ? made(value.toFixed(count)) : bail("toFixed of such a number");
  },
  toString: (value: number, radix: unknown) => {
    const base = toWhole(radix) ?? 10;
    if (base === 10) return made(String(value));
    return Number.isSafeInteger(value) && base >= 2 && base <= 36 ? made(value.toString(base)) : bail("a number in another base");
  },
};

function asPart(value: unknown): string {
  // A regular expression means something else here; other values are converted in ways that differ between methods.
  if (typeof value !== "string") return typeof value === "number" ? String(value) : bail("a method of texts is given another value");
  read(value);
  return value;
}

/** What is looked for in the text. */
function partOf(text: string, value: unknown): string {
  const part = asPart(value);
  searched(text, part);
  return part;
}

function asRegex(value: unknown): PlainRegex {
  return value instanceof PlainRegex ? value : bail("a text is made a regular expression");
}

function trimmed(text: string, rest: string): string {
  read(text);
  return made(rest);
}

function withoutDollar(value: unknown): string {
  const by = asPart(value);
  return by.includes("$") ? bail("a replacement has a $") : by;
}

function pad(text: string, length: unknown, fill: unknown, join: (padding: string) => string): string {
  const missing = (toWhole(length) ?? 0) - text.length;
  const filling = fill === undefined ? " " : asPart(fill);
  if (missing <= 0 || filling === "") return text;
  if (missing > 10_000) bail("it pads a text far");
  return made(join(filling.repeat(Math.ceil(missing / filling.length)).slice(0, missing)));
}

/** All engines know the same case mappings below this code point. */
function ofKnownLetters(text: string): string {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x250) bail("it changes the case of unusual letters");
  return text;
}

/** The sandbox's order of ASCII texts. */
function compareTexts(a: string, b: string): number {
  if (!isAscii(a) || !isAscii(b)) return bail("it compares unusual letters");
  return a === b ? 0 : a < b ? -1 : 1;
}

function listOf(parts: string[]): List {
  return parts.length === 0 ? newList() : ownList(parts);
}
