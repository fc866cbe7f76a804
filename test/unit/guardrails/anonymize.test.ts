import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { restoreStream, Vault } from "#flow/guardrails/personal/vault.ts";
import { anonymize, anonymizeText } from "#flow/guardrails/scanners/anonymize.ts";
import { prepareText } from "#flow/guardrails/text/scan-text.ts";

const settings = anonymize.settings.parse({});
const replaced = async (text: string) => (await anonymizeText(prepareText(text), settings, [])).replacement;

describe("the Anonymize scanner", () => {
  test.each([
    ["Write to ann.lee+x@mail.example.org, please.", "Write to [EMAIL_1], please."],
    ["Card 4111 1111 1111 1111.", "Card [CARD_1]."],
    ["IBAN DE89 3704 0044 0532 0130 00 and GB82WEST12345698765432", "IBAN [IBAN_1] and [IBAN_2]"],
    ["From 192.168.1.77 or 2001:db8::ff00:42:8329", "From [IP_1] or [IP_2]"],
    ["See https://example.com/a?b=1.", "See [URL_1]."],
    ["Born on 12/03/1985 in Rome", "Born on [BIRTHDATE_1] in Rome"],
    ["Call +49 30 901820 or (212) 736-5000", "Call [PHONE_1] or [PHONE_2]"],
    ["I met Dr. Maria van der Berg today", "I met Dr. [NAME_1] today"],
    ["SSN 536-22-8714", "SSN [ID_1]"],
    ["NINO AB 12 34 56 C", "NINO [ID_1]"],
    ["Steuer-ID 86095742719", "Steuer-ID [ID_1]"],
    ["NIR 2 55 08 14 168 025 38", "NIR [ID_1]"],
    ["DNI 12345678Z", "DNI [ID_1]"],
    ["CF RSSMRA85T10A562S", "CF [ID_1]"],
    ["PESEL 44051401359", "PESEL [ID_1]"],
    ["RRN 85.07.30-033.28", "RRN [ID_1]"],
    ["CPF 529.982.247-25", "CPF [ID_1]"],
    ["AHV 756.9217.0769.85", "AHV [ID_1]"],
    ["PN 811228-9874", "PN [ID_1]"],
    ["HETU 131052-308T", "HETU [ID_1]"],
  ])("replaces what is personal in %s", async (text, expected) => {
    expect(await replaced(text)).toBe(expected);
  });

  test.each([
    "",
    "Order 4111 1111 1111 1112 of 2024-01-31",
    "Version 1.2.3.4.5, at 12:30:45, costs 1,234,567.89",
    "DNI 12345678A",
    "The answer to question 44051401358 is 42.",
    "Call me at 10:15, room 12-34.",
  ])("leaves %j as it is", async (text) => {
    expect(await replaced(text)).toBe(text);
  });

  test("gives the same value the same placeholder within a run, and no placeholder that the text has already", async () => {
    const first = await anonymizeText(prepareText("[EMAIL_1] a@b.example b@b.example a@b.example"), settings, []);
    expect(first.replacement).toBe("[EMAIL_1] [EMAIL_2] [EMAIL_3] [EMAIL_2]");
    const second = await anonymizeText(prepareText("b@b.example c@b.example"), settings, first.entries);
    expect(second.replacement).toBe("[EMAIL_3] [EMAIL_1]");
  });

  test("finds an address that is disguised, and takes linear time", async () => {
    expect(await replaced("a\u200bnn@mail.example")).toBe("[EMAIL_1]");
    for (const text of ["1 ", "a.", "1-", "A1 ", "Dr. A", "a@", "http://", "1:"]) await replaced(text.repeat(30_000));
  });
});

describe("restored text", () => {
  const vault = new Vault([
    ["[NAME_1]", 'Ann "Q" Lee'],
    ["[EMAIL_12]", "a@b.example"],
  ]);

  test("has its values back, whatever a translator made of the placeholders", () => {
    expect(vault.restore("[NAME_1], [ name 1 ], [Email-12], [EMAIL_1], [NAME_2]")).toBe(
      'Ann "Q" Lee, Ann "Q" Lee, a@b.example, [EMAIL_1], [NAME_2]',
    );
  });

  test("stays valid JSON", () => {
    expect(JSON.parse(vault.restore('{"to": "[NAME_1]"}', true))).toEqual({ to: 'Ann "Q" Lee' });
  });

  test("is the same in pieces as in one", () => {
    const part = fc.constantFrom("[", "[NAME", "_1]", "[NAME_1]", "[email 12 ]", "[[", "]", "x", " ", "1", "[EMAIL_", "12");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (pieces) => {
        const stream = restoreStream(vault);
        const restored = pieces.map((piece) => stream.push(piece)).join("") + stream.end();
        expect(restored).toBe(vault.restore(pieces.join("")));
      }),
    );
  });
});
