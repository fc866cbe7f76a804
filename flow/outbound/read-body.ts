import { limits } from "../limits.ts";

/** What a body becomes that is neither declared as text nor valid UTF-8: nothing of it is lost. */
export interface BinaryBody {
  readonly contentType: string;
  readonly size: number;
  readonly base64: string;
}

/**
 * The value of an answer's body. Nothing: null. Declared as JSON: parsed, or the text where it is no JSON or nested
 * too deep. Declared as text: decoded by its charset. Anything else: text where it is valid UTF-8, else a BinaryBody.
 * `toBase64` is the platform's.
 */
export function readBody(contentType: string, bytes: Uint8Array, toBase64: (bytes: Uint8Array) => string): unknown {
  const type = contentType.split(";")[0]!.trim().toLowerCase();
  const isJson = /^(application|text)\/json$/.test(type) || type.endsWith("+json");
  if (bytes.length === 0) return isJson || type === "" ? null : "";
  if (isJson) return readJson(decode(bytes, "utf-8"));
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1];
  if (type.startsWith("text/") || charset !== undefined) return decode(bytes, charset ?? "utf-8");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { contentType: type, size: bytes.length, base64: toBase64(bytes) } satisfies BinaryBody;
  }
}

function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // A charset that nobody knows.
    return new TextDecoder("utf-8").decode(bytes);
  }
}

function readJson(text: string): unknown {
  if (isDeeperThan(text, limits.maxJsonDepth)) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
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
