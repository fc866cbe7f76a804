/** The one way out, in the form of `fetch` that providers' packages take. */
import { limits } from "#flow/limits.ts";
import { outboundStream } from "../outbound/outbound.ts";
import { outboundOf } from "../outbound/outbound-of.ts";
import type { ObjectsEnv } from "../env.ts";
import { streamed } from "./streamed.ts";

export type ModelEnv = Pick<
  ObjectsEnv,
  "AI" | "DB" | "MILLRACE_ENCRYPTION_KEYS" | "MILLRACE_ALLOW_HOSTS" | "MILLRACE_PUBLIC_URL" | "PUBLIC_NETWORK" | "LISTED_NETWORK"
>;

/** A `fetch` for one call. Redirects are answers: what is sent was meant for this address. Rejects with an OutboundError. */
export function modelFetch(env: ModelEnv, timeoutMs: number, signal: AbortSignal | undefined): typeof globalThis.fetch {
  const { policy, networks } = outboundOf(env);
  return async (input, init) => {
    const response = await outboundStream(
      {
        url: input instanceof Request ? input.url : String(input),
        method: init?.method ?? "GET",
        headers: [...new Headers(init?.headers)],
        // The packages send JSON texts only.
        ...(typeof init?.body === "string" ? { body: init.body } : {}),
        redirects: "refuse",
        timeoutMs,
        maxBytes: limits.maxNodeOutputBytes,
        ...(signal && { signal }),
      },
      policy,
      networks,
    );
    return streamed(response);
  };
}
