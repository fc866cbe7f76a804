import { asText } from "./encoded-text.ts";
import type { JsonSetting } from "./json-setting.ts";
import type { MaybePromise, NodeWorld } from "./node.ts";
import { settle, settleAll } from "./settle.ts";

interface CompiledPair {
  readonly name: string;
  readonly value: JsonSetting;
}

/** Names and values of a query or of headers; a pair whose value is null is left out, so that an optional input can be. */
export function resolvePairs(pairs: readonly CompiledPair[], world: NodeWorld<unknown>): MaybePromise<(readonly [string, string])[]> {
  return settle(settleAll(pairs.map((pair) => pair.value.resolve(world))), (values) =>
    pairs.flatMap((pair, i): (readonly [string, string])[] =>
      (values[i] ?? null) === null ? [] : [[pair.name.trim(), asText(values[i])]],
    ),
  );
}

/** RFC 9110: a header's name is a token, its value holds no line break; Host and lengths are the client's own to set. */
export function faultOfHeader(name: string, value: string): string | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name.trim())) return "its name contains a character that header names cannot have.";
  if (/^(host|content-length|transfer-encoding|connection|upgrade|te|trailer|keep-alive|proxy-connection)$/i.test(name.trim()))
    return "it is set by the connection itself.";
  // oxlint-disable-next-line no-control-regex -- control characters are the very thing that is looked for
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) return "its value contains a line break or another control character.";
  return /[^\u0000-\u00ff]/.test(value) ? "its value contains characters outside Latin-1. Encode them first." : undefined;
}

const secretName = /auth|cookie|token|secret|password|passwd|signature|credential|api-?key|access-?key|subscription-?key|^x-.*-key$/i;
/** What stands for a value that is not shown. */
export const mask = "••••••";

/** Header pairs as a run's log may show them. */
export function maskHeaders(headers: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  return headers.map(([name, value]) => [name, secretName.test(name) ? mask : value]);
}
