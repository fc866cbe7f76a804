const letters: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "9": "g",
  "@": "a",
  $: "s",
  "!": "i",
};
const letterFor = new Uint8Array(0x80);
for (const [sign, letter] of Object.entries(letters)) letterFor[sign.charCodeAt(0)] = letter.charCodeAt(0);
const standsForLetter = (unit: number) => (letterFor[unit] ?? 0) !== 0;
const isLatin = (unit: number) => unit >= 0x61 && unit <= 0x7a;
const isDigit = (unit: number) => unit >= 0x30 && unit <= 0x39;
/** Shorter ones are units and names: 401k, 2fa, 4k. */
const minLength = 4;
/** Below this share of letters it is a number with a unit or a code. */
const minShare = 0.35;

/**
 * Replaces digits and signs that stand for letters, in place (UTF-16 units in lower case): in words where one of them
 * stands before a letter. So `1gn0r3` becomes `ignore`, and `gpt4`, `covid19` and `401k` stay.
 */
export function replaceLeet(units: Uint16Array): void {
  for (let i = 0; i < units.length;) {
    if (!isLatin(units[i] ?? 0) && !standsForLetter(units[i] ?? 0)) {
      i++;
      continue;
    }
    const start = i;
    let latin = 0;
    let before = false;
    let other = false;
    for (; i < units.length; i++) {
      const unit = units[i] ?? 0;
      if (isLatin(unit)) {
        latin++;
        other ||= before;
      } else if (standsForLetter(unit)) before = true;
      else if (!isDigit(unit)) break;
    }
    // The end of a sentence.
    let end = i;
    while (end > start && units[end - 1] === 0x21) end--;
    const isAddress = units[i] === 0x2e && units.subarray(start, i).includes(0x40);
    if (!other || isAddress || end - start < minLength || latin / (end - start) < minShare) continue;
    for (let k = start; k < end; k++) units[k] = letterFor[units[k] ?? 0] || (units[k] ?? 0);
  }
}
