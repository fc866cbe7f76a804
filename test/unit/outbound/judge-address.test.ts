import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeAddress, type OutboundPolicy } from "#flow/outbound/judge-address.ts";
import { outboundPolicy } from "#flow/outbound/outbound-policy.ts";

const nothingAllowed: OutboundPolicy = { allowHosts: [], ownHosts: ["millrace.example.com", "edge.example.com:8443"] };
const judge = (address: string, policy = nothingAllowed) => judgeAddress(address, policy);

/** What stands in the message, and the spellings it must be found in. */
const refused: Record<string, readonly string[]> = {
  "not a valid URL": [
    "",
    "example.com",
    "http://",
    "//example.com",
    "http://256.1.1.1/",
    "http://1.2.3.4.5/",
    "http://[::1",
    "http://[fe80::1%25eth0]/",
    "http://exa mple.com/",
    "http://127.0.0.1%00/",
    "http://a:99999/",
    "http://foo.0x7f/",
  ],
  "URLs with": [
    "file:///etc/passwd",
    "ftp://example.com/",
    "data:text/plain,x",
    "javascript:alert(1)",
    "ws://example.com/",
    "wss://example.com/",
    "gopher://127.0.0.1:70/",
    "blob:https://example.com/1",
    "localhost:8787/x",
  ],
  "user name or password": [
    "http://user@example.com/",
    "http://user:pass@example.com/",
    "https://:pass@example.com/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1\t@example.com/",
  ],
  "a loopback address": [
    "http://127.0.0.1/",
    "http://127.0.0.1:8787/",
    "https://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.1/",
    "http://127.0.1/",
    "http://127.255.255.254/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0177.0x0.0.01/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http://①②⑦.0.0.1/",
    "http:127.0.0.1",
    "http:/127.0.0.1/",
    "http:\\\\127.0.0.1\\",
    " \thttp://127.0.0.1/ ",
    "ht\ntp://127.0.\n0.1/",
    "HTTP://127.0.0.1/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[0000::0001]:80/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::FFFF:7F00:0001]/",
    "http://[0:0:0:0:0:ffff:127.1.2.3]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[2002:7f00:1:2:3:4:5:6]/",
    "http://[2606:4700::5efe:7f00:1]/",
    "http://[2606:4700:0:0:200:5efe:127.0.0.1]/",
  ],
  "a private address": [
    "http://10.0.0.1/",
    "http://10.255.255.255/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.0.1/",
    "http://3232235521/",
    "http://0xc0a80001/",
    "http://[::ffff:10.0.0.1]/",
    "http://[64:ff9b::a00:1]/",
    "http://[2002:a00:1::]/",
    "http://[fc00::1]/",
    "http://[fdff:ffff::1]/",
  ],
  metadata: [
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[fd00:ec2::254]/",
    "http://168.63.129.16/",
    "http://metadata.goog/",
    "http://METADATA.goog./",
    "http://metadata.tencentyun.com/",
  ],
  "a link-local address": ["http://169.254.0.1/", "http://[fe80::1]/", "http://[febf:ffff::1]/"],
  "a carrier-grade NAT address": ["http://100.64.0.1/", "http://100.127.255.255/", "http://100.100.100.200/"],
  "an unspecified address": ["http://0.0.0.0/", "http://0/", "http://0.1.2.3/", "http://[::]/", "http://[::ffff:0:0]/"],
  "a multicast address": ["http://224.0.0.1/", "http://239.255.255.250/", "http://[ff02::1]/"],
  "a broadcast address": ["http://255.255.255.255/", "http://4294967295/", "http://0xffffffff/"],
  "a benchmarking address": ["http://198.18.0.1/", "http://198.19.255.255/"],
  "a documentation address": [
    "http://192.0.2.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
  ],
  "a reserved address": [
    "http://240.0.0.1/",
    "http://192.0.0.192/",
    "http://192.88.99.1/",
    "http://[::127.0.0.1]/",
    "http://[::8.8.8.8]/",
    "http://[::ffff:0:7f00:1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[64:ff9b:1:7f00:0:100::]/",
    "http://[100::1]/",
    "http://[2001::1]/",
    "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
    "http://[2001:2::1]/",
    "http://[5f00::1]/",
    "http://[fec0::1]/",
    "http://[4000::1]/",
  ],
  "a private name": [
    "http://localhost/",
    "http://localhost./",
    "http://LOCALHOST:8787/",
    "http://ⓛocalhost/",
    "http://lo\u00adcalhost/",
    "http://x.localhost/",
    "http://a.b.localhost./",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://db.internal.",
    "http://router.lan/",
    "http://nas.home.arpa/",
    "http://localhost.localdomain/",
    "http://intranet/",
    "http://metadata/",
    "http://com./",
    "http://a.corp/",
  ],
  "not a valid name": ["http://.localhost/", "http://example..com/", "http://./", "http://../", "http://.example.com/"],
  "this installation itself": [
    "https://millrace.example.com/v1/workflows/x/sync",
    "http://MILLRACE.example.com:8080/",
    "https://millrace.example.com./",
    "https://edge.example.com:8443/",
  ],
};

