import type { HttpAnswer, HttpRequest } from "#flow/nodes/node.ts";
import type { OutboundPolicy } from "#flow/outbound/judge-address.ts";
import { readBody } from "#flow/outbound/read-body.ts";
import { limits } from "#flow/limits.ts";
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
    return {
      status: response.status,
      headers: response.headers,
      body: readBody(response.headers["content-type"] ?? "", response.body, toBase64),
    };
  };
}

function toBase64(bytes: Uint8Array): string {
  // In pieces, because every byte is an argument of its own.
  let text = "";
  for (let i = 0; i < bytes.length; i += 0x2000) text += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
  return btoa(text);
}
