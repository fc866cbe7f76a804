/** multipart/form-data (RFC 7578): parts that a builder wrote, with the files that an earlier step got. */
import { isBinaryBody } from "../outbound/read-body.ts";
import { asText } from "./encoded-text.ts";

/**
 * A part after its settings are resolved. A file is an API node's value for a body that is not text, or a text with
 * `fileName`.
 */
interface Part {
  readonly name: string;
  readonly value: unknown;
  readonly fileName?: string;
  readonly contentType?: string;
}

/** Takes a list of parts, or an object of names and values; a part whose value is null is left out. */
export function partsOf(resolved: unknown): readonly Part[] {
  const given = Array.isArray(resolved)
    ? resolved.filter((part): part is Record<string, unknown> => typeof part === "object" && part !== null && "name" in part)
    : typeof resolved === "object" && resolved !== null
      ? Object.entries(resolved).map(([name, value]) => ({ name, value }))
      : [];
  return given.flatMap((part): Part[] => {
    const { name, value, fileName, contentType } = part as Record<string, unknown>;
    if (value === null || value === undefined) return [];
    return [{ name: asText(name), value, ...text("fileName", fileName), ...text("contentType", contentType) }];
  });
}

/** The bytes of the body. `boundary` must be random: no value may hold it by chance. */
export function multipartOf(parts: readonly Part[], boundary: string): Uint8Array<ArrayBuffer> {
  const pieces = parts.flatMap(({ name, value, fileName, contentType }) => {
    const isFile = isBinaryBody(value);
    const type = contentType ?? (isFile ? value.contentType : typeof value === "object" ? "application/json" : undefined);
    const file = fileName ?? (isFile ? "file" : undefined);
    const head =
      `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"` +
      (file === undefined ? "" : `; filename="${quoted(file)}"`) +
      (type ? `\r\nContent-Type: ${type.replace(/[\r\n]+/g, " ")}` : "");
    return [`${head}\r\n\r\n`, isFile ? fromBase64(value.base64) : asText(value), "\r\n"];
  });
  return joined([...pieces, `--${boundary}--\r\n`]);
}

/** WHATWG, HTML 4.10.21.8: what would end a name is percent-encoded. */
function quoted(name: string): string {
  return name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function text(key: "fileName" | "contentType", value: unknown) {
  return value === null || value === undefined || value === "" ? {} : { [key]: asText(value) };
}

function fromBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

function joined(pieces: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const all = pieces.map((piece) => (typeof piece === "string" ? encoder.encode(piece) : piece));
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of all) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
