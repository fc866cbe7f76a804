/** Letters of other scripts that look like a Latin one (a selection from Unicode's confusables.txt, UTS #39), in lower case. */
const lookAlikes: Readonly<Record<string, string>> = {
  a: "аαɑᴀ",
  b: "ЬьвʙƄ",
  c: "сϲᴄ",
  d: "ԁɗᴅ",
  e: "еєҽεᴇ",
  f: "ғϝꜰ",
  g: "ɡցԍɢ",
  h: "һհнʜ",
  i: "іιıɪї",
  j: "јϳᴊ",
  k: "кκᴋ",
  l: "ӏⅼʟւ",
  m: "мᴍ",
  n: "ոηпɴ",
  o: "оοօσᴏ",
  p: "рρᴘ",
  q: "ԛգ",
  r: "гʀᴦ",
  s: "ѕꜱ",
  t: "тτᴛ",
  u: "υսцᴜ",
  v: "νѵᴠ",
  w: "ѡԝωшᴡ",
  x: "хχ",
  y: "уүγʏ",
  z: "ᴢ",
};

const latinFor = new Map(
  Object.entries(lookAlikes).flatMap(([latin, others]) => Array.from(others).map((other) => [other.charCodeAt(0), latin.charCodeAt(0)])),
);

const isLatin = (unit: number) => unit >= 0x61 && unit <= 0x7a;
const isLetter = (unit: number) =>
  isLatin(unit) || (unit >= 0xc0 && !(unit >= 0x2000 && unit <= 0x20ff) && !(unit >= 0x3000 && unit <= 0x303f));

/**
 * Replaces look-alikes in place (UTF-16 units in lower case), only inside words that mix them with Latin letters, so that
 * Russian and Greek text stays as it is. Once such a word was seen, words made of nothing but look-alikes count as well.
 */
export function replaceConfusables(units: Uint16Array): void {
  const pending: [number, number][] = [];
  let mixedText = false;
  for (let i = 0; i < units.length;) {
    if (!isLetter(units[i] ?? 0)) {
      i++;
      continue;
    }
    const start = i;
    let latin = 0;
    let similar = 0;
    for (; i < units.length && isLetter(units[i] ?? 0); i++) {
      if (isLatin(units[i] ?? 0)) latin++;
      else if (latinFor.has(units[i] ?? 0)) similar++;
    }
    if (similar === 0) continue;
    if (latin > 0) {
      mixedText = true;
      replaceIn(units, start, i);
    } else if (similar === i - start) pending.push([start, i]);
  }
  if (mixedText) for (const [start, end] of pending) replaceIn(units, start, end);
}

function replaceIn(units: Uint16Array, start: number, end: number): void {
  for (let i = start; i < end; i++) units[i] = latinFor.get(units[i] ?? 0) ?? units[i] ?? 0;
}
