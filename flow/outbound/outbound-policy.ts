import type { OutboundPolicy } from "./judge-address.ts";
import { parseHostRule } from "./host-rules.ts";

/**
 * The policy of an installation. `allowHosts` is the text of MILLRACE_ALLOW_HOSTS, separated by commas or spaces;
 * invalid entries are ignored, so they allow nothing. `publicUrls` are its own addresses.
 */
export function outboundPolicy(allowHosts: string | undefined, publicUrls: readonly (string | undefined)[]): OutboundPolicy {
  const own = publicUrls.flatMap((address) => {
    try {
      return address ? [new URL(address).host] : [];
    } catch {
      return [];
    }
  });
  return {
    allowHosts: (allowHosts ?? "").split(/[\s,]+/).filter((text) => parseHostRule(text) !== undefined),
    ownHosts: own,
  };
}
