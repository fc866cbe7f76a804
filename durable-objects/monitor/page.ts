/** A part of a list. */
export interface Page<Row> {
  readonly items: readonly Row[];
  /** Where the next page begins; null on the last one. */
  readonly next: string | null;
}
