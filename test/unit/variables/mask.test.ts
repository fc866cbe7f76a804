import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Mask } from "#flow/variables/mask.ts";

const secret = 'p@ss/wörd&"q"+1';
const mask = new Mask([secret]);

describe("a secret in a text is masked", () => {
  test.each([
    ["as it is", secret],
    ["in JSON", JSON.stringify({ a: secret })],
    ["in JSON inside of JSON", JSON.stringify(JSON.stringify({ a: secret }))],
    ["in JSON with escaped slashes", JSON.stringify(secret).replaceAll("/", "\\/")],
    ["in JSON with escaped letters", JSON.stringify(secret).replaceAll("ö", "\\u00f6")],
    ["in an address", `https://x.test/?k=${encodeURIComponent(secret)}`],
    ["in an address with small digits", `https://x.test/?k=${encodeURIComponent(secret).replace(/%../g, (hex) => hex.toLowerCase())}`],
    ["in a form", String(new URLSearchParams({ k: secret }))],
    ["in an address that was normalised", new URL(`https://x.test/${secret}`).href],
    ["in XML", "<a>p@ss/wörd&amp;&quot;q&quot;+1</a>"],
    ["in XML with numbers", "<a>p@ss/wörd&#38;&#34;q&#34;+1</a>"],
    ["in capitals", secret.toUpperCase()],
    ["in hexadecimal", Buffer.from(secret).toString("hex")],
    ["in base64", `x ${Buffer.from(secret).toString("base64")} y`],
  ])("%s", (_, text) => {
    const masked = mask.text(text);
    expect(masked).toContain("•••");
    expect(masked).not.toContain("wörd");
    expect(masked.toLowerCase()).not.toContain(encodeURIComponent("wörd").toLowerCase());
    expect(new Mask([secret]).finds(masked)).toBe(false);
  });

  test("in Basic authorization, whatever the name before it", () => {
    for (const user of ["", "a", "ab", "abc", "abcd"]) {
      for (const after of ["", "!", "!!"]) {
        const encoded = Buffer.from(`${user}:${secret}${after}`).toString("base64");
        const masked = mask.text(`Basic ${encoded}`);
        expect(masked).toMatch(/^Basic [\w+/]*•••[\w+/=]*$/);
        // What is left says nothing of the value: it is made of what stands around it.
        const left = masked.replace("Basic ", "").split("•••");
        expect(Buffer.from(left[0]!, "base64").toString()).toBe(`${user}:`.slice(0, Math.floor((left[0]!.length * 6) / 8)));
        expect(left[1]!.replaceAll("=", "").length).toBeLessThanOrEqual(Math.ceil((after.length * 8) / 6));
      }
    }
  });

  test("in base64 of the alphabet for addresses", () => {
    expect(mask.text(Buffer.from(`xy${secret}`).toString("base64url"))).toContain("•••");
  });

  test("wherever it stands, and where two of them overlap", () => {
    expect(new Mask(["abcdef", "defghi"]).text("x abcdefghi y abcdef z")).toBe("x ••• y ••• z");
  });

  test("also where blanks around it were lost", () => {
    expect(new Mask(["  token-1\n"]).text("Bearer token-1")).toBe("Bearer •••");
  });
});

test("everything around a secret stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (before, after) => {
      fc.pre(!mask.finds(before) && !mask.finds(after));
      expect(mask.text(`${before}${secret}${after}`)).toBe(`${before}•••${after}`);
    }),
  );
});

test("any secret is found in every form that senders use", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 8 }), (value) => {
      fc.pre(value.trim().length >= 8);
      const each = new Mask([value]);
      const well = value.toWellFormed();
      for (const text of [
        well,
        JSON.stringify(well),
        encodeURIComponent(well),
        Buffer.from(`u:${well}`).toString("base64"),
        String(new URLSearchParams({ well })),
      ])
        expect(each.finds(text), text).toBe(true);
    }),
  );
});

describe("a value", () => {
  test("is masked in texts, keys and numbers, and nothing else of it changes", () => {
    const tokens = new Mask(["12345678", "token-abc"]);
    const value = { a: ["x", "my token-abc"], "token-abc": 1, n: 12345678, b: true, d: { e: null }, __proto__: null };
    expect(tokens.value(value)).toEqual({ a: ["x", "my •••"], "•••": 1, n: "•••", b: true, d: { e: null } });
  });

  test("without secrets is the very same object", () => {
    const value = { a: [1, "two", { three: null }] };
    expect(mask.value(value)).toBe(value);
  });

  test("keeps a key __proto__ a key", () => {
    const value: unknown = JSON.parse(`{"__proto__": ${JSON.stringify(secret)}}`);
    expect(JSON.stringify(mask.value(value))).toBe('{"__proto__":"•••"}');
  });
});

test("a secret shorter than four characters is masked where it is all of a text, and does not tear other texts", () => {
  const short = new Mask(["abc"]);
  expect(short.value(["abc", "abcd", "x abc y"])).toEqual(["•••", "abcd", "x abc y"]);
});

test("a failure's message and suggestion, its input, output, logs and what a script set are masked", () => {
  const error = { code: "http_failed", message: `No: ${secret}`, suggestion: secret, class: "other" } as const;
  const failed = mask.result({ kind: "fail", error, input: secret, output: [secret], logs: [secret] });
  expect(JSON.stringify(failed)).not.toContain("wörd");
  const done = mask.result({ kind: "done", outcome: "success", output: 1, set: { kept: secret } });
  expect(done).toEqual({ kind: "done", outcome: "success", output: 1, set: { kept: "•••" } });
});

test("masking is linear in the text, also where the text was made to be slow", () => {
  const values = Array.from({ length: 20 }, (_, i) => `${"a".repeat(200)}${i}`);
  const hostile = new Mask(values);
  // Twice the text may take twice the time; the comparisons are bounded, so this ends at once or not at all.
  expect(hostile.text("a".repeat(4 * 1024 * 1024))).toBe("•••");
  expect(hostile.text("b".repeat(1024 * 1024))).toHaveLength(1024 * 1024);
});
