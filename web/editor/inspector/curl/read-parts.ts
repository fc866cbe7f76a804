import type { CurlOptions } from "./read-options.ts";
import type { CurlNote } from "./call.ts";

/** The parts of -F and --form-string, as the text of a multipart body; undefined where there are none. */
export function readParts(values: CurlOptions["values"], notes: Set<CurlNote>): string | undefined {
  const parts = values.flatMap(([option, value]) => (option === "form" || option === "form-string" ? [partOf(option, value, notes)] : []));
  return parts.length === 0 ? undefined : JSON.stringify(parts, null, 2);
}

function partOf(option: string, text: string, notes: Set<CurlNote>): Readonly<Record<string, string>> {
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(0, equals));
  const given = text.slice(equals + 1);
  if (option === "form-string") return { name, value: given };
  const [, content = given, more = ""] = /^("(?:\\.|[^"\\])*"|[^;]*)((?:;[^;]*)*)$/s.exec(given) ?? [];
  const settings = new Map(
    [...more.matchAll(/;\s*(type|filename|headers|encoder)=("(?:\\.|[^"\\])*"|[^;]*)/g)].map(([, key, value]) => [key!, unquote(value!)]),
  );
  // `;` that opens none of curl's settings belongs to the text.
  const rest = more.replace(/;\s*(?:type|filename|headers|encoder)=(?:"(?:\\.|[^"\\])*"|[^;]*)/g, "");
  const plain = unquote(content) + rest;
  const isFile = /^[@<]/.test(plain);
  if (isFile) notes.add("file");
  if (settings.has("headers") || settings.has("encoder")) notes.add("options");
  const fileName = settings.get("filename") ?? (plain.startsWith("@") ? plain.slice(1).split(/[/\\]/).at(-1)! : undefined);
  const contentType = settings.get("type");
  return {
    name,
    value: isFile ? "" : plain,
    ...(fileName === undefined ? {} : { fileName }),
    ...(contentType === undefined ? {} : { contentType }),
  };
}

function unquote(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1).replace(/\\(["\\])/g, "$1") : text.trim();
}
