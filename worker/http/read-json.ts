/**
 * The one way in which a request's body becomes data. The size is counted while the body arrives, because a length that
 * a caller states is only a claim; what would hurt later (depth, `__proto__`, half surrogate pairs) is refused here.
 */
import { Refusal } from "#flow/problems/refusal.ts";
import { limits } from "#flow/limits.ts";
import { inexactNumbers, type InexactNumber } from "#flow/json/inexact-numbers.ts";
import type { Issue } from "#flow/problems/issue.ts";
import { findUnsafe } from "#flow/json/find-unsafe.ts";
import { positionOfFault } from "#flow/json/json-fault.ts";

/** The JSON value of the body. Throws a Refusal: 415, 413 or 400. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  return parseJson(await readJsonText(request, maxBytes));
}

/**
 * The body as sent, for routes that need its text as well as its value. Throws a Refusal: 415, 413, or 400 if it is not
 * UTF-8.
 */
export async function readJsonText(request: Request, maxBytes: number): Promise<string> {
  checkContentType(request.headers);
  return decode(await readBytes(request, maxBytes));
}

/** The same, or undefined where there is no body at all. */
export async function readOptionalJson(request: Request, maxBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, maxBytes);
  if (bytes.length === 0) return undefined;
  checkContentType(request.headers);
  return parseJson(decode(bytes));
}

/** JSON text as data. Throws a Refusal that says where the fault is; a number that cannot be kept exactly is one. */
export function parseJson(text: string): unknown {
  const { value, inexact } = parseAnyJson(text);
  if (inexact.length > 0) throw inexactRefusal(inexact);
  return value;
}

/**
 * The same for data that is not its sender's to change: numbers that lose digits come back as warnings, since the text
 * of other systems often holds them. One that is too large is refused.
 */
export function parseJsonWithWarnings(text: string): { readonly value: unknown; readonly warnings: readonly Issue[] } {
  const { value, inexact } = parseAnyJson(text);
  const tooLarge = inexact.filter(({ value: number }) => !Number.isFinite(number));
  if (tooLarge.length > 0) throw inexactRefusal(tooLarge);
  const warnings = inexact.map(({ path, written, value: number }) => ({
    path,
    code: "inexact_number",
    message: `The number ${written.slice(0, 40)} has more digits than a number can keep; it became ${number}. Send it as text.`,
  }));
  return { value, warnings };
}

/** `what` is the start of the sentence. */
export function inexactRefusal(numbers: readonly InexactNumber[], what = "The body"): Refusal {
  return new Refusal("validation_failed", {
    detail: `${what} holds a number that cannot be kept exactly.`,
    suggestion: "Send such numbers as text, in quotes.",
    errors: numbers.map(({ path, written, value }) => ({
      path,
      code: Number.isFinite(value) ? "inexact_number" : "number_too_large",
      message: Number.isFinite(value)
        ? `The number ${written.slice(0, 40)} has more digits than a number can keep; it would become ${value}.`
        : `The number ${written.slice(0, 40)} is too large.`,
    })),
  });
}

function parseAnyJson(text: string): { readonly value: unknown; readonly inexact: readonly InexactNumber[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const position = positionOfFault(text);
    const before = text.slice(0, position).split("\n");
    const where = `line ${before.length}, column ${before.at(-1)!.length + 1}`;
    throw new Refusal("bad_request", {
      detail:
        text.trim() === ""
          ? "The body is empty. It must be JSON."
          : `The body is not valid JSON. The error is at position ${position} (${where}).`,
      suggestion: "Correct the JSON at that place and send it again.",
    });
  }
  const unsafe = findUnsafe(value, limits.maxJsonDepth);
  if (unsafe) throw new Refusal("bad_request", { detail: `The body contains an invalid value. ${unsafe.message}`, errors: [unsafe] });
  return { value, inexact: inexactNumbers(text, limits.maxInexactNumbers) };
}

/** JSON in UTF-8, stated once; other parameters say nothing about reading it. Two Content-Type headers arrive as one with a comma and are refused. */
function checkContentType(headers: Headers): void {
  const type = headers.get("content-type");
  const encoding = headers.get("content-encoding");
  if (type !== null && isJson(type) && (encoding === null || encoding.toLowerCase() === "identity")) return;
  const charset = type === null ? undefined : charsetOf(type);
  const detail =
    type === null
      ? "The request has no Content-Type."
      : isJson(type)
        ? "The body is compressed, which is not supported."
        : charset !== undefined && !isUtf8(charset)
          ? `The body's charset is ${charset.slice(0, 40)}. It must be UTF-8.`
          : "The body's Content-Type is not JSON in UTF-8.";
  throw new Refusal("unsupported_media_type", { detail });
}

// RFC 9110 §8.3.1: a parameter is a token, an equals sign and a token or a quoted text, without blanks around the sign.
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const parameter = `\\s*;\\s*(?:(${token})=(${token}|"(?:[^"\\\\]|\\\\.)*"))?`;
const jsonType = new RegExp(`^\\s*application/(?:[\\w.+-]+\\+)?json((?:${parameter})*)\\s*$`, "i");

function isJson(type: string): boolean {
  if (!jsonType.test(type)) return false;
  const charset = charsetOf(type);
  return charset === undefined || isUtf8(charset);
}

/** The charset of a content type. Two different values are joined, so that they match no charset. */
function charsetOf(type: string): string | undefined {
  const found = [...type.matchAll(new RegExp(parameter, "g"))].filter(([, name]) => name?.toLowerCase() === "charset");
  const values = new Set(found.map(([, , value]) => value!.replace(/^"|"$/g, "").trim().toLowerCase()));
  return values.size > 1 ? [...values].join(", ") : values.values().next().value;
}

/** ASCII is UTF-8 too. */
function isUtf8(charset: string): boolean {
  return /^(?:utf-?8|us-ascii|ascii)$/.test(charset);
}

/** The body as bytes, counted while they arrive. Throws a Refusal: 413. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (!request.body) return new Uint8Array();
  const stated = Number(request.headers.get("content-length") ?? Number.NaN);
  // HTTP holds a body to the length that it states, so a small one can be taken whole; what it states is not relied on.
  if (stated <= maxBytes) return withinBound(new Uint8Array(await request.arrayBuffer().catch(brokenOff)), maxBytes);
  const reader = request.body.getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(brokenOff);
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      // Not awaited: the caller may go on sending for as long as it likes.
      void reader.cancel().catch(() => undefined);
      throw tooLarge(maxBytes);
    }
    pieces.push(value);
  }
  if (pieces.length === 1) return pieces[0]!;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}

/** The caller disconnected, or sent invalid HTTP: this is not our error, and nothing is logged. */
function brokenOff(): never {
  throw new Refusal("bad_request", { detail: "The body ended too early.", suggestion: "Send the request again." });
}

function withinBound(bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
  return bytes;
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal("too_large", { detail: `The body can have at most ${maxBytes.toLocaleString("en-GB")} bytes.` });
}

/** One for all bodies: it is reset by each that it reads, also by one that it refuses. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Refusal("bad_request", { detail: "The body is not valid UTF-8.", suggestion: "Send the JSON encoded in UTF-8." });
  }
}
