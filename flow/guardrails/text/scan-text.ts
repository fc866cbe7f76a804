import { cleanText } from "./clean-text.ts";
import { replaceConfusables } from "./confusables.ts";
import { decodeRuns } from "./decode-runs.ts";
import { joinSpaced } from "./join-spaced.ts";
import { replaceLeet } from "./leet.ts";
import { MappedTextBuilder, type MappedText } from "./mapped-text.ts";

/**
 * A text as scanners see it, prepared once for all of them. Both views know where each of their units stands in the
 * original, so that whatever is found can be marked there.
 */
export interface ScanText {
  readonly original: string;
  /** Composed, without invisible characters, with what base64 and URL encoding hide appended: for patterns that need case. */
  readonly clean: MappedText;
  /** `clean` in lower case, with disguises undone (look-alikes, letters pulled apart, leet): for words and models. */
  readonly folded: MappedText;
}

/** Decoded text is added up to the length of the text it was found in, so that the work stays linear. */
export function prepareText(original: string): ScanText {
  const clean = appendDecoded(cleanText(original));
  return { original, clean, folded: foldText(clean) };
}

function appendDecoded(clean: MappedText): MappedText {
  const decoded = decodeRuns(clean.text);
  if (decoded.length === 0) return clean;
  const built = new MappedTextBuilder(clean.text.length * 2);
  for (let i = 0; i < clean.text.length; i++) built.push(clean.text.charCodeAt(i), clean.startOf(i), clean.endOf(i));
  for (const { span, text } of decoded) {
    const { start, end } = clean.originOf(span);
    built.pushText(`\n${cleanText(text).text}`, start, end);
  }
  return built.build();
}

function foldText(clean: MappedText): MappedText {
  const { text } = clean;
  const lower = new Uint16Array(text.length);
  for (let i = 0; i < text.length; i++) lower[i] = lowerOf(text.charCodeAt(i));
  replaceConfusables(lower);
  const kept = joinSpaced(lower);
  const units = new Uint16Array(kept.length);
  for (let i = 0; i < kept.length; i++) units[i] = kept[i] === -1 ? 0x20 : (lower[kept[i] ?? 0] ?? 0);
  replaceLeet(units);
  const built = new MappedTextBuilder(kept.length);
  for (let i = 0, at = 0; i < kept.length; i++) {
    const index = kept[i] ?? 0;
    // A space that was put between two words stands where the word before it ends.
    if (index >= 0) at = index;
    built.push(units[i] ?? 0, index < 0 ? clean.endOf(at) : clean.startOf(at), clean.endOf(at));
  }
  return built.build();
}

/** One unit in lower case. The few letters whose lower case is longer keep its first unit; halves of pairs stay. */
function lowerOf(unit: number): number {
  if (unit < 0x80) return unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
  return unit >= 0xd800 && unit <= 0xdfff ? unit : String.fromCharCode(unit).toLowerCase().charCodeAt(0);
}
