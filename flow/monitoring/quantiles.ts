/**
 * Quantiles of weighted points: the value at which the running sum of the weights first reaches a rank. Points fall
 * into buckets by the size of their value first, so that only those of one bucket have to be sorted.
 */

/** Exact below 128, then 64 to each doubling, up to 2^53. */
const exactBelow = 128;
const buckets = exactBelow + 64 * (53 - 7);

/** To find equal values takes longer than all else that is done with them. */
const mergedFrom = 4_096;

function bucketOf(value: number): number {
  if (value < exactBelow) return value < 0 ? 0 : Math.floor(value);
  const power = Math.floor(Math.log2(value));
  // At a power of two the logarithm may be rounded to either side.
  const exponent = 2 ** power > value ? power - 1 : 2 ** (power + 1) <= value ? power + 1 : power;
  return exactBelow + 64 * (exponent - 7) + Math.floor((value / 2 ** exponent - 1) * 64);
}

export class Points {
  #values = new Float64Array(64);
  #weights = new Float64Array(64);
  #length = 0;

  /** A negative weight takes a value away again. */
  add(value: number, weight: number): void {
    if (this.#length === this.#values.length) this.#makeRoom();
    this.#values[this.#length] = value;
    this.#weights[this.#length++] = weight;
  }

  addAll(other: Points): void {
    for (let i = 0; i < other.#length; i++) this.add(other.#values[i]!, other.#weights[i]!);
  }

  /**
   * For each quantile the smallest value that at least so much of `count` is not above; null where there is nothing.
   * Sums that are only known to be near a rank count as that rank from half of one below.
   */
  quantiles(count: number, wanted: readonly number[]): (number | null)[] {
    if (count <= 0 || this.#length === 0) return wanted.map(() => null);
    const sums = new Float64Array(buckets);
    const numbers = new Uint16Array(this.#length);
    for (let i = 0; i < this.#length; i++) {
      const bucket = bucketOf(this.#values[i]!);
      numbers[i] = bucket;
      sums[bucket]! += this.#weights[i]!;
    }
    return wanted.map((quantile) => this.#atRank(Math.ceil(quantile * count - 1e-9) - 0.5, sums, numbers));
  }

  #atRank(rank: number, sums: Float64Array, numbers: Uint16Array): number {
    let before = 0;
    let bucket = 0;
    while (bucket < buckets - 1 && before + sums[bucket]! < rank) before += sums[bucket++]!;
    const inside: number[] = [];
    numbers.forEach((number, i) => {
      if (number === bucket) inside.push(i);
    });
    inside.sort((a, b) => this.#values[a]! - this.#values[b]!);
    for (let i = 0; i < inside.length; i++) {
      before += this.#weights[inside[i]!]!;
      const isLastOfValue = i + 1 === inside.length || this.#values[inside[i + 1]!] !== this.#values[inside[i]!];
      if (isLastOfValue && before >= rank) return this.#values[inside[i]!]!;
    }
    return this.#largest();
  }

  #largest(): number {
    let largest = 0;
    for (let i = 0; i < this.#length; i++) if (this.#weights[i]! > 0) largest = Math.max(largest, this.#values[i]!);
    return largest;
  }

  /** Many runs take the same time: equal values become one before much more memory is taken. */
  #makeRoom(): void {
    if (this.#length < mergedFrom) return this.#grow(this.#length * 2);
    const sums = new Map<number, number>();
    for (let i = 0; i < this.#length; i++) sums.set(this.#values[i]!, (sums.get(this.#values[i]!) ?? 0) + this.#weights[i]!);
    if (sums.size > this.#length / 2) return this.#grow(this.#length * 2);
    this.#length = 0;
    for (const [value, weight] of sums) {
      this.#values[this.#length] = value;
      this.#weights[this.#length++] = weight;
    }
  }

  #grow(room: number): void {
    const values = new Float64Array(room);
    const weights = new Float64Array(room);
    values.set(this.#values);
    weights.set(this.#weights);
    this.#values = values;
    this.#weights = weights;
  }
}
