/**
 * Columns and their types. Cells are kept as they came; a type says how they are read, so that it can be changed at any
 * time and nothing is lost: a postcode that was taken for a number still has its leading zero.
 */
import type { DatasetFormat } from "./formats.ts";

export const columnTypes = ["text", "number", "boolean", "json"] as const;
export type ColumnType = (typeof columnTypes)[number];

/** A JSON value. Of CSV it is always a text. */
export type Cell = unknown;

/** How many cells of a column are of which kind. `texts` holds all texts that are not empty, also those counted after it. */
export interface Tally {
  readonly texts: number;
  /** Texts that a number reproduces digit by digit, except for zeros after the point: not `007`, not 20 digits. */
  readonly exactNumberTexts: number;
  readonly numberTexts: number;
  readonly booleanTexts: number;
  readonly numbers: number;
  readonly booleans: number;
  readonly others: number;
}

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** A person chose the type; it is not detected again when rows are added. */
  readonly chosen: boolean;
  readonly tally: Tally;
}

type Writable = { -readonly [Key in keyof Tally]: Tally[Key] };

export function emptyTally(): Writable {
  return { texts: 0, exactNumberTexts: 0, numberTexts: 0, booleanTexts: 0, numbers: 0, booleans: 0, others: 0 };
}

const exactNumber = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,14})?$/;
const anyNumber = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?\s*$/i;
const mayBeNumber = /^[\s\d+.-]/;

/** Counts one cell. */
export function count(tally: Writable, cell: Cell): void {
  switch (typeof cell) {
    case "string":
      if (cell === "") return;
      tally.texts++;
      if (mayBeNumber.test(cell)) {
        if (!isNumberText(cell)) return;
        tally.numberTexts++;
        if (exactNumber.test(cell) && cell.length <= 16) tally.exactNumberTexts++;
      } else if (isBooleanText(cell)) tally.booleanTexts++;
      return;
    case "number":
      tally.numbers++;
      return;
    case "boolean":
      tally.booleans++;
      return;
    default:
      if (cell !== null && cell !== undefined) tally.others++;
  }
}

export function addTallies(one: Tally, other: Tally): Tally {
  const sum = emptyTally();
  for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] = one[key] + other[key];
  return sum;
}

/** The type that a column's cells show. In JSON a text is meant as one; in CSV there is nothing else. */
export function typeOf(tally: Tally, format: DatasetFormat): ColumnType {
  const { texts, exactNumberTexts, booleanTexts, numbers, booleans, others } = tally;
  const filled = texts + numbers + booleans + others;
  if (filled === 0 || texts === filled) {
    if (format !== "csv" || filled === 0) return "text";
    return exactNumberTexts === filled ? "number" : booleanTexts === filled ? "boolean" : "text";
  }
  return numbers === filled ? "number" : booleans === filled ? "boolean" : "json";
}

/** Whether all cells of a column can be read as a type. */
export function fits(tally: Tally, type: ColumnType): boolean {
  const { texts, numberTexts, booleanTexts, numbers, booleans, others } = tally;
  switch (type) {
    case "text":
      return numbers + booleans + others === 0;
    case "number":
      return texts === numberTexts && booleans + others === 0;
    case "boolean":
      return texts === booleanTexts && numbers + others === 0;
    case "json":
      return true;
  }
}

/** A cell as its column's type reads it; null where there is nothing. */
export function valueOf(cell: Cell, type: ColumnType): unknown {
  if (cell === undefined) return null;
  if (typeof cell !== "string" || type === "text" || type === "json") return cell;
  if (cell === "") return null;
  if (type === "number") return isNumberText(cell) ? Number(cell) : null;
  return isBooleanText(cell) ? cell.toLowerCase() === "true" : null;
}

function isNumberText(text: string): boolean {
  return text.length <= 400 && anyNumber.test(text) && Number.isFinite(Number(text));
}

function isBooleanText(text: string): boolean {
  return text.length <= 5 && /^(?:true|false)$/i.test(text);
}
