/** How a computation of unknown length goes on beside others in the same thread. Without one it runs to its end. */
export interface Pace {
  /** Counts work that was done; a step takes about a microsecond. */
  did(steps: number): void;
  /** Whether others should have their turn before anything more is done. Asked often. */
  readonly isDue: boolean;
  /** Resolves when it may continue; rejects if its result is not needed any more. */
  rest(): Promise<void>;
}

/** Where a scope carries the pace of its run. A symbol, so that no expression and no script sees it. */
export const paceOf: unique symbol = Symbol("pace");
