/**
 * Numeric addresses that are not public servers, from the IANA special-purpose registries (RFC 6890, 8190) and the
 * metadata addresses of the large clouds. For IPv6 the rule is reversed: only 2000::/3 is public, and a form that
 * contains an IPv4 address is judged by that address.
 */
type Range = readonly [from: number, bits: number, what: string];

/** Every IPv4 block that is refused, and what it is; the first that matches names it. */
export const refusedV4Blocks = [
  ["0.0.0.0/8", "an unspecified address"],
  ["10.0.0.0/8", "a private address"],
  ["100.64.0.0/10", "a carrier-grade NAT address"],
  ["127.0.0.0/8", "a loopback address"],
  ["168.63.129.16/32", "a cloud's metadata address"],
  ["169.254.169.254/32", "a cloud's metadata address"],
  ["169.254.0.0/16", "a link-local address"],
  ["172.16.0.0/12", "a private address"],
  ["192.0.0.0/24", "a reserved address"],
  ["192.0.2.0/24", "a documentation address"],
  ["192.88.99.0/24", "a reserved address"],
  ["192.168.0.0/16", "a private address"],
  ["198.18.0.0/15", "a benchmarking address"],
  ["198.51.100.0/24", "a documentation address"],
  ["203.0.113.0/24", "a documentation address"],
  ["224.0.0.0/4", "a multicast address"],
  ["255.255.255.255/32", "a broadcast address"],
  ["240.0.0.0/4", "a reserved address"],
] as const;

const v4Ranges: readonly Range[] = refusedV4Blocks.map(([cidr, what]) => {
  const [address, bits] = cidr.split("/") as [string, string];
  return [parseV4(address)!, Number(bits), what];
});

/** Inside 2000::/3 and still not public: protocol assignments with Teredo, documentation. Leading 16-bit groups and bits. */
const v6Ranges: readonly (readonly [groups: readonly number[], bits: number, what: string])[] = [
  [[0x2001, 0x0000], 23, "a reserved address"],
  [[0x2001, 0x0db8], 32, "a documentation address"],
  [[0x3fff, 0x0000], 20, "a documentation address"],
];

/** The number of a dotted address as `URL` writes it, or undefined where the text is none. */
export function parseV4(host: string): number | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(host)) return undefined;
  return host.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The eight groups of a bracketed address as `URL` writes it (hex only, at most one `::`), or undefined. */
export function parseV6(host: string): readonly number[] | undefined {
  if (!host.startsWith("[") || !host.endsWith("]")) return undefined;
  const [head, tail] = host.slice(1, -1).split("::") as [string, string?];
  const groups = (text: string | undefined) => (text ? text.split(":").map((group) => Number.parseInt(group, 16)) : []);
  const left = groups(head);
  const right = groups(tail);
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}

/** What makes the IPv4 address unfit to be called, in words, or undefined where it is public. */
export function refusedV4(address: number): string | undefined {
  return v4Ranges.find(([from, bits]) => address >>> (32 - bits) === from >>> (32 - bits))?.[2];
}

/** The same for IPv6. */
export function refusedV6(groups: readonly number[]): string | undefined {
  const inner = wrappedV4(groups);
  if (inner !== undefined) {
    const what = refusedV4(inner);
    return what && `${what} in an IPv6 form`;
  }
  const first = groups[0]!;
  if (groups.every((group, i) => group === (i === 7 ? 1 : 0))) return "a loopback address";
  if (groups.every((group) => group === 0)) return "an unspecified address";
  if (first === 0xfd00 && groups[1] === 0x0ec2) return "a cloud's metadata address";
  if (first >>> 9 === 0x7e) return "a private address";
  if (first >>> 6 === 0x3fa) return "a link-local address";
  if (first >>> 8 === 0xff) return "a multicast address";
  if (first >>> 13 !== 1) return "a reserved address";
  return v6Ranges.find(([prefix, bits]) => startsWith(groups, prefix, bits))?.[2];
}

/** The IPv4 address that a packet to this one would finally reach, where the form is one of those that carry one. */
function wrappedV4(groups: readonly number[]): number | undefined {
  const v4At = (i: number) => groups[i]! * 65536 + groups[i + 1]!;
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  const nat64 = startsWith(groups, [0x64, 0xff9b, 0, 0, 0, 0], 96);
  if (mapped || nat64) return v4At(6);
  if (groups[0] === 0x2002) return v4At(1); // 6to4, RFC 3056
  const isatap = (groups[4] === 0 || groups[4] === 0x200) && groups[5] === 0x5efe; // RFC 5214
  // Its prefix has to be public too, so a public inner address decides nothing.
  if (isatap && refusedV4(v4At(6))) return v4At(6);
  return undefined;
}

function startsWith(groups: readonly number[], prefix: readonly number[], bits: number): boolean {
  return prefix.every((group, i) => {
    const rest = Math.min(16, bits - i * 16);
    return rest <= 0 || groups[i]! >>> (16 - rest) === group >>> (16 - rest);
  });
}
