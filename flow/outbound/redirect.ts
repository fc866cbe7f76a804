import { OutboundError } from "./outbound-error.ts";
import type { HeaderList } from "./request-head.ts";

/** One request on its way; after a redirect the next one is made from it. */
export interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: HeaderList;
  readonly body: string | Uint8Array | undefined;
}

const redirectStatuses = [301, 302, 303, 307, 308];

/** The target as written in the answer, or undefined if it is not a redirect. */
export function redirectTarget(status: number, location: string | null): string | undefined {
  return location !== null && redirectStatuses.includes(status) ? location : undefined;
}

/**
 * Throws an OutboundError where a body would have to go to another origin: it was not meant for that one, and a call
 * without it would be another call.
 *
 * The request that follows a redirect to `url`, which has been judged. 303, and 301 or 302 after a POST, become a GET
 * without a body (RFC 9110 §15.4). Where the origin changes, nothing of the builder's goes along: headers may hold
 * credentials under any name. They do not come back when a later hop leads home.
 */
export function nextHop(hop: Hop, status: number, url: URL): Hop {
  const toGet = (status === 303 && hop.method !== "HEAD") || (status <= 302 && hop.method === "POST");
  const method = toGet ? "GET" : hop.method;
  if (url.origin !== hop.url.origin && !toGet && hop.body !== undefined && hop.body.length > 0)
    throw new OutboundError(
      "http_failed",
      `The call was redirected to ${url.origin} with status ${status}. Its body is not sent to another origin.`,
      "Call the final address directly.",
      "other",
    );
  if (url.origin !== hop.url.origin) return { url, method, headers: [], body: undefined };
  if (!toGet) return { ...hop, url };
  return { url, method, headers: hop.headers.filter(([name]) => !name.startsWith("content-")), body: undefined };
}
