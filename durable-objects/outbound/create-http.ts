import type { HttpAnswer, HttpRequest } from "#flow/nodes/node.ts";
import type { OutboundPolicy } from "#flow/outbound/judge-address.ts";
import { isKeptAsText, readBody } from "#flow/outbound/read-body.ts";
import { OutboundError } from "#flow/outbound/outbound-error.ts";
import { limits } from "#flow/limits.ts";
import type { InexactNumber } from "#flow/json/inexact-numbers.ts";
import type { Issue } from "#flow/problems/issue.ts";
import { outbound, type Networks, type OutboundRequest } from "./outbound.ts";

export interface HttpOptions {
  /** The same for every try of the step; sent unless the builder sends one himself. */
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly maxBytes?: number;
  readonly networks?: Networks;
  /** Throws an OutboundError where this step may not call an address that others may. */
  readonly checkCall?: OutboundRequest["checkCall"];
}

/** The `http` of a NodeWorld: follows redirects, caps the answer, reads its body. Rejects with an OutboundError. */
export function createHttp(policy: OutboundPolicy, options: HttpOptions): (request: HttpRequest) => Promise<HttpAnswer> {
  return async ({ url, method, headers, body }) => {
    const hasKey = headers.some(([name]) => name.toLowerCase() === "idempotency-key");
    const response = await outbound(
      {
        url,
        method,
        headers: hasKey ? headers : [...headers, ["idempotency-key", options.idempotencyKey]],
        ...(body !== undefined && { body }),
        redirects: "follow",
        timeoutMs: options.timeoutMs,
        maxBytes: options.maxBytes ?? limits.maxNodeOutputBytes,
        signal: options.signal,
        ...(options.checkCall && { checkCall: options.checkCall }),
      },
      policy,
      options.networks,
    );
    if (response.packed !== undefined)
      throw new OutboundError(
        "http_failed",
        `The answer is packed as ${response.packed.slice(0, 40)}, which cannot be unpacked here.`,
        "Ask the other system for an answer that is not packed, or packed with gzip.",
        "other",
      );
    let warnings: readonly Issue[] = [];
    const type = response.headers["content-type"] ?? "";
    const value = readBody(type, response.body, toBase64, (numbers) => (warnings = warningsOf(numbers)));
    const { status, headers: answered } = response;
    return { status, headers: answered, body: value, ...(warnings.length > 0 && { warnings }) };
  };
}

/** At most so many, and a sentence about the others. */
const maxWarnings = 10;

function warningsOf(numbers: readonly InexactNumber[]): Issue[] {
  const named = numbers.slice(0, maxWarnings).map((number) => ({
    path: number.path,
    code: "inexact_number",
    message: isKeptAsText(number)
      ? `The number ${short(number.written)} has more digits than a number can keep. It was kept as text.`
      : `The number ${short(number.written)} has more digits than a number can keep. It became ${number.value}.`,
  }));
  if (numbers.length <= maxWarnings) return named;
  return [...named, { path: "", code: "more", message: `The answer holds ${numbers.length - maxWarnings} more numbers of this kind.` }];
}

const short = (digits: string): string => (digits.length > 40 ? `${digits.slice(0, 40)}…` : digits);

function toBase64(bytes: Uint8Array): string {
  // In pieces, because every byte is an argument of its own.
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x2000) text += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
  return btoa(text);
}
