/**
 * Bytes of an uploaded file in, rows out: each the JSON text of its cells, in the order of the columns. Holds one row
 * and the columns, never the file. Throws a Refusal that names lines where the file cannot be taken.
 */
import type { ProblemEntry } from "../problems/problem.ts";
import { limits } from "../limits.ts";
import { counted } from "../text/counted.ts";
import { columnName } from "./column-names.ts";
import { count, emptyTally, type Cell, type Tally } from "./column.ts";
import { CsvReader } from "./csv-reader.ts";
import { Utf8Decoder } from "./decode-utf8.ts";
import { FileIssues, type Place } from "./file-issues.ts";
import { findDelimiter, type Delimiter } from "./find-delimiter.ts";
import type { DatasetFormat } from "./formats.ts";
import { JsonArrayReader, jsonLinesReader, type TextReader } from "./json-reader.ts";
import { parseObject } from "./parse-object.ts";

export interface ReadingOptions {
  readonly format: DatasetFormat;
  /** Of CSV; found in the first rows where it is left out. */
  readonly delimiter?: Delimiter | undefined;
  /** What the file's type or name says, which is only believed where the file agrees. */
  readonly declaredDelimiter?: Delimiter | undefined;
  /** False if the first row of a CSV file is not a header; its columns are then named by position. */
  readonly hasHeader?: boolean | undefined;
  /** The columns that the rows are added to; others are refused. */
  readonly onto?: readonly string[] | undefined;
}

export interface RowsRead {
  readonly columns: readonly { readonly name: string; readonly tally: Tally }[];
  readonly rows: number;
  readonly warnings: readonly ProblemEntry[];
}

export class RowReader {
  readonly #options: ReadingOptions;
  readonly #onRow: (cells: string) => void;
  readonly #issues = new FileIssues();
  readonly #decoder = new Utf8Decoder(this.#issues);
  readonly #columns: { name: string; tally: ReturnType<typeof emptyTally> }[] = [];
  readonly #names = new Set<string>();
  /** The column of each key of JSON, or of each place of CSV. */
  readonly #byKey = new Map<string, number>();
  #byPlace: number[] | undefined;
  #reader: TextReader | undefined;
  #head = "";
  #rows = 0;

  constructor(options: ReadingOptions, onRow: (cells: string) => void) {
    this.#options = options;
    this.#onRow = onRow;
    for (const name of options.onto ?? []) this.#append(name);
    if (options.format === "json") this.#reader = new JsonArrayReader(this.#issues, this.#takeText);
    if (options.format === "jsonl") this.#reader = jsonLinesReader(this.#issues, this.#takeText);
  }

  push(bytes: Uint8Array): void {
    this.#read(this.#decoder.decode(bytes), false);
  }

