/**
 * The events of a run for viewers: server-sent events that are derived from the journal. An event's id is its number in
 * the journal, so a viewer that was disconnected continues after the last event it has seen.
 */
import { publicRunEvents } from "#flow/contract/run-events.ts";
import { advance, initialState } from "#flow/engine/advance.ts";
import type { Plan } from "#flow/engine/plan.ts";
import type { RunId } from "#flow/ids.ts";
import { readEntries, type Unstored } from "../run/journal.ts";
import type { StoredRuns } from "../run/run-lane.ts";
import type { RunReport } from "../protocols/run.ts";

/** Proxies close a connection on which nothing is said for a while. */
const aliveEveryMs = 15_000;
/** A watcher that reads this much slower than the run writes is let go; it may come back with Last-Event-ID. */
const maxBacklog = 1000;

interface Watcher {
  send(unstored: Pick<Unstored, "seq" | "entries">): void;
  over(report: RunReport): void;
}

interface Watched {
  readonly runId: RunId;
  readonly plan: Plan;
  /** The number of the last event that the watcher has; -1 for none. */
  readonly after: number;
  report(): RunReport;
}

export class RunWatch {
  readonly #store: StoredRuns;
  readonly #watchers = new Map<RunId, Set<Watcher>>();

  constructor(store: StoredRuns) {
    this.#store = store;
  }

  stored(runId: RunId, unstored: Unstored): void {
    for (const watcher of this.#watchers.get(runId) ?? []) watcher.send(unstored);
  }

  over(report: RunReport): void {
    for (const watcher of this.#watchers.get(report.runId) ?? []) watcher.over(report);
  }

  stream({ runId, plan, after, report }: Watched): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    let leave = (): void => {};
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        let last = -1;
        let state = initialState(plan);
        const write = (text: string): void => {
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) < -maxBacklog) leave();
        };
        const watcher: Watcher = {
          send: ({ seq, entries }) => {
            readEntries([{ entries }]).forEach(({ event }, index) => {
              if (seq + index <= last) return;
              last = seq + index;
              const next = advance(plan, state, event);
              state = next.state;
              if (last <= after) return;
              for (const told of publicRunEvents(plan, event, next.commands)) {
                write(`id: ${last}\nevent: ${told.name}\ndata: ${JSON.stringify(told.data)}\n\n`);
              }
            });
          },
          over: (finished) => {
            write(`id: ${last + 1}\nevent: run.finished\ndata: ${JSON.stringify(finished)}\n\n`);
            leave();
            controller.close();
          },
        };
        const alive = setInterval(() => write(": alive\n\n"), aliveEveryMs);
        leave = () => {
          clearInterval(alive);
          this.#watchers.get(runId)?.delete(watcher);
        };
        write("retry: 1000\n\n");
        // From the start: the nodes that an event starts depend on all earlier events.
        for (const row of this.#store.journal(runId)) watcher.send(row);
        if (report().endedAt !== null) return watcher.over(report());
        const watchers = this.#watchers.get(runId) ?? new Set();
        this.#watchers.set(runId, watchers.add(watcher));
      },
      cancel: () => leave(),
    });
  }
}
