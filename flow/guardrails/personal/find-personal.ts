import { isIban, passesLuhn } from "./checksums.ts";
import { nationalIds } from "./national-ids.ts";
import type { Match } from "../scanner.ts";

/** The kinds of personal data that are found by their form; the key is part of the placeholder. */
export const personalKinds = ["EMAIL", "PHONE", "CARD", "IBAN", "ID", "IP", "URL", "BIRTHDATE", "NAME"] as const;
export type PersonalKind = (typeof personalKinds)[number];

export interface PersonalMatch extends Match {
  readonly kind: PersonalKind;
}

interface Rule {
  readonly kind: PersonalKind;
  readonly label: string;
  /** With the flag g. Where it has a group, the group is the value. Made so that it runs in linear time. */
  readonly pattern: RegExp;
  passes?(text: string): boolean;
}

const word = String.raw`\p{Lu}[\p{L}'’-]{1,30}`;
const name = String.raw`${word}(?: (?:(?:van|von|de|der|den|da|di|la|le|del|bin|al) ){0,2}${word}){0,3}`;
const date = String.raw`\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}\.? \p{L}{3,10}\.?,? \d{4}|\p{L}{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}`;

/** Times of day have colons as well. */
function isAddress(text: string): boolean {
  return !text.includes(":") || text.includes("::") || text.split(":").length === 8;
}

/** The first rule that finds a place keeps it. */
const rules: readonly Rule[] = [
  { kind: "URL", label: "URL", pattern: /\bhttps?:\/\/[^\s<>"'`)\]}]{3,2000}/gi },
  {
    kind: "EMAIL",
    label: "E-mail address",
    pattern: /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/gu,
  },
  { kind: "URL", label: "URL", pattern: /\bwww\.[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}(?:\/[^\s<>"'`)\]}]{0,2000})?/gi },
  { kind: "IBAN", label: "IBAN", pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, passes: isIban },
  {
    kind: "CARD",
    label: "Card number",
    pattern: /(?<![\w.-])[2-6]\d{3}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,3})?(?![\w-])|(?<![\w.-])3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?![\w-])/g,
    passes: (text) => text.replace(/\D/g, "").length >= 12 && passesLuhn(text),
  },
  ...nationalIds.map(({ passes, ...rest }): Rule => ({ kind: "ID", ...rest, passes })),
  {
    kind: "IP",
    label: "IP address",
    passes: isAddress,
    pattern:
      /(?<![\w.:])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.]*\d)|(?<![\w:])(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){1,6}(?![\w:])/gi,
  },
  {
    kind: "BIRTHDATE",
    label: "Date of birth",
    pattern: new RegExp(
      String.raw`(?:born(?: on)?|date of birth|birth ?date|dob|birthday|geboren(?: am)?|geburtsdatum|née? le|date de naissance|fecha de nacimiento|nacid[oa] el|data di nascita|nat[oa] il)[ \t]{0,3}(?:is|ist|:|=|-)?[ \t]{0,3}(${date})`,
      "giu",
    ),
  },
  {
    kind: "NAME",
    label: "Name",
    pattern: new RegExp(
      String.raw`(?<!\p{L})(?:Mrs?|Ms|Miss|Dr|Prof|Herrn?|Frau|Mme|Mlle|Monsieur|Madame|Sra?|Señora?|Sig|Signora?)\.? (${name})`,
      "gu",
    ),
  },
  {
    kind: "NAME",
    label: "Name",
    pattern: new RegExp(
      String.raw`(?<!\p{L})(?:[Mm]y name is|[Nn]ame:|[Ii]ch heiße|[Mm]ein Name ist|[Jj]e m['’]appelle|[Mm]e llamo|[Mm]i chiamo|[Ss]igned,?|[Rr]egards,?\n|[Dd]ear|[Hh]i|[Hh]ello|[Ll]iebe[r]?) (${name})`,
      "gu",
    ),
  },
];

/** Digits with the signs between them that phone numbers have. */
const phoneLike = /(?<![\w.+-])(?:\+|00)?\(?\d(?:[ ()./-]{0,3}\d){6,15}(?![\w-])/g;

const isDate = /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})(?!\d)/;

/** Whether a text of digits is a phone number, somewhere or in the country that is expected. */
export type IsPhone = (text: string) => boolean;

/** Personal data in a text, in order and apart; of two that overlap, the one whose rule stands first. */
export function findPersonal(text: string, wanted: ReadonlySet<PersonalKind>, isPhone: IsPhone): PersonalMatch[] {
  const found: PersonalMatch[] = [];
  const taken = new Uint8Array(text.length);
  const add = (start: number, end: number, kind: PersonalKind, label: string) => {
    if (taken.subarray(start, end).includes(1)) return;
    taken.fill(1, start, end);
    if (wanted.has(kind)) found.push({ start, end, kind, label });
  };
  for (const { kind, label, pattern, passes } of rules)
    for (const match of text.matchAll(pattern)) {
      const value = (match[1] ?? match[0]).replace(/[.,;:!?]+$/, "");
      const start = match.index + match[0].lastIndexOf(match[1] ?? match[0]);
      if (!passes || passes(value)) add(start, start + value.length, kind, label);
    }
  for (const { 0: whole, index } of text.matchAll(phoneLike))
    if (!isDate.test(whole) && isPhone(whole)) add(index, index + whole.length, "PHONE", "Phone number");
  return found.sort((a, b) => a.start - b.start);
}
