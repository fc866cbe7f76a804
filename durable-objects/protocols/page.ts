/** A part of a list. */
export interface Page<Row> {
  readonly items: readonly Row[];
  /** The start of the next page; null on the last page. */
  readonly next: string | null;
}
