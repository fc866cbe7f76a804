/**
 * What is known of a run in memory: the engine's state, the values, and the entries that storage does not have yet.
 * Built by events that happen and by entries that are read back, in the same way, so that a run goes on after a crash
 * as if there had been none.
 */
import {
  advance,
  initialState,
  nodeAttempts,
  nodeStatus,
  summary,
  type Advanced,
  type RunState,
  type RunSummary,
} from "#flow/engine/advance.ts";
import { nodeAt, type Plan } from "#flow/engine/plan.ts";
import type { Place } from "#flow/engine/place.ts";
import { outstanding } from "#flow/engine/replay.ts";
import type { RunCommand, RunEvent } from "#flow/engine/types.ts";
import type { Pace } from "#flow/expressions/pace.ts";
import { limits } from "#flow/limits.ts";
import { pointer } from "#flow/problems/issue.ts";
import type { Scope } from "#flow/expressions/scope.ts";
import { writeEntry, type Apart, type JournalEntry, type StepData, type Unstored } from "./journal.ts";
import type { RunHead } from "./run-head.ts";
import type { RunWarning } from "../protocols/run.ts";
import { RunValues } from "./run-values.ts";

export class RunRecord {
  /** The JSON text of a value that was stored apart. */
  readonly readApart: (name: string) => string;
  readonly #plan: Plan;
  readonly #values: RunValues;
  #state: RunState;
  #seq = 0;
  #texts: string[] = [];
  #apart: Apart[] = [];
  /** Handed over to storage, perhaps not yet there: values may be asked for in between. */
  #handedOver: readonly Apart[] = [];
  #lastAt: number;
  /** How much the run holds: UTF-16 units of all its entries and values. */
  size = 0;
  /** Those of the steps, a bounded number of them. */
  readonly warnings: RunWarning[] = [];
  /** Nodes that were started, without those that were copied from another run. */
  nodesExecuted = 0;

  constructor(plan: Plan, head: RunHead, input: unknown, env: Scope["env"], readBlob: (name: string) => string, pace?: Pace) {
    this.#plan = plan;
    this.#state = initialState(plan);
    this.#lastAt = head.startedAt;
    this.readApart = (name) => {
      const held = [...this.#apart, ...this.#handedOver].find((value) => value.name === name);
      return held?.text ?? readBlob(name);
    };
    this.#values = new RunValues(plan, head, input, env, this.readApart, pace);
  }

  get scope(): Scope {
    return this.#values.scope;
  }

  /** The time of the run's last event. The times of a run never go back, though the clock may. */
  get lastAt(): number {
    return this.#lastAt;
  }

  get summary(): RunSummary {
    return summary(this.#state);
  }

  /** Whether a node is still at the try that a command was given for. */
  isRunning(place: Place, attempt: number): boolean {
    return nodeStatus(this.#state, place) === "running" && nodeAttempts(this.#state, place) === attempt;
  }

  /** Whether a step waits, in this try where one is named. */
  isWaiting(place: Place, attempt?: number): boolean {
    if (nodeStatus(this.#state, place) !== "waiting") return false;
    return attempt === undefined || nodeAttempts(this.#state, place) === attempt;
  }

  outputOf(place: Place): unknown {
    return this.#values.outputOf(place);
  }

  /** Takes in what happened; answers what is to be done, or undefined where it does not matter any more. */
  apply(event: RunEvent, data?: StepData): readonly RunCommand[] | undefined {
    const next = advance(this.#plan, this.#state, event);
    if (!next.applied) return undefined;
    const written = writeEntry(event, data, String(this.#seq + this.#texts.length));
    this.#texts.push(written.text);
    this.#apart.push(...written.apart);
    this.size += written.text.length + written.apart.reduce((sum, value) => sum + value.text.length, 0);
    this.#fold(next, written.entry);
    return next.commands;
  }

  /** Reads a journal back; answers what is to be taken up again. */
  restore(entries: readonly JournalEntry[]): RunCommand[] {
    for (const entry of entries) this.#fold(advance(this.#plan, this.#state, entry.event), entry);
    this.#seq = entries.length;
    return outstanding(this.#state);
  }

  /** Stored entries and those that are not; without the latter for the moment in which some are on their way. */
  entriesAfter(stored: readonly JournalEntry[]): readonly JournalEntry[] {
    return stored.length === this.#seq ? [...stored, ...this.#texts.map((text) => JSON.parse(text) as JournalEntry)] : stored;
  }

  /** Hands over what storage does not have yet; `stored` is called when it has. */
  takeUnstored(): Unstored | undefined {
    if (this.#texts.length === 0) return undefined;
    const unstored = { seq: this.#seq, entries: `[${this.#texts.join(",")}]`, apart: this.#apart };
    this.#seq += this.#texts.length;
    if (this.#apart.length > 0) this.#handedOver = [...this.#handedOver, ...this.#apart];
    this.#texts = [];
    this.#apart = [];
    return unstored;
  }

  stored(unstored: Unstored): void {
    if (unstored.apart.length > 0) this.#handedOver = this.#handedOver.filter((value) => !unstored.apart.includes(value));
  }

  #warn(step: string, warnings: readonly RunWarning[]): void {
    const named = warnings.map((warning) => ({ ...warning, path: `${pointer(["steps", step])}${warning.path}` }));
    this.warnings.push(...named.slice(0, Math.max(0, limits.maxStepWarnings - this.warnings.length)));
  }

  #fold(next: Advanced, entry: JournalEntry): void {
    const { event } = entry;
    this.#state = next.state;
    this.#lastAt = Math.max(this.#lastAt, event.at);
    this.#values.record(entry, next.failure);
    if ("place" in event && entry.data?.warnings) this.#warn(nodeAt(this.#plan, event.place).name, entry.data.warnings);
    for (const command of next.commands) {
      if (command.kind !== "execute") continue;
      this.#values.started(command.place, command.attempt, event.at);
      if (command.attempt === 1 && !nodeAt(this.#plan, command.place).copy) this.nodesExecuted++;
    }
  }
}
