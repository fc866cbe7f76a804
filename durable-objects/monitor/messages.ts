/**
 * The messages of a ledger's rows, each kept once. A message can hold an id, or what a caller sent, so that every run has
 * its own; so both what is stored and what a search reads are bounded.
 */
import { cut } from "#flow/text/cut.ts";
import type { LedgerKind } from "./ledger-kind.ts";

/** So many different ones are kept at length. */
const manyMessages = 10_000;
const maxChars = 1_000;
/** So many are kept at all: a search reads 18 million characters at most. */
const maxMessages = 50_000;
const shortChars = 200;
/** In place of those beyond. */
const notKept = "There are too many different messages to list. Open the run to see its message.";

export class Messages {
  readonly #sql: SqlStorage;
  readonly #rows: string;
  readonly #table: string;
  /** Undefined until it is needed. */
  #count: number | undefined;

  constructor(sql: SqlStorage, name: LedgerKind<unknown>["name"]) {
    this.#sql = sql;
    this.#rows = name;
    this.#table = `${name}_messages`;
  }

  /** The number of a message; it is kept where there is room, else a shorter one, or one that stands for all others. */
  require(message: string): number {
    this.#count ??= this.#sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${this.#table}`).one().n;
    const text = cut(message, maxChars);
    const known = this.#find(text);
    if (known !== undefined) return known;
    if (this.#count < manyMessages) return this.#add(text);
    const short = cut(message, shortChars);
    return this.#find(short) ?? (this.#count < maxMessages ? this.#add(short) : (this.#find(notKept) ?? this.#add(notKept)));
  }

  textOf(id: number): string {
    return this.#sql.exec<{ text: string }>(`SELECT text FROM ${this.#table} WHERE id = ?`, id).one().text;
  }

  /** Forgets those that no row has any more. */
  sweep(): void {
    const used = `SELECT 1 FROM ${this.#rows} r WHERE r.message = m.id AND r.message IS NOT NULL`;
    this.#sql.exec(`DELETE FROM ${this.#table} AS m WHERE NOT EXISTS (${used})`);
    this.#count = undefined;
  }

  #find(text: string): number | undefined {
    return this.#sql.exec<{ id: number }>(`SELECT id FROM ${this.#table} WHERE text = ?`, text).toArray()[0]?.id;
  }

  #add(text: string): number {
    this.#count!++;
    const small = text.toLowerCase();
    const asDatabase = text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
    return this.#sql
      .exec<{ id: number }>(
        `INSERT INTO ${this.#table} (text, small) VALUES (?, ?) RETURNING id`,
        text,
        small === asDatabase ? null : small,
      )
      .one().id;
  }
}

/**
 * A condition on the table of messages, by its name in the statement: the text holds what is bound, in small letters. LIKE would refuse more than 50 bytes,
 * and takes quadratic time where text and pattern repeat a letter.
 */
export function holdsText(messages: string): string {
  return `instr(coalesce(${messages}.small, lower(${messages}.text)), ?) > 0`;
}
