import { isCpf, passesLuhn, passesMod1110, remainderOf, weighted } from "./checksums.ts";

/** A number that a country gives to people. `pattern` has the flag g. */
interface NationalId {
  readonly label: string;
  readonly pattern: RegExp;
  passes(text: string): boolean;
}

const plain = (text: string) => text.replace(/[^0-9A-Za-z]/g, "").toUpperCase();
const isDay = (month: number, day: number) => month >= 1 && month <= 12 && day >= 1 && day <= 31;
const controlLetters = "TRWAGMYFPDXBNJZSQVHLCKE";
const finnishLetters = "0123456789ABCDEFHJKLMNPRSTUVWXY";

/** Values of the characters at odd places of an Italian tax code. */
const oddValues = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

function isCodiceFiscale(text: string): boolean {
  const code = plain(text);
  let sum = 0;
  for (let k = 0; k < 15; k++) {
    const character = code[k] ?? "";
    const value = /\d/.test(character) ? Number(character) : character.charCodeAt(0) - 65;
    sum += k % 2 === 0 ? (oddValues[value] ?? 0) : value;
  }
  return String.fromCharCode(65 + (sum % 26)) === code[15];
}

export const nationalIds: readonly NationalId[] = [
  {
    label: "US Social Security number",
    pattern: /(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g,
    passes: () => true,
  },
  {
    label: "UK National Insurance number",
    pattern: /\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g,
    passes: () => true,
  },
  {
    label: "German tax number",
    pattern: /(?<![\w.-])[1-9]\d ?\d{3} ?\d{3} ?\d{3}(?![\w-])/g,
    // One or two digits stand there more than once, and none more than three times.
    passes: (text) => {
      const first = plain(text).slice(0, 10);
      const different = new Set(first).size;
      return (different === 8 || different === 9) && passesMod1110(text);
    },
  },
  {
    label: "French social security number",
    pattern: /(?<!\w)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\w)/g,
    passes: (text) => {
      const code = plain(text);
      const body = code.slice(0, 13).replace("2A", "19").replace("2B", "18");
      return 97 - remainderOf(body, 97) === Number(code.slice(13));
    },
  },
  {
    label: "Spanish identity number",
    pattern: /\b(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]\b/g,
    passes: (text) => {
      const code = plain(text).replace(/^[XYZ]/, (letter) => String("XYZ".indexOf(letter)));
      return controlLetters[Number(code.slice(0, -1)) % 23] === code.at(-1);
    },
  },
  {
    label: "Italian tax code",
    pattern: /\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b/gi,
    passes: isCodiceFiscale,
  },
  {
    label: "Polish PESEL",
    pattern: /(?<![\w.-])\d{11}(?![\w-])/g,
    passes: (text) =>
      isDay(Number(text.slice(2, 4)) % 20, Number(text.slice(4, 6))) && weighted(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0,
  },
  {
    label: "Belgian national number",
    pattern: /(?<![\w.-])\d{2}\.?\d{2}\.?\d{2}-?\d{3}\.?\d{2}(?![\w-])/g,
    passes: (text) => {
      const code = plain(text);
      const rest = Number(code.slice(9));
      const matches = (body: string) => 97 - remainderOf(body, 97) === rest;
      return isDay(Number(code.slice(2, 4)), Number(code.slice(4, 6))) && (matches(code.slice(0, 9)) || matches(`2${code.slice(0, 9)}`));
    },
  },
  { label: "Brazilian CPF", pattern: /(?<![\w.-])\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])/g, passes: isCpf },
  {
    label: "Swiss AHV number",
    pattern: /(?<![\w.-])756\.?\d{4}\.?\d{4}\.?\d{2}(?![\w-])/g,
    passes: (text) => weighted(text, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0,
  },
  {
    label: "Swedish personal number",
    pattern: /(?<![\w.-])(?:19|20)?\d{6}[-+]\d{4}(?![\w-])/g,
    passes: (text) => {
      const code = plain(text).slice(-10);
      return isDay(Number(code.slice(2, 4)), Number(code.slice(4, 6)) % 60) && passesLuhn(code);
    },
  },
  {
    label: "Finnish identity code",
    pattern: /\b\d{6}[-+A]\d{3}[0-9A-FHJ-NPR-Y]\b/g,
    passes: (text) => {
      const code = plain(text.replace(/^(\d{6})[-+A]/, "$1"));
      return isDay(Number(code.slice(2, 4)), Number(code.slice(0, 2))) && finnishLetters[Number(code.slice(0, 9)) % 31] === code[9];
    },
  },
];