  end(): RowsRead {
    this.#read(this.#decoder.end(), true);
    this.#reader?.end();
    const warnings = this.#issues.finish();
    if (this.#columns.length === 0) this.#issues.fatal("no_columns", { line: 1 }, "The file has no columns.");
    return { columns: this.#columns, rows: this.#rows, warnings };
  }

  #read(text: string, isAll: boolean): void {
    if (this.#reader) return this.#reader.push(text);
    this.#head += text;
    const start = findDelimiter(this.#head, isAll || this.#head.length > limits.maxDatasetRowBytes, this.#options.declaredDelimiter);
    if (!start) return;
    this.#reader = new CsvReader(this.#options.delimiter ?? start.delimiter, this.#issues, this.#takeCells, start.from > 0 ? 2 : 1);
    const head = this.#head.slice(start.from);
    this.#head = "";
    this.#reader.push(head);
  }

  readonly #takeCells = (cells: string[], line: number): void => {
    if (!this.#byPlace) {
      this.#byPlace = this.#placesOf(cells, line);
      if (this.#options.hasHeader !== false) return;
    }
    const places = this.#byPlace;
    let length = cells.length;
    while (length > places.length && cells[length - 1] === "") length--;
    if (length < places.length)
      this.#issues.warn(
        "short_row",
        { line },
        `The row has ${counted(length, "value")} for ${counted(places.length, "column")}. The other columns are empty.`,
      );
    if (length > places.length) this.#widen(places, length, line);
    const row: Cell[] = [];
    for (let i = 0; i < length; i++) set(row, places[i]!, cells[i]);
    this.#take(row, { line });
  };

  /** The columns of the first row's places. */
  #placesOf(first: readonly string[], line: number): number[] {
    if (this.#options.hasHeader === false)
      return first.map((_, i) => (this.#options.onto ? this.#existing(i, line) : this.#add("", { line })));
    const seen = new Set<number>();
    return first.map((raw, i) => {
      const place = this.#options.onto ? this.#columnOf(raw.trim(), { line }) : this.#add(raw, { line, column: i + 1 });
      if (seen.has(place) && place >= 0) this.#issues.error("duplicate_column", { line }, `The column “${raw.trim()}” appears twice.`);
      seen.add(place);
      return place;
    });
  }

  #existing(place: number, line: number): number {
    if (place >= this.#columns.length)
      this.#issues.error("unknown_column", { line }, `The row has more values than the data set has columns (${this.#columns.length}).`);
    return place < this.#columns.length ? place : -1;
  }

  #widen(places: number[], length: number, line: number): void {
    const before = places.length;
    if (this.#options.onto) {
      this.#issues.error("long_row", { line }, `The row has ${counted(length, "value")} for ${counted(before, "column")}.`);
      return;
    }
    while (places.length < length) places.push(this.#add("", { line }));
    const names = this.#columns.slice(before).map(({ name }) => `"${name}"`);
    this.#issues.warn(
      "long_row",
      { line },
      `The row has ${counted(length, "value")} for ${counted(before, "column")}. Added ${names.join(", ")}.`,
    );
  }

  readonly #takeText = (text: string, place: Place): void => {
    const object = parseObject(text, place, this.#issues);
    if (!object) return;
    const row: Cell[] = [];
    for (const [key, cell] of Object.entries(object)) set(row, this.#columnOf(key, place), cell);
    this.#take(row, place);
  };

  #columnOf(key: string, place: Place): number {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    if (!this.#options.onto) {
      const added = this.#add(key, place);
      this.#byKey.set(key, added);
      return added;
    }
    const found = this.#columns.findIndex(({ name }) => name === key || name === columnName(key, 0, new Set()));
    if (found < 0) this.#issues.error("unknown_column", place, `The data set has no column “${key.slice(0, 100)}”.`);
    this.#byKey.set(key, found);
    return found;
  }

  /** A new column; says so where its name is not the one in the file. */
  #add(raw: string, place: Place): number {
    const nth = this.#columns.length + 1;
    if (nth > limits.maxDatasetColumns)
      this.#issues.fatal("too_many_columns", place, `A data set can have at most ${limits.maxDatasetColumns} columns.`);
    if (raw.trim() === "__proto__") this.#issues.fatal("forbidden_key", place, 'A column cannot be named "__proto__".');
    const name = columnName(raw, nth, this.#names);
    if (raw !== "" && name !== raw.trim())
      this.#issues.warn("renamed_column", place, `The column “${raw.trim().slice(0, 100)}” was renamed to “${name}”.`);
    return this.#append(name);
  }

  #append(name: string): number {
    this.#names.add(name);
    return this.#columns.push({ name, tally: emptyTally() }) - 1;
  }

  #take(row: Cell[], place: Place): void {
    for (let i = 0; i < row.length; i++) {
      if (row[i] === undefined) row[i] = null;
      else count(this.#columns[i]!.tally, row[i]);
    }
    const text = JSON.stringify(row);
    if (text.length * 3 > limits.maxDatasetRowBytes && new TextEncoder().encode(text).length > limits.maxDatasetRowBytes)
      this.#issues.fatal("row_too_large", place, `A row can have at most ${limits.maxDatasetRowBytes / 1024} KiB.`);
    this.#rows++;
    this.#onRow(text);
  }
}

/** Places below 0 are of columns that were refused. */
function set(row: Cell[], place: number, cell: Cell): void {
  if (place < 0) return;
  while (row.length < place) row.push(null);
  row[place] = cell;
}
