/** How much of a run's values one answer carries: a run may hold more than a message takes, or a page can show. */
export interface Fitted {
  /** Null where there was no room for it. */
  readonly value: unknown;
  /** The length of its JSON text, where it was left out. */
  readonly tooLarge?: number;
}

export class Room {
  readonly #largest: number;
  #left: number;

  /** `largest` bounds one value, `all` their sum, in characters of JSON. */
  constructor(largest: number, all: number) {
    this.#largest = largest;
    this.#left = all;
  }

  /** Room for everything. */
  static readonly endless = new Room(Infinity, Infinity);

  take(value: unknown): Fitted {
    if (this.#left === Infinity) return { value };
    const length = JSON.stringify(value)?.length ?? 0;
    return this.#fits(length) ? { value } : { value: null, tooLarge: length };
  }

  /** The same for a value that comes as its JSON text. */
  parse(text: string): Fitted {
    return this.#fits(text.length) ? { value: JSON.parse(text) as unknown } : { value: null, tooLarge: text.length };
  }

  #fits(length: number): boolean {
    if (length > this.#largest || length > this.#left) return false;
    this.#left -= length;
    return true;
  }
}
