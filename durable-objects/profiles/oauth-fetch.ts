/** The `fetch` of the OAuth library: our one way out, https only, bounded, redirects refused. */
import type { OutboundPolicy } from "#flow/outbound/judge-address.ts";
import { matchesHost } from "#flow/outbound/host-rules.ts";
import { OutboundError } from "#flow/outbound/outbound-error.ts";
import { readTokenAnswer } from "#flow/profiles/token-answer.ts";
import { limits } from "#flow/limits.ts";
import { outbound, type Networks } from "../outbound/outbound.ts";

/** An answer that no token can be read from. Its message goes on after “The authorization server”. */
export class TokenAnswerFault extends Error {}

interface Init {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: URLSearchParams | Uint8Array | ArrayBuffer | ReadableStream | string | null | undefined;
}

export function oauthFetch(policy: OutboundPolicy, networks: Networks): (address: string, init: Init) => Promise<Response> {
  return async (address, { method, headers, body }) => {
    requireSafe(address, policy);
    const answer = await outbound(
      {
        url: address,
        method,
        headers: Object.entries(headers),
        // The library sends forms only.
        ...(body instanceof URLSearchParams ? { body: body.toString() } : {}),
        redirects: "refuse",
        timeoutMs: limits.tokenTimeoutMs,
        maxBytes: limits.maxTokenAnswerBytes,
      },
      policy,
      networks,
    );
    const { status } = answer;
    if (status === 204 || status === 205 || status === 304) return new Response(null, { status, headers: answer.headers });
    // Forms go to token endpoints; discovery documents are fetched with GET.
    if (method !== "POST") return new Response(answer.body, { status, headers: answer.headers });
    const read = readTokenAnswer(status, new TextDecoder().decode(answer.body));
    if (!read.ok) throw new TokenAnswerFault(read.what);
    const isJson = read.body.startsWith("{");
    return new Response(read.body, {
      status: read.status,
      headers: { ...answer.headers, ...(isJson && { "content-type": "application/json" }) },
    });
  };
}

/** RFC 6749 §3.1 and §3.2: secrets travel over TLS. The installation's own list is the exception, as everywhere. */
export function requireSafe(address: string, policy: OutboundPolicy): void {
  if (address.startsWith("https:") || (URL.canParse(address) && matchesHost(new URL(address), policy.allowHosts))) return;
  throw new OutboundError(
    "http_refused",
    "The authorization server's URL does not start with https://.",
    "Use an https URL, or ask the operator to allow this host (MILLRACE_ALLOW_HOSTS).",
    "other",
  );
}
