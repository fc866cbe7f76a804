/** Where a profile sends its secret and its tokens. The unit is the host for calls, and the whole address for OAuth. */
import { coversHosts } from "../outbound/host-rules.ts";
import type { storedSecrets } from "../secrets/stored-secrets.ts";

type Destination = (typeof storedSecrets)["profileSecret" | "profileTokens"]["destinations"][number];
type Address = Exclude<Destination, "hosts">;

interface Sending {
  /** Null names none. */
  readonly hosts: readonly string[] | null;
  readonly settings: { readonly kind: string } & { readonly [Name in Address]?: string | undefined };
}

const addresses: readonly Address[] = ["tokenUrl", "issuer", "authorizationUrl"];

/** The settings by which `after` sends what is stored somewhere that `before` does not. An address that is left out comes from the issuer. */
export function newDestinations(before: Sending, after: Sending): Destination[] {
  return [
    ...(coversHosts(before.hosts ?? [], after.hosts ?? []) ? [] : ["hosts" as const]),
    ...addresses.filter((name) => (before.settings[name] ?? "") !== (after.settings[name] ?? "")),
  ];
}

/** Whether the profile sends nothing, or says where it is sent. */
export function namesHosts({ hosts, settings }: Sending): boolean {
  return hosts !== null || settings.kind === "none";
}
