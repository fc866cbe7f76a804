import { answerText } from "./answer-text.ts";
import { limits } from "../limits.ts";
import { inexactNumbers, type InexactNumber } from "../json/inexact-numbers.ts";

/** The value of a body that is not valid text: nothing is lost. */
export interface BinaryBody {
  readonly contentType: string;
  readonly size: number;
  readonly base64: string;
}

export function isBinaryBody(value: unknown): value is BinaryBody {
  if (typeof value !== "object" || value === null) return false;
  const { contentType, size, base64 } = value as Partial<BinaryBody>;
  return typeof contentType === "string" && typeof size === "number" && typeof base64 === "string";
}

/**
 * The value of an answer's body. An empty body is null. A JSON body is parsed, or stays text if it is not valid JSON or
 * nested too deep. Any other text is decoded. A body that is not valid text in its charset becomes a BinaryBody,
 * whatever its type says. A JSON number that would lose digits is kept as a text if it is whole or too large, and
 * passed to `onInexact` in any case. `toBase64` is the platform's.
 */
export function readBody(
  contentType: string,
  bytes: Uint8Array,
  toBase64: (bytes: Uint8Array) => string,
  onInexact: (numbers: readonly InexactNumber[]) => void = () => {},
): unknown {
  const type = contentType.split(";")[0]!.trim().toLowerCase();
  const isJson = /^(application|text)\/json$/.test(type) || type.endsWith("+json");
  if (bytes.length === 0) return isJson || type === "" ? null : "";
  const text = answerText(contentType, bytes);
  if (text === undefined) return { contentType: type, size: bytes.length, base64: toBase64(bytes) } satisfies BinaryBody;
  return isJson ? readJson(text, onInexact) : text;
}

function readJson(text: string, onInexact: (numbers: readonly InexactNumber[]) => void): unknown {
  if (isDeeperThan(text, limits.maxJsonDepth)) return text;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  const inexact = inexactNumbers(text, Infinity);
  if (inexact.length === 0) return value;
  onInexact(inexact);
  return JSON.parse(withTexts(text, inexact.filter(isKeptAsText)));
}

/** Whole numbers of so many digits are ids: digit by digit or not at all. Others are measured, and near enough. */
export function isKeptAsText({ written, value }: InexactNumber): boolean {
  return !Number.isFinite(value) || !/[.eE]/.test(written);
}

function withTexts(text: string, numbers: readonly InexactNumber[]): string {
  let result = "";
  let from = 0;
  for (const { at, written } of numbers) {
    result += `${text.slice(from, at)}"${written}"`;
    from = at + written.length;
  }
  return result + text.slice(from);
}

/** Counts brackets outside of strings, before a parser or anything recursive sees the text. */
function isDeeperThan(text: string, max: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      if (++depth > max) return true;
    } else if (code === 0x7d || code === 0x5d) depth--;
  }
  return false;
}
