/** What a run in memory reports to its lane, and how it is stored there. */
import type { RunId } from "#flow/ids.ts";
import type { RunError } from "#flow/problems/node-error.ts";
import type { Unstored } from "./journal.ts";
import type { RunHead, RunProgress } from "./run-head.ts";

/** What storage has of runs. */
export interface StoredRuns {
  /** JSON. */
  inputOf(id: RunId): string;
  /** The journal's rows: each the number of its first entry and a JSON array. */
  journal(id: RunId): { readonly seq: number; readonly entries: string }[];
  readBlob(id: RunId, name: string): string;
}

/** The writes of a run, to be called within a transaction. */
export interface RunStorage extends StoredRuns {
  /** `entries` is the whole journal of a run that has finished. */
  insertRun(head: RunHead, input: string, progress: RunProgress, entries: string | null): void;
  updateRun(id: RunId, progress: RunProgress): void;
  appendEntries(id: RunId, seq: number, entries: string): void;
  writeBlob(id: RunId, name: string, text: string): void;
}

export interface RunLane {
  readonly store: RunStorage;
  /** Puts writes into the next transaction; see GroupCommit. */
  commit(write: () => void): Promise<void> | void;
  /** The run started, changed its status, or finished. Called within the transaction. */
  changed(head: RunHead, progress: RunProgress, error: RunError | null): void;
  /** Entries are written. Called within the transaction. */
  stored(head: RunHead, unstored: Unstored): void;
  /** The run has finished and is stored. */
  over(head: RunHead): void;
  /** Nothing is to be done before `wakeAt`, or before an answer comes where that is null: the run is stored and leaves memory. */
  parked(head: RunHead, wakeAt: number | null): void;
}
