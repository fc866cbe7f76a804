/** What is measured on the real server, one row each. A new case is a line here and a flow beside it. */
interface BenchCase {
  readonly id: string;
  readonly label: string;
  /** test/bench/flows/<flow>.json; STUB_URL in it becomes the address of the stub that answers calls. */
  readonly flow: string;
  readonly mode: "sync" | "async";
}

export const cases: readonly BenchCase[] = [
  { id: "d", label: "sync: start → condition → end", flow: "condition", mode: "sync" },
  { id: "e", label: "sync: with one script", flow: "one-script", mode: "sync" },
  { id: "f", label: "sync: with twenty scripts", flow: "twenty-scripts", mode: "sync" },
  { id: "g", label: "sync: with one HTTP call", flow: "one-call", mode: "sync" },
  { id: "h", label: "async: accepted", flow: "condition", mode: "async" },
];

/** Every flow here takes the same input. */
export const input = { a: 1, b: 2 };
