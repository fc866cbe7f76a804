import { isWordUnit, standsAlone } from "../text/word-units.ts";

/** Features fall into so many buckets, by their hash. */
export const buckets = 1 << 16;

/** A text as linear heads see it: words and signs in order, and the buckets of the features that end at each of them. */
export interface Features {
  /** Where each token starts and ends, by turns. */
  readonly places: Int32Array;
  /** The features of token i are buckets[first[i]] to buckets[first[i + 1] - 1]. */
  readonly first: Int32Array;
  readonly buckets: Uint16Array;
}

/** Signs that tell a prompt's structure; commas and full stops do not. */
const signs = new Set(Array.from('?!:"#<>{}[]|`=\n').map((sign) => sign.charCodeAt(0)));
const border = 0x5f;
/** Of longer words only the first four-character pieces count. */
const maxPieces = 24;

const mix = (hash: number, value: number) => Math.imul(hash ^ value, 0x01000193);
const bucketOf = (hash: number) => ((hash ^ (hash >>> 15)) * 0x2c1b3c6d) >>> 16;

/** Word n-grams of one to three, and the four-character pieces of words, of a text in its folded form. */
export function readFeatures(text: string): Features {
  const places: number[] = [];
  const first: number[] = [0];
  const found: number[] = [];
  let before = 0;
  let beforeThat = 0;
  for (let i = 0; i < text.length;) {
    const unit = text.charCodeAt(i);
    const start = i;
    if (isWordUnit(unit)) {
      i++;
      if (!standsAlone(unit)) while (i < text.length && isWordUnit(text.charCodeAt(i)) && !standsAlone(text.charCodeAt(i))) i++;
      addPieces(found, text, start, i);
    } else if (signs.has(unit)) {
      while (i < text.length && text.charCodeAt(i) === unit) i++;
    } else {
      i++;
      continue;
    }
    let hash = 0x811c9dc5;
    for (let k = start; k < i && k < start + 32; k++) hash = mix(hash, text.charCodeAt(k));
    found.push(bucketOf(hash), bucketOf(mix(mix(before, 0x100), hash)), bucketOf(mix(mix(mix(beforeThat, 0x200), before), hash)));
    beforeThat = before;
    before = hash;
    places.push(start, i);
    first.push(found.length);
  }
  return { places: Int32Array.from(places), first: Int32Array.from(first), buckets: Uint16Array.from(found) };
}

function addPieces(found: number[], text: string, start: number, end: number): void {
  if (end - start < 3) return;
  const last = Math.min(end - 2, start + maxPieces);
  for (let k = start - 1; k < last; k++) {
    let hash = 0x300;
    for (let n = k; n < k + 4; n++) hash = mix(hash, n < start || n >= end ? border : text.charCodeAt(n));
    found.push(bucketOf(hash));
  }
}
