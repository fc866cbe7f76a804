/**
 * How response times are distributed, in little room and with a bound that holds for every distribution: a summary
 * after Greenwald and Khanna ("Space-efficient online computation of quantile summaries", 2001) that counts equal
 * values together. As long as nothing had to be dropped it is exact.
 *
 * A summary is a rising list of values that did occur. Of each it knows `copies`, how many of it were counted here;
 * `absorbed`, how many values between its predecessor and it were dropped and are counted with it; and `slack`, how
 * many values more may be at most as large, counted with its successors. The number of values up to the i-th is at
 * least the sum L of copies and absorbed up to it, and at most L + slack. Since `absorbed + slack` of no value exceeds
 * 2εn - 1, the true rank of anything is known to ±(εn - ½), and sums over many summaries keep that bound. The half is
 * what a quantile loses because ranks are whole: altogether it is off by at most εn.
 */
export interface RankSketch {
  readonly values: number[];
  readonly copies: number[];
  readonly absorbed: number[];
  readonly slack: number[];
}

/** ε: the largest share of all values by which a quantile's rank may be off. A hundredth is promised. */
export const rankError = 0.008;

export function emptySketch(): RankSketch {
  return { values: [], copies: [], absorbed: [], slack: [] };
}

/** The summary with these values added, which must be sorted. `total` is the number of values with them. */
export function addToSketch(sketch: RankSketch, sorted: readonly number[], total: number): RankSketch {
  const merged = merge(sketch, sorted);
  return compress(merged, Math.floor(2 * rankError * total) - 1);
}

function merge(old: RankSketch, sorted: readonly number[]): RankSketch {
  const next = emptySketch();
  let at = 0;
  let from = 0;
  while (at < old.values.length || from < sorted.length) {
    const known = at < old.values.length ? old.values[at]! : Infinity;
    const value = from < sorted.length ? Math.min(known, sorted[from]!) : known;
    let count = 0;
    while (from < sorted.length && sorted[from] === value) {
      count++;
      from++;
    }
    if (value === known) push(next, value, old.copies[at]! + count, old.absorbed[at]!, old.slack[at++]!);
    // Between two known values: any of those that were dropped there may be smaller.
    else push(next, value, count, 0, at < old.values.length ? old.absorbed[at]! + old.slack[at]! : 0);
  }
  return next;
}

/** Drops a value where its successor can take over its count within the bound. */
function compress(sketch: RankSketch, bound: number): RankSketch {
  const { values, copies, absorbed, slack } = sketch;
  if (bound < 1 || values.length < 3) return sketch;
  const kept = emptySketch();
  // The smallest stays, so that nothing is below what is known.
  push(kept, values[0]!, copies[0]!, absorbed[0]!, slack[0]!);
  let carried = 0;
  for (let i = 1; i < values.length; i++) {
    const last = i === values.length - 1;
    const here = carried + absorbed[i]!;
    if (!last && here + copies[i]! + absorbed[i + 1]! + slack[i + 1]! <= bound) carried = here + copies[i]!;
    else {
      push(kept, values[i]!, copies[i]!, here, slack[i]!);
      carried = 0;
    }
  }
  return kept;
}

function push(sketch: RankSketch, value: number, copies: number, absorbed: number, slack: number): void {
  sketch.values.push(value);
  sketch.copies.push(copies);
  sketch.absorbed.push(absorbed);
  sketch.slack.push(slack);
}

/**
 * Calls `point(value, weight)` with steps. Their running sum, in the order of the values, is within εn of the true rank
 * between any two of them. Points of several summaries may be merged: the error is then ε of all their values.
 */
export function eachPoint({ values, copies, absorbed, slack }: RankSketch, point: (value: number, weight: number) => void): void {
  for (let i = 0; i < values.length; i++) {
    const here = absorbed[i]! + slack[i]!;
    const next = i + 1 < values.length ? absorbed[i + 1]! + slack[i + 1]! : 0;
    point(values[i]!, copies[i]! + absorbed[i]! + (next - here) / 2);
  }
}

/** As bytes: whole numbers of seven bits a byte, each value as the distance from the one before. */
export function writeSketch({ values, copies, absorbed, slack }: RankSketch): Uint8Array<ArrayBuffer> {
  const isExact = absorbed.every((count, i) => count === 0 && slack[i] === 0);
  const bytes = new Bytes(8 + values.length * (isExact ? 8 : 16));
  bytes.write(values.length * 2 + (isExact ? 1 : 0));
  let before = 0;
  for (let i = 0; i < values.length; i++) {
    bytes.write(values[i]! - before);
    before = values[i]!;
    bytes.write(copies[i]!);
    if (isExact) continue;
    bytes.write(absorbed[i]!);
    bytes.write(slack[i]!);
  }
  return bytes.taken();
}

/** Reads what `writeSketch` wrote. */
export function readSketch(bytes: Uint8Array): RankSketch {
  const reader = new Reader(bytes);
  const head = reader.read();
  const isExact = head % 2 === 1;
  const length = Math.floor(head / 2);
  const sketch = emptySketch();
  let value = 0;
  for (let i = 0; i < length; i++) {
    value += reader.read();
    push(sketch, value, reader.read(), isExact ? 0 : reader.read(), isExact ? 0 : reader.read());
  }
  return sketch;
}

class Bytes {
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  constructor(room: number) {
    this.#bytes = new Uint8Array(room);
  }

  write(whole: number): void {
    if (this.#length + 8 > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    let rest = whole;
    // Not bit by bit: a number may have more than 32.
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) + 128;
    this.#bytes[this.#length++] = rest;
  }

  taken(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  read(): number {
    let byte = this.#bytes[this.#at++]!;
    if (byte < 128) return byte;
    let whole = byte - 128;
    for (let factor = 128; ; factor *= 128) {
      byte = this.#bytes[this.#at++]!;
      if (byte < 128) return whole + byte * factor;
      whole += (byte - 128) * factor;
    }
  }
}
