import type { OutboundPolicy } from "#flow/outbound/judge-address.ts";
import { outboundPolicy } from "#flow/outbound/outbound-policy.ts";
import type { ObjectsEnv } from "../env.ts";
import type { Networks } from "./outbound.ts";

type OutboundEnv = Pick<ObjectsEnv, "MILLRACE_ALLOW_HOSTS" | "MILLRACE_PUBLIC_URL" | "PUBLIC_NETWORK" | "LISTED_NETWORK">;

/** What the installation's calls may reach, and the networks that they go through. */
export function outboundOf(env: OutboundEnv): { readonly policy: OutboundPolicy; readonly networks: Networks } {
  return {
    policy: outboundPolicy(env.MILLRACE_ALLOW_HOSTS, [env.MILLRACE_PUBLIC_URL]),
    networks: { publicOnly: env.PUBLIC_NETWORK, listed: env.LISTED_NETWORK },
  };
}
