import { MappedTextBuilder, type MappedText } from "./mapped-text.ts";

/** What shows nothing and only tears words apart: format characters, variation selectors, fillers, control characters. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\u2800]/u;
const combining = /\p{M}/u;
/** Accents without a composed letter: in Latin text they are decoration. Other scripts have marks of their own. */
const looseAccent = /\p{Script=Inherited}/gu;
/** Longer piles of marks on one letter are cut into several pieces, so that the work stays linear. */
const maxMarks = 8;

/** Letters that NFKC leaves alone where no mark follows: the common blocks are spared the slow way. */
function isStable(code: number): boolean {
  return (
    (code >= 0xc0 && code <= 0x131) || // Latin with accents
    (code >= 0x400 && code <= 0x481) || // Cyrillic
    (code >= 0x4e00 && code <= 0x9fff) || // Han
    (code >= 0xac00 && code <= 0xd7a3) || // Hangul
    (code >= 0x3041 && code <= 0x3096) || // Hiragana
    (code >= 0x30a1 && code <= 0x30fa) || // Katakana
    (code >= 0x2013 && code <= 0x2022) // dashes, quotes, bullet
  );
}

/** Code points from here on may be marks. */
const firstMark = 0x300;

function sizeOf(code: number): number {
  return code > 0xffff ? 2 : 1;
}

/** The text in NFKC, tag characters as the ASCII that they spell, and without what is invisible. Line ends and tabs stay. */
export function cleanText(original: string): MappedText {
  const built = new MappedTextBuilder(original.length);
  for (let i = 0; i < original.length;) {
    const unit = original.charCodeAt(i);
    if (unit < 0x80) {
      const next = original.charCodeAt(i + 1);
      if (!(next >= firstMark) || isStable(next) || !combining.test(String.fromCharCode(next))) {
        if ((unit >= 0x20 && unit !== 0x7f) || unit === 0x0a || unit === 0x09 || unit === 0x0d) built.push(unit, i, i + 1);
        i++;
        continue;
      }
    }
    i = pushCluster(built, original, i);
  }
  return built.build();
}

/** Adds the character at `at` with the marks on it; answers where the next one starts. */
function pushCluster(built: MappedTextBuilder, original: string, at: number): number {
  const code = original.codePointAt(at) ?? 0;
  let end = at + sizeOf(code);
  if (code >= 0xe0020 && code <= 0xe007e) {
    built.push(code - 0xe0000, at, end);
    return end;
  }
  let marks = 0;
  while (end < original.length && marks < maxMarks) {
    const next = original.codePointAt(end) ?? 0;
    if (next < firstMark || !combining.test(String.fromCodePoint(next))) break;
    end += sizeOf(next);
    marks++;
  }
  if (marks === 0 && isStable(code)) {
    built.push(code, at, end);
    return end;
  }
  const composed = original.slice(at, end).normalize("NFKC").replace(looseAccent, "");
  for (const character of composed) if (!invisible.test(character)) built.pushText(character, at, end);
  return end;
}
