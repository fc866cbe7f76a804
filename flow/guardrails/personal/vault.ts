/** What a run's placeholders stand for, in the form in which it is sealed and kept. */
export type VaultEntries = readonly (readonly [placeholder: string, value: string])[];

/** A placeholder with what models and translators make of it: other case, a space or hyphen for the underscore. */
const placeholder = /\[\s{0,2}([A-Za-z]{2,12})[ _-]?(\d{1,6})\s{0,2}\]/g;
/** What may still become one when more text comes. */
const unfinished = /\[\s{0,2}(?:[A-Za-z]{0,12}|[A-Za-z]{2,12}[ _-]?\d{0,6}\s{0,2})$/;

/** The personal values of a run and their placeholders: the same value always has the same one. */
export class Vault {
  readonly #values = new Map<string, string>();
  readonly #placeholders = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  constructor(entries: VaultEntries = []) {
    for (const [key, value] of entries) this.#keep(key, value);
  }

  get entries(): VaultEntries {
    return [...this.#values];
  }

  /** The placeholder of a value: “[EMAIL_1]”. One that stands in `text` already is not given to a new value. */
  placeholderFor(kind: string, value: string, text: string): string {
    const known = this.#placeholders.get(`${kind} ${value}`);
    if (known !== undefined) return known;
    let count = this.#counts.get(kind) ?? 0;
    let key: string;
    do key = `[${kind}_${++count}]`;
    while (this.#values.has(key) || text.includes(key));
    this.#counts.set(kind, count);
    this.#keep(key, value);
    return key;
  }

  /** The text with its values put back. `json`: it is JSON text, so a value is written as a part of a JSON string. */
  restore(text: string, json = false): string {
    return text.replace(placeholder, (whole, kind: string, count: string) => {
      const value = this.#values.get(`[${kind.toUpperCase()}_${Number(count)}]`);
      if (value === undefined) return whole;
      return json ? JSON.stringify(value).slice(1, -1) : value;
    });
  }

  #keep(key: string, value: string): void {
    this.#values.set(key, value);
    this.#placeholders.set(`${key.slice(1, key.lastIndexOf("_"))} ${value}`, key);
  }
}

/** Restores a text that comes in pieces, and holds back only what may be the start of a placeholder. */
export function restoreStream(vault: Vault, json = false): { push(piece: string): string; end(): string } {
  let held = "";
  return {
    push(piece) {
      const text = held + piece;
      const from = text.search(unfinished);
      held = from < 0 ? "" : text.slice(from);
      return vault.restore(from < 0 ? text : text.slice(0, from), json);
    },
    end() {
      const rest = held;
      held = "";
      return vault.restore(rest, json);
    },
  };
}
