/**
 * Copies of an instance's memory. The first one holds all that an instance has written before any script: its static data
 * and its heap, without the 5 MiB of stack between them. A script's own holds the pages that compiling it has changed.
 */
import { bounds } from "./bounds.ts";
import type { Guest } from "./guest.ts";

interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

export interface Image {
  readonly pieces: readonly Piece[];
  /** The end of the heap when it was taken. */
  readonly end: number;
  readonly byteLength: number;
}

const pageBytes = 4096;

/** Copies what the memory holds, or only what differs from `base`. */
export function takeImage({ memory, quickJs }: Guest, base?: Image): Image {
  const end = quickJs.sbrk(0);
  const regions = [
    { at: 0, end: quickJs.heapStart - bounds.quickJsStackBytes },
    { at: quickJs.heapStart, end },
  ];
  const pieces = regions.flatMap((region, index) => {
    const now = memory.subarray(region.at, region.end);
    const spans = base ? changedSpans(now, base.pieces[index]!.bytes) : [{ start: 0, stop: now.length }];
    return spans.map(({ start, stop }) => ({ at: region.at + start, bytes: now.slice(start, stop) }));
  });
  return { pieces, end, byteLength: pieces.reduce((sum, { bytes }) => sum + bytes.length, 0) };
}

export function putImage(memory: Uint8Array, { pieces }: Image): void {
  for (const { at, bytes } of pieces) memory.set(bytes, at);
}

/** Neighbouring pages that changed make one span. */
function changedSpans(now: Uint8Array, before: Uint8Array): { start: number; stop: number }[] {
  const spans: { start: number; stop: number }[] = [];
  for (let start = 0; start < now.length; start += pageBytes) {
    const stop = Math.min(start + pageBytes, now.length);
    if (isSame(now, before, start, stop)) continue;
    const last = spans.at(-1);
    if (last?.stop === start) last.stop = stop;
    else spans.push({ start, stop });
  }
  return spans;
}

function isSame(now: Uint8Array, before: Uint8Array, start: number, stop: number): boolean {
  for (let i = start; i < stop; i++) if (now[i] !== before[i]) return false;
  return true;
}
