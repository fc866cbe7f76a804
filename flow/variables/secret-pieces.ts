/**
 * Secrets as they turn up in pieces: the lines of one of several lines (a key in PEM, a file of credentials), joined,
 * wrapped otherwise or cut, and encoded texts that were broken into lines. A source is such a text without its breaks;
 * any part of it that is long enough is secret, whatever breaks stand within.
 */
import { base64Within, bytesOf, hexOf, quotedPrintable, textForms } from "./encodings.ts";
import { foldCase } from "./fold-case.ts";

export interface PieceSource {
  /** Folded, without breaks. */
  readonly text: string;
  /** How many of its characters in a row are secret. */
  readonly min: number;
  /** It may be written with - and _ as well as with + and /. */
  readonly isBase64: boolean;
}

/** Shorter pieces turn up by chance. Of what is encoded, a line of a key has more: 24 bytes. */
const minPiece = { text: 16, base64: 32, hex: 48 } as const;
/** Encoders break lines at 76 characters, some at 60 or 64. */
const minWrapped = 60;

/** A break, as texts and what escapes them have it; also the soft one of quoted-printable. */
const breaks = String.raw`(?:[\s\0+]|=\r?\n|\\+(?:[nrt]|u000[9ad])|%(?:0[9ad]|20)|=(?:0[9ad]|20)|&#(?:10|13|x0?[ad]);)`;
export const breakAfter = new RegExp(`${breaks}+`, "y");
export const breakBefore = new RegExp(`${breaks}+$`);
/** A break within a value: JSON that holds a key has it escaped. */
const withinValue = /\s|\\+[nrt]/g;

/** Whether a value has several lines. */
export function hasLines(value: string): boolean {
  return /[\r\n]|\\[nr]/.test(value.trim());
}

export function sourcesOf(value: string): PieceSource[] {
  const sources = new Map<string, PieceSource>();
  const isLong = hasLines(value);
  const joined = value.replace(withinValue, "");
  const add = (text: string, kind: keyof typeof minPiece) => {
    const folded = foldCase(text.replace(/\s/g, ""));
    // A value of one line is secret as a whole; only what encodes it can be wrapped.
    const min = isLong ? Math.min(minPiece[kind], folded.length) : folded.length;
    if (isLong ? folded.length >= 8 : folded.length >= minWrapped) sources.set(folded, { text: folded, min, isBase64: kind === "base64" });
  };
  if (isLong) for (const text of textForms(joined)) add(text, "text");
  else for (const text of quotedPrintable(value)) add(text, "text");
  const lf = value.replaceAll("\r\n", "\n");
  // Of lines that were joined otherwise most is the same in base64, which goes by three bytes.
  const variants = isLong ? [lf, lf.replaceAll("\n", "\r\n"), lf.replaceAll("\n", "")] : [value];
  for (const bytes of [...new Set(variants)].flatMap(bytesOf)) {
    if (isLong) add(hexOf(bytes), "hex");
    for (const offset of [0, 1, 2]) add(base64Within(bytes, offset).text, "base64");
    add(base64Within(bytes, 0, true).text, "base64");
  }
  return [...sources.values()];
}
