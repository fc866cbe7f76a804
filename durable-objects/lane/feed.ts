/**
 * Reports the states of the lane's runs to the workflow's Monitor. A change is recorded in the transaction that makes
 * it and deleted when the Monitor has it, so nothing is lost in between. Reporting a change twice does no harm.
 *
 * Rows that changed in this memory are reported from memory. Changes that an earlier memory left, or that accumulated
 * while the Monitor could not be reached, are read from storage in their current state.
 */
import type { RunId, WorkflowId } from "#flow/ids.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import type { ObjectsEnv } from "../env.ts";
import type { Change } from "../protocols/monitor.ts";
import { storedFeedRow } from "../reading/feed-row.ts";
import type { LaneStore } from "./lane-store.ts";

/** After a quiet time the first change waits this long for others. */
const gatherMs = 100;
/** While runs come and go there are some batches a second: a list shows a run within a second, and each batch is a commit of the Monitor. */
const pauseMs = 350;
const maxBatch = 500;
/** Notes that one batch takes from storage: enough to catch up while many runs come back after a crash. */
const maxNotes = 500;
/** Rows that wait in memory. Beyond, they are read from storage when their turn comes. */
const maxHeld = 5_000;
/** The number of the last note that was forgotten: the Monitor takes no lower one, and the clock may be set back. */
const toldFact = "told";
const firstRetryMs = 250;
const lastRetryMs = 10_000;

interface FeedPorts {
  readonly store: LaneStore;
  readonly monitors: ObjectsEnv["MONITOR"];
  /** Puts a write into the next transaction. */
  commit(write: () => void): Promise<void> | void;
  /** There is something to report: the lane must stay awake until it is reported. */
  busy(): void;
}

interface Note {
  readonly seq: number;
  readonly rows: readonly RunRow[];
}

export class Feed {
  readonly #ports: FeedPorts;
  /** Changes of the transaction that is being written. */
  #open: RunRow[] = [];
  /** What was noted and not yet sent, oldest first; empty while storage is read. */
  #held: Note[] = [];
  #heldRows = 0;
  /** Storage holds notes that are not in memory. */
  #isBehind: boolean;
  #lastSeq: number;
  /** Up to here the Monitor has it all, and the next transaction forgets it; 0 where there is nothing to forget. */
  #told = 0;
  #workflowId: WorkflowId | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isUnderWay = false;
  #failures = 0;

  constructor(ports: FeedPorts) {
    this.#ports = ports;
    const left = ports.store.lastNote();
    this.#isBehind = left > 0;
    this.#lastSeq = Math.max(left, Number(ports.store.fact(toldFact) ?? 0));
    if (this.#isBehind) this.#sendIn(0);
  }

  /** Whether something is noted that the Monitor may not know. */
  get isBusy(): boolean {
    return this.#isBehind || this.#held.length > 0 || this.#isUnderWay;
  }

  /** A run changed. To be called within the transaction that changes it. */
  changed(row: RunRow, workflowId: WorkflowId): void {
    this.#workflowId = workflowId;
    this.#open.push(row);
  }

  /** To be called within a transaction, behind everything that changes runs in it. */
  note(): void {
    if (this.#open.length === 0) return;
    const rows = this.#open;
    this.#open = [];
    // From the clock, so that it rises however the lane comes back; from the last one where the clock does not.
    const seq = (this.#lastSeq = Math.max(this.#lastSeq + 1, Date.now() * 1000));
    this.#forget();
    this.#ports.store.addNote(seq, JSON.stringify(rows.map(({ runId }) => runId)));
    if (!this.#isBehind) {
      this.#held.push({ seq, rows });
      this.#heldRows += rows.length;
      if (this.#heldRows > maxHeld) this.#letGo();
    }
    this.#ports.busy();
    this.#sendIn(gatherMs);
  }

  #sendIn(ms: number): void {
    if (this.#isUnderWay || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#send();
    }, ms);
  }

  /** One batch at a time: a Monitor that is slow is not pressed. Never rejects. */
  async #send(): Promise<void> {
    this.#isUnderWay = true;
    let nextMs = 0;
    try {
      const batch = this.#isBehind ? this.#stored() : this.#takeHeld();
      if (batch.runs.length > 0) {
        const workflowId = this.#workflowId!;
        await this.#ports.monitors.getByName(workflowId).record({ workflowId, runs: batch.runs, modelRuns: [] });
      }
      this.#told = batch.upTo;
      // Otherwise the transaction of the next change does it, so that it costs none of its own.
      if (this.#isBehind || this.#held.length === 0) await this.#ports.commit(() => this.#forget());
      this.#failures = 0;
      nextMs = this.#heldRows >= maxBatch || this.#isBehind ? 0 : pauseMs;
    } catch (error) {
      if (this.#failures++ === 0) console.error("runs could not be sent to the monitor and are retried", error);
      nextMs = Math.min(lastRetryMs, firstRetryMs * 2 ** Math.min(this.#failures, 10)) * (0.5 + Math.random() / 2);
      // All of it is in storage yet.
      this.#letGo();
    }
    this.#isUnderWay = false;
    if (this.isBusy) this.#sendIn(nextMs);
  }

  #forget(): void {
    if (this.#told === 0) return;
    this.#ports.store.forgetNotes(this.#told);
    this.#ports.store.setFact(toldFact, String(this.#told));
    this.#told = 0;
  }

  #takeHeld(): { runs: Change<RunRow>[]; upTo: number } {
    const runs = new Map<RunId, Change<RunRow>>();
    let upTo = 0;
    let taken = 0;
    while (taken < this.#held.length && runs.size < maxBatch) {
      const { seq, rows } = this.#held[taken++]!;
      for (const row of rows) runs.set(row.runId, { change: seq, row });
      this.#heldRows -= rows.length;
      upTo = seq;
    }
    this.#held.splice(0, taken);
    return { runs: [...runs.values()], upTo };
  }

  #stored(): { runs: Change<RunRow>[]; upTo: number } {
    const { store } = this.#ports;
    const notes = store.notes(maxNotes);
    // No await since: whatever comes from now on is noted in memory too.
    this.#isBehind = notes.length === maxNotes;
    const changes = new Map<RunId, number>();
    for (const { seq, runs } of notes) for (const runId of JSON.parse(runs) as RunId[]) changes.set(runId, seq);
    const runs: Change<RunRow>[] = [];
    for (const [runId, change] of changes) {
      const head = store.findRun(runId);
      const row = head && storedFeedRow(head);
      if (!head || !row) continue;
      this.#workflowId = head.workflowId;
      runs.push({ change, row });
    }
    return { runs, upTo: notes.at(-1)?.seq ?? 0 };
  }

  #letGo(): void {
    this.#held = [];
    this.#heldRows = 0;
    this.#isBehind = true;
  }
}