const public_ = [
  "https://example.com/",
  "http://example.com./",
  "https://api.example.com:8443/a?b#c",
  "http://8.8.8.8/",
  "http://9.255.255.255/",
  "http://11.0.0.0/",
  "http://172.15.255.255/",
  "http://172.32.0.0/",
  "http://192.167.255.255/",
  "http://192.169.0.0/",
  "http://100.63.255.255/",
  "http://100.128.0.0/",
  "http://126.255.255.255/",
  "http://128.0.0.0/",
  "http://169.253.255.255/",
  "http://169.255.0.0/",
  "http://198.17.255.255/",
  "http://198.20.0.0/",
  "http://223.255.255.255/",
  "http://168.63.129.17/",
  "https://[2606:4700::1111]/",
  "https://[::ffff:8.8.8.8]/",
  "https://[64:ff9b::8.8.8.8]/",
  "https://[2002:808:808::]/",
  "https://notlocalhost.com/",
  "https://localhost.com/",
  "https://internal.example.com/",
  "https://edge.example.com/",
  "https://bücher.example/",
  "https://sub.millrace.example.com/",
];

describe("an address that may not be called", () => {
  const rows = Object.entries(refused).flatMap(([what, addresses]) => addresses.map((address) => [address, what] as const));

  it.each(rows)("%j is refused as %s", (address, what) => {
    const verdict = judge(address);
    expect(verdict).toMatchObject({ ok: false, code: "http_refused", message: expect.stringContaining(what) });
  });

  it("shows no password and no query in its message", () => {
    for (const address of ["http://user:hidden@127.0.0.1/", "http://127.0.0.1/?key=hidden", "http://%zz/?key=hidden"])
      expect(JSON.stringify(judge(address))).not.toContain("hidden");
  });
});

describe("an address that may be called", () => {
  it.each(public_)("%j passes", (address) => {
    expect(judge(address)).toMatchObject({ ok: true, allowed: false });
  });
});

describe("hosts that the installation allows", () => {
  const policy: OutboundPolicy = {
    allowHosts: ["localhost", "127.0.0.1:9000", "[::1]:9001", "[fd00::1]", "Model.Internal.", "10.0.0.5:80"],
    ownHosts: ["localhost:8787"],
  };

  it.each([
    "http://localhost/",
    "http://localhost:1234/",
    "https://LOCALHOST./",
    "http://localhost:8787/",
    "http://127.0.0.1:9000/",
    "http://2130706433:9000/",
    "http://[::1]:9001/",
    "http://[0:0::1]:9001/",
    "http://[fd00:0::1]:5/",
    "http://model.internal/",
    "http://10.0.0.5/",
  ])("%s passes", (address) => {
    expect(judge(address, policy)).toMatchObject({ ok: true, allowed: true });
  });

  it.each([
    "http://127.0.0.1/",
    "http://127.0.0.1:9001/",
    "http://127.0.0.2:9000/",
    "http://[::1]/",
    "http://[::1]:9000/",
    "http://[::ffff:127.0.0.1]:9000/",
    "http://x.localhost/",
    "http://x.model.internal/",
    "https://10.0.0.5/",
    "http://user@localhost/",
    "ftp://localhost/",
  ])("%s does not", (address) => {
    expect(judge(address, policy).ok).toBe(false);
  });

  it("are read from the variable, leaving out what is no host", () => {
    expect(
      outboundPolicy(" localhost, 127.0.0.1:9000 [::1]:9,http://x/,a@b,,a:b ", ["https://millrace.example.com/base", undefined, "no url"]),
    ).toEqual({
      allowHosts: ["localhost", "127.0.0.1:9000", "[::1]:9"],
      ownHosts: ["millrace.example.com"],
    });
    expect(outboundPolicy(undefined, [])).toEqual({ allowHosts: [], ownHosts: [] });
  });
});

