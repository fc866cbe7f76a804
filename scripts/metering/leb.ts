/** Numbers as WebAssembly writes them (LEB128). */

/** Reads from left to right; refuses to read past the end. */
export class Reader {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;

  constructor(bytes: Uint8Array, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  byte(): number {
    if (this.at >= this.end) throw new Error("The WebAssembly file ends too early.");
    return this.bytes[this.at++]!;
  }

  unsigned(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  /** Passes over a number of any size and sign. */
  skipNumber(): void {
    while (this.byte() >= 128);
  }

  skip(count: number): void {
    this.at += count;
    if (this.at > this.end) throw new Error("The WebAssembly file ends too early.");
  }

  /** The next `count` bytes as a reader of their own. */
  part(count: number): Reader {
    const start = this.at;
    this.skip(count);
    return new Reader(this.bytes, start, this.at);
  }
}

export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  do {
    const low = value % 128;
    value = Math.floor(value / 128);
    bytes.push(value > 0 ? low + 128 : low);
  } while (value > 0);
  return bytes;
}

/** A list with its count in front. */
export function vector(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

/** Text with its length in front. */
export function name(text: string): number[] {
  return [...unsigned(text.length), ...Array.from(text, (letter) => letter.charCodeAt(0))];
}
