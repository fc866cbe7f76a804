/** The secure variables of one step while it runs: what its expressions see, how they are masked, and where they may go. */
import { matchesHost } from "../outbound/host-rules.ts";
import { OutboundError } from "../outbound/outbound-error.ts";
import { Mask } from "./mask.ts";

export interface Secret {
  readonly name: string;
  readonly value: string;
  /** The only hosts that may receive it; null where it is not bound. */
  readonly hosts: readonly string[] | null;
}

export class OpenedSecrets {
  readonly values: Readonly<Record<string, string>>;
  readonly mask: Mask;
  readonly #bound: readonly { readonly name: string; readonly hosts: readonly string[]; readonly value: string }[];

  constructor(secrets: readonly Secret[]) {
    this.values = Object.fromEntries(secrets.map(({ name, value }) => [name, value]));
    this.mask = new Mask(secrets.map(({ value }) => value));
    this.#bound = secrets.flatMap(({ name, value, hosts }) => (hosts ? [{ name, hosts, value }] : []));
  }

  /**
   * Throws an OutboundError where a call must not be made. A step that was given a bound variable calls no other host,
   * whether the value can be seen in the call or was changed beyond recognition. A redirect to another host has lost
   * its headers and body, so there the address is what counts.
   */
  checkCall(url: URL, isRedirect: boolean): void {
    for (const { name, hosts, value } of this.#bound) {
      if (matchesHost(url, hosts) || (isRedirect && !new Mask([value]).finds(url.href))) continue;
      throw new OutboundError(
        "http_refused",
        `The variable ${name} may be sent to ${listed(hosts)} only, and this call ${isRedirect ? "was redirected" : "goes"} to ${url.host}.`,
        "Call a host that the variable is bound to, or add this host to it under Configurations.",
        "other",
      );
    }
  }
}

function listed(hosts: readonly string[]): string {
  return hosts.length <= 3 ? hosts.join(", ") : `${hosts.slice(0, 3).join(", ")} and ${hosts.length - 3} more`;
}
