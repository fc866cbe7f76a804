/** What differs from another flow beside it, for the drawing. */
export type Mark = "added" | "removed" | "changed";
export interface FlowMarks {
  /** By node id. */
  readonly nodes: ReadonlyMap<string, Mark>;
  /** By `edgeKey`. */
  readonly edges: ReadonlyMap<string, Mark>;
}
export const edgeKey = ({ from, outcome, to }: { from: string; outcome: string; to: string }): string =>
  JSON.stringify([from, outcome, to]);
