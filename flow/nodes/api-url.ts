/**
 * The address of a call. A value that lands inside it is percent-encoded, so that data from a caller stays in the path
 * segment or query value where the builder put it: `https://shop.example/orders/{{steps.Start.id}}` with the id
 * `1/../../admin?all` calls `/orders/1%2F..%2F..%2Fadmin%3Fall`. Not encoded are an expression that is the whole
 * address, and one at its very start (`{{env.BASE}}/orders`), since there the builder means an address. In the host,
 * a colon is kept, so that `http://{{env.HOST}}/` may carry a port.
 */
import { joinEncoded, valuesOf, type EncodedText } from "./encoded-text.ts";
import type { MaybePromise, NodeWorld } from "./node.ts";
import { settle } from "./settle.ts";

/**
 * The address with the query appended; values in `written` are the builder's own. Or a sentence's end that says what an
 * address must be.
 */
export type ApiUrl = { readonly ok: true; readonly url: string } | { readonly ok: false; readonly value: string; readonly wanted: string };

export function resolveUrl(
  text: EncodedText,
  query: readonly (readonly [string, string])[],
  world: NodeWorld<unknown>,
  written: ReadonlySet<string> = new Set(),
): MaybePromise<ApiUrl> {
  return settle(valuesOf(text, world), (values): ApiUrl => {
    const address = joinEncoded(text, values, encodeInUrl).trim();
    // A segment of dots cannot be encoded: URL parsers read %2e%2e as .. too.
    if (!text.single && dotSegments(address) > dotSegments(joinEncoded(text, values, (value, before) => (before === "" ? value : "x")))) {
      return { ok: false, value: address, wanted: "a URL whose values do not change its path" };
    }
    let url: URL;
    try {
      url = new URL(address);
    } catch {
      return { ok: false, value: address, wanted: "a full http or https URL" };
    }
    if (url.protocol !== "http:" && url.protocol !== "https:") return { ok: false, value: address, wanted: "a full http or https URL" };
    const appended = query
      .map(([name, value]) => `${encodeURIComponent(name)}=${written.has(value) ? encodeWritten(value) : encodeURIComponent(value)}`)
      .join("&");
    if (appended !== "") url.search = url.search === "" ? appended : `${url.search}&${appended}`;
    return { ok: true, url: url.href };
  });
}

/** Escapes of bytes that are not UTF-8 (`caf%E9`) cannot be written in any other way, so they are kept. */
function encodeWritten(value: string): string {
  const pieces = value.split(/((?:%[0-9a-f]{2})+)/i);
  const isText = pieces.some((piece, i) => (i % 2 === 1 ? isUtf8(piece) : piece.includes("%")));
  return pieces.length === 1 || isText
    ? encodeURIComponent(value)
    : pieces.map((piece, i) => (i % 2 === 1 ? piece : encodeURIComponent(piece))).join("");
}

function isUtf8(escapes: string): boolean {
  try {
    decodeURIComponent(escapes);
    return true;
  } catch {
    return false;
  }
}

function encodeInUrl(value: string, before: string): string {
  if (before === "") return value;
  const encoded = encodeURIComponent(value);
  return /^[a-z]+:\/\/[^/?#]*$/i.test(before) ? encoded.replaceAll("%3A", ":") : encoded;
}

function dotSegments(address: string): number {
  const path = address.split(/[?#]/, 1)[0]!;
  return path.split(/[/\\]/).filter((segment) => /^(\.|%2e){1,2}$/i.test(segment)).length;
}
