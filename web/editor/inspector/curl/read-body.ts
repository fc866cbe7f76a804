import { parseJsonTemplate } from "#flow/nodes/json-template.ts";
import { survivesParsing } from "#flow/json/survives-parsing.ts";
import type { CurlBody, CurlNote, Pair } from "./call.ts";
import { encodeData } from "./encode-data.ts";
import { valueOf } from "./read-headers.ts";
import type { CurlOptions } from "./read-options.ts";

/** The data of a command, joined as curl joins it; undefined where no option gives any. */
export function readData(values: CurlOptions["values"], notes: Set<CurlNote>): string | undefined {
  let data: string | undefined;
  for (const [option, value] of values) {
    if (!/^(?:data|json$)/.test(option)) continue;
    const isFile = option !== "data-raw" && option !== "data-urlencode" && value.startsWith("@");
    const piece = option === "data-urlencode" ? encodeData(value) : isFile ? undefined : value;
    if (piece === undefined) notes.add("file");
    if (data === undefined) data = piece ?? "";
    else if (piece !== undefined) data += option === "json" || data === "" ? piece : `&${piece}`;
  }
  return data;
}

/** How the data is sent. A body that none of the node's types would send as it was pasted is a text with its own Content-Type. */
export function bodyOf(text: string, isJson: boolean, headers: readonly Pair[], notes: Set<CurlNote>): CurlBody | undefined {
  if (text === "") return undefined;
  const kind = valueOf(headers, "content-type")?.toLowerCase();
  // curl itself would call data without a type a form; people who write JSON there mean JSON.
  const looksLikeJson = /^\s*[{[]/.test(text) && isJsonText(text);
  const isGuess = kind === undefined && !isJson && looksLikeJson;
  if (isGuess) notes.add("json");
  if (isGuess || ((isJson || (kind !== undefined && /[/+]json/.test(kind))) && isJsonText(text)))
    return { type: "json", value: indented(text) };
  if (kind !== undefined && /[/+]xml/.test(kind)) return { type: "xml", value: text };
  return { type: !isJson && (kind === undefined || kind.includes("x-www-form-urlencoded")) ? "form" : "text", value: text };
}

/** The node sends this type with such a body anyway. */
export function isImplied(type: CurlBody["type"], value: string): boolean {
  const media = value
    .toLowerCase()
    .replace(/\s*;\s*charset="?utf-?8"?\s*$/, "")
    .trim();
  if (type === "multipart") return media.startsWith("multipart/form-data");
  return (
    media === { json: "application/json", form: "application/x-www-form-urlencoded", xml: "application/xml", text: "text/plain" }[type]
  );
}

function isJsonText(text: string): boolean {
  try {
    parseJsonTemplate(text);
    return true;
  } catch {
    return false;
  }
}

/** On lines of its own where that changes nothing: not the digits of a number, no key that stands there twice. */
function indented(text: string): string {
  return survivesParsing(text) ? JSON.stringify(JSON.parse(text), null, 2) : text;
}
