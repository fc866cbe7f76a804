import type { ColumnType } from "#flow/datasets/column.ts";
import type { Part } from "#flow/datasets/parts.ts";

/** Rows of one upload that a data set shows; `store/datasets` says which. */
export interface Content {
  readonly upload: string;
  readonly parts: readonly Part[];
}

/** A column by its place, and how its cells are read. */
export interface ColumnRef {
  readonly place: number;
  readonly type: ColumnType;
}

export interface RowQuery {
  /** A part of a value of any column, in any case. */
  readonly search?: string | undefined;
  /** A column whose value is exactly this one. */
  readonly where?: { readonly column: ColumnRef; readonly value: string | number | boolean } | undefined;
  readonly sort?: (ColumnRef & { readonly descending: boolean }) | undefined;
  readonly limit: number;
  /** The number of the row before the page. */
  readonly after?: number | undefined;
}

export interface StoredRow {
  readonly id: number;
  /** A JSON array. */
  readonly cells: string;
}

/** `next` is null where nothing follows. A page of a search may hold fewer rows than asked for, or none, and still have a next. */
export interface RowPage {
  readonly rows: readonly StoredRow[];
  readonly next: number | null;
}

/** What a data set's object does for others. `durable-objects/datasets/dataset-rows.ts` says of each what it means. */
export interface DatasetRowsProtocol {
  begin(datasetId: string, upload: string): Promise<void>;
  add(upload: string, rows: readonly string[]): Promise<boolean>;
  append(from: string, to: string): Promise<Part | undefined>;
  drop(upload: string): Promise<void>;
  retire(upload: string): Promise<void>;
  page(content: Content, query: RowQuery): Promise<RowPage | undefined>;
  read(content: Content, after: number, maxChars: number): Promise<readonly StoredRow[] | undefined>;
  destroy(): Promise<void>;
}
