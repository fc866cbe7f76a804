import type { OutboundPolicy } from "#flow/outbound/judge-address.ts";
import { outboundPolicy } from "#flow/outbound/outbound-policy.ts";
import type { ManagementEnv } from "../../bindings/env.ts";

/** What calls that a setting leads to may reach. The address that the request came to is the installation's own too. */
export function policyOf({ MILLRACE_ALLOW_HOSTS, MILLRACE_PUBLIC_URL }: ManagementEnv, request: Request): OutboundPolicy {
  return outboundPolicy(MILLRACE_ALLOW_HOSTS, [MILLRACE_PUBLIC_URL, request.url]);
}
