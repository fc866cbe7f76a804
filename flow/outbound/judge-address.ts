import { parseV4, parseV6, refusedV4, refusedV6 } from "./address-ranges.ts";
import { matchesHost, plainHostname } from "./host-rules.ts";

export interface OutboundPolicy {
  /** `host` or `host:port` that may be called although it is private. */
  readonly allowHosts: readonly string[];
  /** Where this installation itself answers; calling it would let a flow act as a caller from inside. */
  readonly ownHosts: readonly string[];
}

export type Verdict =
  /** `allowed`: the host stands on the installation's list, so that its name may also resolve to a private address. */
  | { readonly ok: true; readonly url: URL; readonly allowed: boolean }
  | { readonly ok: false; readonly code: "http_refused"; readonly message: string; readonly suggestion: string };

const suggestPublic = "Call a public http or https address, or ask the operator to allow this host (MILLRACE_ALLOW_HOSTS).";

/** Names that are never public: RFC 6761, 6762, 8375, ICANN's `.internal`, and what routers and companies use. */
const privateSuffixes = ["localhost", "localdomain", "local", "internal", "home.arpa", "lan", "intranet", "corp", "home", "private"];
/** Metadata services under names that look public. */
const metadataNames = ["metadata.goog", "metadata.tencentyun.com", "metadata.packet.net", "metadata.platformequinix.com"];

/**
 * Whether an address may be called. It judges what `URL` makes of the text, because that is what will be called, and
 * undoes the forms that `URL` leaves alone (wrapped IPv4 addresses, trailing dots). Names are judged as names: what
 * they resolve to is the runtime's to guard (docs/decisions/outbound.md).
 */
export function judgeAddress(address: string, policy: OutboundPolicy): Verdict {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return refuse("The address is not a valid URL.", "Enter a full URL that starts with https:// or http://.");
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    return refuse(`URLs with ${url.protocol} cannot be called.`, "Enter a full URL that starts with https:// or http://.");
  }
  if (url.username !== "" || url.password !== "") {
    return refuse("The address contains a user name or password.", "Remove them from the URL and send an Authorization header instead.");
  }
  if (matchesHost(url, policy.allowHosts)) return { ok: true, url, allowed: true };
  const what = matchesHost(url, policy.ownHosts) ? "this installation itself" : refusedHost(plainHostname(url));
  return what === undefined ? { ok: true, url, allowed: false } : refuse(`The host ${url.hostname} is ${what}.`, suggestPublic);
}

function refusedHost(host: string): string | undefined {
  const v4 = parseV4(host);
  if (v4 !== undefined) return refusedV4(v4);
  const v6 = parseV6(host);
  if (v6 !== undefined) return refusedV6(v6);
  const labels = host.split(".");
  if (labels.includes("") || host.length > 253) return "not a valid name";
  if (metadataNames.some((name) => isUnder(host, name))) return "a cloud's metadata name";
  if (labels.length === 1 || privateSuffixes.some((suffix) => isUnder(host, suffix))) return "a private name";
  return undefined;
}

function isUnder(host: string, name: string): boolean {
  return host === name || host.endsWith(`.${name}`);
}

function refuse(message: string, suggestion: string): Verdict {
  return { ok: false, code: "http_refused", message, suggestion };
}
