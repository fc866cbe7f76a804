/**
 * The one way in which a request's body becomes data. The size is counted while the body arrives, because a length that
 * a caller states is only a claim; what would hurt later (depth, `__proto__`, half surrogate pairs) is refused here.
 */
import { Refusal } from "#flow/contract/refusal.ts";
import { limits } from "#flow/limits.ts";
import { findUnsafe } from "#flow/model/find-unsafe.ts";
import { positionOfFault } from "#flow/model/json-fault.ts";

/** The JSON value of the body. Throws a Refusal: 415, 413 or 400. */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
  return parseJson(await readJsonText(request, maxBytes));
}

/** The body as it came, for who needs its text as well as its value. Throws a Refusal: 415, 413, or 400 where it is no UTF-8. */
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

/** JSON text as data. Throws a Refusal that says where the fault is. */
export function parseJson(text: string): unknown {
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
          ? "The body is empty; it must be JSON."
          : `The body is not valid JSON: it breaks at position ${position} (${where}).`,
      suggestion: "Correct the JSON at that place and send it again.",
    });
  }
  const unsafe = findUnsafe(value, limits.maxJsonDepth);
  if (unsafe) throw new Refusal("bad_request", { detail: `The body holds what cannot be taken: ${unsafe.message}`, errors: [unsafe] });
  return value;
}

/** JSON in UTF-8, stated once. Two Content-Type headers arrive as one with a comma and are refused. */
function checkContentType(headers: Headers): void {
  const type = headers.get("content-type");
  const isJson = type !== null && /^\s*application\/(?:[\w.+-]+\+)?json\s*(?:;\s*charset="?utf-?8"?\s*)?;?\s*$/i.test(type);
  const encoding = headers.get("content-encoding");
  if (isJson && (encoding === null || encoding.toLowerCase() === "identity")) return;
  const detail = !isJson
    ? type === null
      ? "The request has no Content-Type."
      : "The body's Content-Type is not JSON in UTF-8."
    : "The body is compressed, which is not taken.";
  throw new Refusal("unsupported_media_type", { detail });
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

/** The caller went away, or what it sent is no HTTP: its fault, and nothing to log. */
function brokenOff(): never {
  throw new Refusal("bad_request", { detail: "The body broke off before its end.", suggestion: "Send the request again." });
}

function withinBound(bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes.byteLength > maxBytes) throw tooLarge(maxBytes);
  return bytes;
}

function tooLarge(maxBytes: number): Refusal {
  return new Refusal("too_large", { detail: `The body may have at most ${maxBytes.toLocaleString("en-GB")} bytes.` });
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
