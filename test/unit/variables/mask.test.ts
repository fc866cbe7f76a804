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
  // Twice the text may take twice the time. The comparisons are bounded, so this ends quickly or never.
  expect(hostile.text("a".repeat(4 * 1024 * 1024))).toBe("•••");
  expect(hostile.text("b".repeat(1024 * 1024))).toHaveLength(1024 * 1024);
});

describe("a secret of several lines", () => {
  const body = ["QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=", "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo=", "c2hvcnQxMjM0"];
  const pem = `-----BEGIN K-----\n${body.join("\n")}\n-----END K-----\n`;
  const key = new Mask([pem]);
  const wrapped = (text: string, width: number, by = "\r\n") => text.match(new RegExp(`.{1,${width}}`, "gs"))!.join(by);

  test.each([
    ["joined to one line", pem.replaceAll("\n", "")],
    ["joined by blanks", pem.trim().replaceAll("\n", " ")],
    ["with breaks of another system", pem.trim().replaceAll("\n", "\r\n")],
    ["with breaks that are escaped", pem.trim().replaceAll("\n", "\\n")],
    ["with breaks that are escaped twice", JSON.stringify(JSON.stringify(pem.trim())).slice(3, -3)],
    ["without its first and last line", body.join("")],
    ["wrapped to other lines", wrapped(body.join(""), 20, "\n")],
    ["indented", body.join("\n    ")],
    ["in base64", Buffer.from(pem).toString("base64")],
    ["in base64 in lines of a mail", wrapped(Buffer.from(pem).toString("base64"), 76)],
    ["joined, then in base64 for addresses", Buffer.from(pem.replaceAll("\n", "")).toString("base64url")],
    ["in an address", encodeURIComponent(pem)],
    ["joined, in an address", encodeURIComponent(body.join(""))],
    ["in hexadecimal", Buffer.from(pem.trim()).toString("hex")],
    ["in quoted-printable", wrapped(pem.trim().replaceAll("=", "=3D").replaceAll("\n", "=0A"), 40, "=\r\n")],
  ])("is masked as a whole %s", (_, text) => {
    const masked = key.text(`before ${text} after`);
    // A part of the last line break may be left.
    expect(masked).toMatch(/^before •••\S{0,4} after$/);
  });

  test.each(body.map((line) => [line]))("has the line %s masked alone", (line) => {
    expect(key.text(`<${line}>`)).toBe("<•••>");
    if (line.length > 24) expect(key.text(Buffer.from(`ab${line}`).toString("base64"))).toContain("•••");
  });

  test("has longer pieces masked, and leaves short ones that any text may have", () => {
    expect(key.text(`a ${body[0]!.slice(3, 25)} b`)).toBe("a ••• b");
    expect(key.text("-----BEGIN CERTIFICATE-----")).toBe("-----BEGIN CERTIFICATE-----");
    expect(key.text("a QUJDREVG b")).toBe("a QUJDREVG b");
  });

  test("is found in a file of credentials, which has it escaped", () => {
    const file = new Mask([JSON.stringify({ type: "service", private_key: pem }, null, 2)]);
    expect(file.text(pem)).not.toContain(body[0]!.slice(0, 12));
    expect(file.text(body.join(""))).toBe("•••");
  });

  test("any piece of sixteen characters is found, and what follows it behind a break", () => {
    const breaks = fc.constantFrom("", "\n", "\r\n", " ", "\\n", "=\r\n", "%0A");
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[A-Za-z0-9/]{6,70}$/), { minLength: 3, maxLength: 8 }),
        fc.nat(),
        breaks,
        (lines, at, by) => {
          const whole = lines.join("");
          // What repeats itself has fewer seeds.
          const eights = Array.from({ length: whole.length - 7 }, (_, i) => whole.slice(i, i + 8).toLowerCase());
          fc.pre(whole.length > 24 && new Set(eights).size === eights.length);
          const from = at % (whole.length - 24);
          const piece = whole.slice(from, from + 24);
          fc.pre(Array.from(piece).every((_, i) => i > 16 || new Set(piece.slice(i, i + 8).toLowerCase()).size > 2));
          expect(new Mask([lines.join("\n")]).text(`<${piece.slice(0, 16)}${by}${piece.slice(16)}>`)).toBe("<•••>");
        },
      ),
    );
  });
});

describe("a secret with letters beyond ASCII", () => {
  const latin = new Mask(["pässwörd-ñ-1"]);
  const bytes = Buffer.from("pässwörd-ñ-1", "latin1");
  test.each([
    ["base64", bytes.toString("base64")],
    ["base64 behind one byte", Buffer.concat([Buffer.from("x"), bytes]).toString("base64")],
    ["base64 behind two bytes, for addresses", Buffer.concat([Buffer.from("xy"), bytes]).toString("base64url")],
    ["hexadecimal", bytes.toString("hex")],
    ["an address", "p%E4ssw%F6rd-%F1-1"],
    ["quoted-printable", "p=E4ssw=F6rd-=F1-1"],
  ])("is masked in %s of Latin-1", (_, text) => expect(latin.text(text)).toContain("•••"));
  test("is masked in quoted-printable of UTF-8", () => expect(latin.text("p=C3=A4ssw=C3=B6rd-=C3=B1-1")).toBe("•••"));
});

test("a long value of one line is masked in base64 that was broken into lines, and its pieces are not", () => {
  const value = Array.from({ length: 30 }, (_, i) => `token${i}`).join(".");
  const long = new Mask([value]);
  const lines = Buffer.from(value)
    .toString("base64")
    .match(/.{1,76}/g)!
    .join("\r\n");
  expect(long.text(`<${lines}>`)).toMatch(/^<•••=*>$/);
  expect(long.text(value.slice(0, 40))).toBe(value.slice(0, 40));
});
