/** A part of a text in UTF-16 units, `end` not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A text made from another one, which knows for each of its UTF-16 units the part of the original that it came from. */
export class MappedText {
  readonly text: string;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;

  constructor(text: string, starts: Int32Array, ends: Int32Array) {
    this.text = text;
    this.#starts = starts;
    this.#ends = ends;
  }

  startOf(index: number): number {
    return this.#starts[index] ?? 0;
  }

  endOf(index: number): number {
    return this.#ends[index] ?? 0;
  }

  /** The part of the original that `start` to `end` of this text came from. */
  originOf({ start, end }: Span): Span {
    if (end <= start) return { start: this.startOf(start), end: this.startOf(start) };
    let first = this.startOf(start);
    let last = this.endOf(start);
    // Text that was decoded and appended comes from one earlier place, so the order of places is not the order of units.
    for (let i = start + 1; i < end; i++) {
      first = Math.min(first, this.startOf(i));
      last = Math.max(last, this.endOf(i));
    }
    return { start: first, end: last };
  }
}

/** Collects the units of a MappedText. */
export class MappedTextBuilder {
  #units: Uint16Array;
  #starts: Int32Array;
  #ends: Int32Array;
  #length = 0;

  constructor(expectedUnits: number) {
    const room = expectedUnits + 16;
    this.#units = new Uint16Array(room);
    this.#starts = new Int32Array(room);
    this.#ends = new Int32Array(room);
  }

  push(unit: number, start: number, end: number): void {
    if (this.#length === this.#units.length) this.#grow();
    this.#units[this.#length] = unit;
    this.#starts[this.#length] = start;
    this.#ends[this.#length++] = end;
  }

  pushText(text: string, start: number, end: number): void {
    for (let i = 0; i < text.length; i++) this.push(text.charCodeAt(i), start, end);
  }

  build(): MappedText {
    const units = this.#units.subarray(0, this.#length);
    let text = "";
    // More arguments at a time overflow the stack. `apply` takes array-likes, and is several times as fast as spreading one.
    for (let i = 0; i < units.length; i += 8_192)
      text += String.fromCharCode.apply(null, units.subarray(i, i + 8_192) as unknown as number[]);
    return new MappedText(text, this.#starts.subarray(0, this.#length), this.#ends.subarray(0, this.#length));
  }

  #grow(): void {
    const room = this.#length * 2;
    const enlarge = <A extends Uint16Array | Int32Array>(old: A, next: A): A => (next.set(old), next);
    this.#units = enlarge(this.#units, new Uint16Array(room));
    this.#starts = enlarge(this.#starts, new Int32Array(room));
    this.#ends = enlarge(this.#ends, new Int32Array(room));
  }
}