describe("every spelling of a private IPv4 address", () => {
  const bytesUnder = (...prefix: number[]) =>
    fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((bytes) => bytes.map((byte, i) => prefix[i] ?? byte));
  const privateBytes = fc.oneof(
    bytesUnder(10),
    bytesUnder(127),
    bytesUnder(192, 168),
    bytesUnder(169, 254),
    bytesUnder(0),
    bytesUnder(100, 100),
    bytesUnder(172, 20),
    bytesUnder(230),
  );

  const spellNumber = (value: number, base: number, zeros: number) =>
    base === 10
      ? String(value)
      : base === 8
        ? `0${"0".repeat(zeros)}${value.toString(8)}`
        : `0${zeros % 2 ? "X" : "x"}${"0".repeat(zeros)}${value.toString(16)}`;
  const spellCharacter = (character: string, how: number) => {
    if (how === 1) return `%${character.charCodeAt(0).toString(16)}`;
    if (how === 2 && character !== ".") return String.fromCharCode(character.charCodeAt(0) + 0xfee0);
    if (how === 2) return "\u3002";
    return how === 3 ? character.toUpperCase() : character;
  };

  const spelling = fc
    .record({
      bytes: privateBytes,
      parts: fc.integer({ min: 1, max: 4 }),
      bases: fc.array(fc.constantFrom(8, 10, 16), { minLength: 4, maxLength: 4 }),
      zeros: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
      how: fc.array(fc.nat(3), { minLength: 80, maxLength: 80 }),
      dot: fc.boolean(),
    })
    .map(({ bytes, parts, bases, zeros, how, dot }) => {
      // Short forms: the last number stands for all bytes that are left.
      const rest = bytes.slice(parts - 1).reduce((sum, byte) => sum * 256 + byte, 0);
      const numbers = [...bytes.slice(0, parts - 1), rest].map((value, i) => spellNumber(value, bases[i]!, zeros[i]!));
      const host = Array.from(`${numbers.join(".")}${dot ? "." : ""}`, (character, i) => spellCharacter(character, how[i]!)).join("");
      return { host, bytes };
    });

  it("is refused", () => {
    fc.assert(
      fc.property(spelling, ({ host, bytes }) => {
        const address = `http://${host}:8080/path`;
        expect(new URL(address).hostname).toBe(bytes.join("."));
        expect(judge(address).ok).toBe(false);
      }),
      { numRuns: 3000 },
    );
  });

  it("is refused inside every IPv6 form that carries one", () => {
    const forms = [
      "::ffff:V",
      "0:0:0:0:0:ffff:V",
      "64:ff9b::V",
      "64:ff9b:1::V",
      "::V",
      "::ffff:0:V",
      "2606:4700::5efe:V",
      "2606:4700::200:5efe:V",
    ];
    fc.assert(
      fc.property(privateBytes, fc.constantFrom(...forms), fc.boolean(), (bytes, form, hex) => {
        const groups = [bytes[0]! * 256 + bytes[1]!, bytes[2]! * 256 + bytes[3]!].map((group) => group.toString(16)).join(":");
        expect(judge(`http://[${form.replace("V", hex ? groups : bytes.join("."))}]/`).ok).toBe(false);
        expect(judge(`http://[2002:${groups}::1]/`).ok).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it("says the same of any text as of the address that it would call", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string(),
          fc.ipV6().map((ip) => `http://[${ip}]/`),
          fc.ipV4Extended().map((ip) => `http://${ip}/`),
        ),
        (text) => {
          const verdict = judge(text);
          if (verdict.ok)
            expect(judge(verdict.url.href)).toMatchObject({ ok: true, url: expect.objectContaining({ href: verdict.url.href }) });
        },
      ),
      { numRuns: 2000 },
    );
  });
});
