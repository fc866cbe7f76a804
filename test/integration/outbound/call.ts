import { inject } from "vitest";
import { createHttp } from "#objects/outbound/create-http.ts";
import { outbound, type OutboundRequest, type OutboundResponse } from "#objects/outbound/outbound.ts";
import type { OutboundPolicy } from "#flow/outbound/judge-address.ts";
import type { OutboundError } from "#flow/outbound/outbound-error.ts";
import type { Received } from "./server.ts";

export const servers = inject("outboundServers");

/** Only the two test servers may be called. */
export const testPolicy: OutboundPolicy = {
  allowHosts: [servers.here, servers.there, servers.nobody].map((origin) => new URL(origin).host),
  ownHosts: [],
};

export function call(request: Partial<OutboundRequest> & { url: string }, policy = testPolicy): Promise<OutboundResponse> {
  return outbound({ method: "GET", headers: [], redirects: "follow", timeoutMs: 5000, maxBytes: 100_000, ...request }, policy);
}

/** The error that a call must end with. */
export async function failureOf(answer: Promise<unknown>): Promise<OutboundError> {
  const error = await answer.then(
    () => undefined,
    (reason: unknown) => reason as OutboundError,
  );
  if (error === undefined) throw new Error("The call was answered.");
  return error;
}

export function http(options: { idempotencyKey?: string; timeoutMs?: number; maxBytes?: number } = {}) {
  return createHttp(testPolicy, { idempotencyKey: "run_x:n1:0", timeoutMs: 5000, signal: new AbortController().signal, ...options });
}

/** What arrived under an id at one of the servers, and whether an answer to it was broken off by the caller. */
export async function journal(origin: string, id: string): Promise<{ received: Received[]; cut: boolean }> {
  const answer = await http()({ url: `${origin}/journal?id=${id}`, method: "GET", headers: [] });
  // The test server's own format.
  return answer.body as { received: Received[]; cut: boolean };
}
