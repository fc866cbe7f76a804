import { refusedV4Blocks } from "./address-ranges.ts";

/**
 * The local runtime's network for hosts that are not on the installation's list, as a `network` service of workerd. It
 * checks the address that a name resolved to, which the check of names cannot do. "public" excludes private and
 * loopback blocks; the rest is denied here, including the forms that contain an IPv4 address. Public addresses through
 * NAT64 stay allowed, because networks without IPv4 reach everything that way.
 */
export const publicNetwork = {
  allow: ["public"],
  deny: [
    ...refusedV4Blocks.map(([block]) => block),
    ...refusedV4Blocks.map(([block]) => nat64(block)),
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "64:ff9b:1::/48",
    "100::/64",
    "fec0::/10",
  ],
  tlsOptions: { trustBrowserCas: true },
};

/** The same for hosts that are on the list: they may be private. */
export const listedNetwork = { allow: ["public", "private"], tlsOptions: publicNetwork.tlsOptions };

function nat64(block: string): string {
  const [address, bits] = block.split("/") as [string, string];
  return `64:ff9b::${address}/${96 + Number(bits)}`;
}
