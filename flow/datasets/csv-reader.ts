/**
 * CSV by RFC 4180, as a state machine that takes the text in pieces. Beyond the RFC it accepts what spreadsheets write:
 * any line ending, another delimiter, a quote inside an unquoted field, and blanks around quotes.
 */
import { limits } from "../limits.ts";
import type { FileIssues } from "./file-issues.ts";

type OnRow = (cells: string[], line: number) => void;

/**
 * The state of the machine. `blank`: after blanks at the start of a field. `closing`: after a quote inside a quoted
 * field, which may be its end or half of a doubled one. `closed`: after its end and blanks.
 */
type State = "start" | "blank" | "plain" | "quoted" | "closing" | "closed";

const quote = '"';

export class CsvReader {
  readonly #delimiter: string;
  readonly #issues: FileIssues;
  readonly #onRow: OnRow;
  readonly #fieldEnd: RegExp;
  #state: State = "start";
  #field = "";
  #cells: string[] = [];
  #rowChars = 0;
  #line: number;
  #rowLine: number;
  #afterReturn = false;
  #wasQuoted = false;
  /** Blanks before and after the field's quote, and the line of the quote. */
  #lead = "";
  #tail = "";
  #quoteLine = 0;

  constructor(delimiter: string, issues: FileIssues, onRow: OnRow, firstLine = 1) {
    this.#delimiter = delimiter;
    this.#issues = issues;
    this.#onRow = onRow;
    this.#line = firstLine;
    this.#rowLine = firstLine;
    this.#fieldEnd = delimiter === "\t" ? /[\t\r\n]/g : delimiter === ";" ? /[;\r\n]/g : delimiter === "|" ? /[|\r\n]/g : /[,\r\n]/g;
  }

  push(text: string): void {
    let at = 0;
    if (this.#afterReturn && text !== "") {
      this.#afterReturn = false;
      if (text.startsWith("\n")) at = 1;
    }
    while (at < text.length) {
      if (this.#state === "start" || this.#state === "blank") at = this.#begin(text, at);
      else if (this.#state === "plain") at = this.#plain(text, at);
      else if (this.#state === "quoted") at = this.#quoted(text, at);
      else at = this.#closing(text, at);
    }
  }

  end(): void {
    if (this.#state === "blank") this.#add(this.#lead);
    if (this.#state === "quoted")
      this.#issues.fatal(
        "unclosed_quote",
        { line: this.#quoteLine },
        "The value that starts here has an opening quote without a closing quote.",
      );
    if (this.#state !== "start" || this.#cells.length > 0) this.#endRow();
  }

  /** The first character of a field that is not a blank decides; blanks before a quote do not belong to the value. */
  #begin(text: string, at: number): number {
    const char = text[at]!;
    this.#wasQuoted = char === quote;
    if (char === quote) {
      this.#state = "quoted";
      this.#quoteLine = this.#line;
      return at + 1;
    }
    if (this.#isBlank(char)) {
      this.#state = "blank";
      this.#lead += char;
      if (this.#lead.length > limits.maxDatasetRowBytes) this.#add(this.#lead);
      return at + 1;
    }
    this.#add(this.#lead);
    this.#lead = "";
    this.#state = "plain";
    return at;
  }

  #isBlank(char: string): boolean {
    return char === " " || (char === "\t" && this.#delimiter !== "\t");
  }

  #plain(text: string, at: number): number {
    this.#fieldEnd.lastIndex = at;
    const found = this.#fieldEnd.exec(text);
    const end = found ? found.index : text.length;
    this.#add(text.slice(at, end));
    return found ? this.#separate(text, end) : end;
  }

  #quoted(text: string, at: number): number {
    const found = text.indexOf(quote, at);
    const end = found < 0 ? text.length : found;
    const piece = text.slice(at, end);
    for (let next = piece.indexOf("\n"); next >= 0; next = piece.indexOf("\n", next + 1)) this.#line++;
    this.#add(piece);
    if (found < 0) return end;
    this.#state = "closing";
    return end + 1;
  }

  #closing(text: string, at: number): number {
    const char = text[at]!;
    if (char === quote && this.#state === "closing") {
      this.#add(quote);
      this.#state = "quoted";
      return at + 1;
    }
    if (char === this.#delimiter || char === "\r" || char === "\n") return this.#separate(text, at);
    if (this.#isBlank(char)) {
      this.#tail += char;
      this.#state = "closed";
      return at + 1;
    }
    // Behind blanks the quotes may belong to a text: ` "big" one`.
    const isText = this.#lead !== "" && this.#quoteLine === this.#line && !this.#field.includes(this.#delimiter);
    const raw = `${this.#lead}"${this.#field.replaceAll('"', '""')}"${this.#tail}`;
    if (isText) this.#field = raw;
    else {
      const where = this.#quoteLine === this.#line ? "" : ` on line ${this.#line}`;
      this.#issues.error(
        "text_after_quote",
        { line: this.#quoteLine },
        `The quoted value that starts here has text after its closing quote${where}. Double the quotes inside a quoted value.`,
      );
    }
    this.#state = "plain";
    return at;
  }

  /** At a delimiter or the end of a line. */
  #separate(text: string, at: number): number {
    if (text[at] === this.#delimiter) {
      this.#endField();
      // A delimiter opens another field, even where nothing follows it.
      if (this.#cells.length >= limits.maxDatasetColumns)
        this.#issues.fatal("too_many_columns", { line: this.#line }, `A row can have at most ${limits.maxDatasetColumns} columns.`);
      return at + 1;
    }
    this.#endRow();
    this.#line++;
    this.#rowLine = this.#line;
    if (text[at] === "\n") return at + 1;
    if (at + 1 === text.length) this.#afterReturn = true;
    return text[at + 1] === "\n" ? at + 2 : at + 1;
  }

  #add(piece: string): void {
    this.#rowChars += piece.length;
    if (this.#rowChars > limits.maxDatasetRowBytes)
      this.#issues.fatal(
        "row_too_large",
        { line: this.#rowLine },
        `The row that starts here is larger than ${limits.maxDatasetRowBytes / 1024} KiB. A closing quote may be missing.`,
      );
    // Most fields come in one piece, which then needs no copy.
    this.#field = this.#field === "" ? piece : this.#field + piece;
  }

  #endField(): void {
    this.#cells.push(this.#field);
    this.#field = "";
    this.#lead = "";
    this.#tail = "";
    this.#state = "start";
  }

  #endRow(): void {
    const isBlank = this.#cells.length === 0 && this.#field === "" && !this.#wasQuoted;
    this.#endField();
    this.#wasQuoted = false;
    const cells = this.#cells;
    this.#cells = [];
    this.#rowChars = 0;
    if (!isBlank) this.#onRow(cells, this.#rowLine);
  }
}
