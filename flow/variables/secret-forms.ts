/** The forms in which a secret's value turns up in texts, each as a whole. What turns up in pieces is in secret-pieces.ts. */
import { limits } from "../limits.ts";
import { base64Within, bytesOf, hexOf, textForms, type Encoded } from "./encodings.ts";
import { foldCase } from "./fold-case.ts";
import { hasLines } from "./secret-pieces.ts";

/** `text` is folded. */
export type SecretForm = Encoded;

/** Shorter pieces of base64 turn up in any longer file by chance. */
const minBase64Chars = 6;
/** Shorter lines of a value are words that any other text may have. */
const minLineChars = 8;
const maxLineChars = 24;
/** A value may have thousands of lines. The others are found as they are. */
const maxEncodedLines = 100;

/** Of values of several lines that have more, encoded forms are found as pieces. */
const minPiecesChars = 64;

/** All forms of a value that are long enough to be looked for. */
export function formsOf(value: string): SecretForm[] {
  const forms = new Map<string, SecretForm>();
  const add = (text: string, before: 0 | 1 = 0, after: 0 | 1 = 0): void => {
    const folded = foldCase(text);
    if (folded.length >= limits.minMaskedChars && !forms.has(folded)) forms.set(folded, { text: folded, before, after });
  };
  const well = value.toWellFormed();
  const isLong = hasLines(well);
  // Blanks around a value are lost in headers.
  for (const plain of new Set(isLong ? [well.trim()] : [well, well.trim()])) {
    for (const text of textForms(plain)) add(text);
    if (plain.length < limits.minMaskedChars || (isLong && plain.length >= minPiecesChars)) continue;
    for (const bytes of bytesOf(plain)) {
      add(hexOf(bytes));
      for (let offset = 0; offset < 3; offset++) {
        const { text, before, after } = base64Within(bytes, offset);
        if (text.length < minBase64Chars) continue;
        add(text, before, after);
        add(text.replaceAll("+", "-").replaceAll("/", "_"), before, after);
      }
      add(base64Within(bytes, 0, true).text);
    }
  }
  if (isLong) {
    const lines = well.split(/[\r\n]+|\\[nr]/).map((line) => line.trim());
    // Longer lines are pieces.
    const short = lines.filter(({ length }) => length >= minLineChars && length <= maxLineChars);
    short.forEach((line, index) => (index < maxEncodedLines ? textForms(line) : [line]).forEach((text) => add(text)));
    add(lines.join(""));
  }
  return [...forms.values()];
}
