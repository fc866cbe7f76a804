/**
 * The data of a run, as expressions and scripts see it: built from the journal's entries, live and after a crash
 * alike. Large values stay in storage and are read back when an expression touches them.
 */
import { placeOf, type Place } from "#flow/engine/place.ts";
import { nodeAt, type Plan } from "#flow/engine/plan.ts";
import type { NodeError } from "#flow/problems/node-error.ts";
import { paceOf, type Pace } from "#flow/expressions/pace.ts";
import type { Scope } from "#flow/expressions/scope.ts";
import type { JournalEntry } from "./journal.ts";
import type { RunHead } from "./run-head.ts";

interface Step {
  input: unknown;
  output: unknown;
  error: { code: string; message: string } | null;
  status: "In Progress" | "Success" | "Failed";
  attempts: number;
  startedAt: number;
  endedAt: number | null;
  durationMs: number | null;
}

export class RunValues {
  /** Without secure variables: these are added for a step alone. */
  readonly scope: Scope;
  readonly #plan: Plan;
  readonly #start: Place;
  readonly #steps: Record<string, unknown>;
  readonly #byPlace = new Map<Place, Step>();
  readonly #readApart: (name: string) => string;

  constructor(plan: Plan, head: RunHead, input: unknown, env: Scope["env"], readApart: (name: string) => string, pace?: Pace) {
    this.#plan = plan;
    this.#start = placeOf(plan.start);
    this.#readApart = readApart;
    // Node names are the builder's: without a prototype, a node called "constructor" is a name like any other.
    this.#steps = Object.create(null) as Record<string, unknown>;
    this.#steps[plan.nodes[plan.start]!.name] = input;
    this.scope = {
      steps: this.#steps,
      env,
      run: plan.replays ?? { id: head.id, startedAt: head.startedAt, versionId: head.versionId, mode: head.mode },
      ...(pace && { [paceOf]: pace }),
    };
  }

  started(place: Place, attempt: number, at: number): void {
    if (place === this.#start) return;
    const before = this.#byPlace.get(place);
    if (before) {
      before.attempts = attempt;
      before.status = "In Progress";
      return;
    }
    const { copy, name } = nodeAt(this.#plan, place);
    const step: Step = {
      input: null,
      output: null,
      error: null,
      status: "In Progress",
      attempts: copy?.attempts ?? attempt,
      startedAt: copy?.startedAt ?? at,
      endedAt: null,
      durationMs: null,
    };
    this.#byPlace.set(place, step);
    this.#steps[name] = step;
  }

  /** `failure` is what the engine makes of the event: a success on a path that leads nowhere fails its node too. */
  record({ event, data, apart }: JournalEntry, failure: NodeError | undefined): void {
    if (!("place" in event) || event.place === this.#start) return;
    const step = this.#byPlace.get(event.place);
    if (!step) return;
    if (data && "input" in data) step.input = data.input;
    if (data && "output" in data) step.output = data.output;
    if (apart?.input) this.#lazily(step, "input", apart.input);
    if (apart?.output) this.#lazily(step, "output", apart.output);
    const isOver = event.kind === "node.succeeded" || (event.kind === "timer.due" && event.timer === "wake");
    if (!failure && !isOver) return;
    step.endedAt = nodeAt(this.#plan, event.place).copy?.endedAt ?? event.at;
    step.durationMs = step.endedAt - step.startedAt;
    step.status = failure ? "Failed" : "Success";
    step.error = failure ? { code: failure.code, message: failure.message } : null;
    const set = apart?.set ? (JSON.parse(this.#readApart(apart.set)) as Record<string, unknown>) : data?.set;
    if (set && !failure) Object.assign(this.scope, set);
  }

  outputOf(place: Place): unknown {
    return this.#byPlace.get(place)?.output;
  }

  #lazily(step: Step, field: "input" | "output", name: string): void {
    Object.defineProperty(step, field, {
      configurable: true,
      enumerable: true,
      get: () => JSON.parse(this.#readApart(name)) as unknown,
    });
  }
}
