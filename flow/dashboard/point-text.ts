/**
 * How response times are distributed, as a short text: a rising list of values and how many each stands for. Lists of
 * many workflows and days are thrown together on the dashboard, so that this is small and quick to read.
 */

/** Each stands for about a hundredth, so that a rank is off by half of one at most. As few as this are exact. */
const maxPoints = 100;

export type WeightedValue = readonly [value: number, weight: number];

/** The text of values (whole, not negative) with their weights, which may be halves; in any order. */
export function writePoints(points: readonly WeightedValue[]): string {
  let text = "";
  let before = 0;
  for (const [value, weight] of thinned(merged(points))) {
    text += numberText(value - before) + numberText(Math.round(weight * 2));
    before = value;
  }
  return text;
}

/**
 * Calls back with the values and weights of a text that `writePoints` wrote, or of several such texts with a space
 * between them.
 */
export function readPoints(text: string, point: (value: number, weight: number) => void): void {
  let value = 0;
  let isWeight = false;
  let number = 0;
  let factor = 1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === space) {
      value = 0;
      continue;
    }
    const digit = code > backslash ? code - first - 1 : code - first;
    number += (digit & 31) * factor;
    if (digit >= 32) {
      factor *= 32;
      continue;
    }
    if (isWeight) point(value, number / 2);
    else value += number;
    isWeight = !isWeight;
    number = 0;
    factor = 1;
  }
}

function merged(points: readonly WeightedValue[]): WeightedValue[] {
  const list: [number, number][] = [];
  for (const [value, weight] of points.toSorted(([a], [b]) => a - b)) {
    const whole = Math.max(0, Math.round(value));
    const last = list.at(-1);
    if (last && last[0] === whole) last[1] += weight;
    else list.push([whole, weight]);
  }
  return list.filter(([, weight]) => weight > 0);
}

/** Groups of neighbouring values, each represented by its middle value. */
function thinned(points: readonly WeightedValue[]): readonly WeightedValue[] {
  if (points.length <= maxPoints) return points;
  const share = points.reduce((sum, [, weight]) => sum + weight, 0) / maxPoints;
  const list: WeightedValue[] = [];
  let group: WeightedValue[] = [];
  let held = 0;
  for (const point of points) {
    // A value that is a whole share by itself is kept unchanged.
    if (held > 0 && held + point[1] > share) {
      list.push([middleOf(group, held), held]);
      group = [];
      held = 0;
    }
    group.push(point);
    held += point[1];
  }
  return [...list, [middleOf(group, held), held]];
}

function middleOf(group: readonly WeightedValue[], weight: number): number {
  let before = 0;
  for (const [value, each] of group) if ((before += each) >= weight / 2) return value;
  return group.at(-1)![0];
}

/** Digits of five bits, the sixth says that another follows; printable, and nothing that JSON escapes. */
const first = 48;
const space = 32;
const backslash = 92;
function numberText(whole: number): string {
  let text = "";
  for (let rest = whole; ; rest = Math.floor(rest / 32)) {
    const digit = rest >= 32 ? (rest % 32) + 32 : rest;
    const code = digit + first;
    text += String.fromCharCode(code >= backslash ? code + 1 : code);
    if (rest < 32) return text;
  }
}
