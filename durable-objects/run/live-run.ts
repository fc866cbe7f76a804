/**
 * One run in memory: it executes the engine's commands. Store first, then act: a call starts only when everything that
 * led to it is stored. A run that is idle for a while is parked: rows and a time.
 *
 * A sync run is written when it first has to wait, and when it finishes. An async run is also written after every
 * outcome, so that it can continue after a crash.
 */
import type { Place } from "#flow/engine/place.ts";
import { nodeAt, type Plan } from "#flow/engine/plan.ts";
import type { RunCommand, RunEvent } from "#flow/engine/types.ts";
import type { RunError } from "#flow/problems/node-error.ts";
import { errors } from "#flow/problems/errors.ts";
import { limits } from "#flow/limits.ts";
import type { NodeResult } from "#flow/nodes/node.ts";
import { settle } from "#flow/nodes/settle.ts";
import type { Share } from "../turns/share.ts";
import { workOfChar } from "../turns/turns.ts";
import { eventOf } from "./event-of.ts";
import { readEntries, type JournalEntry, type StepData } from "./journal.ts";
import { NodeAttempt } from "./node-attempt.ts";
import { outcomeOf, type RunOutcome } from "./outcome.ts";
import { perform } from "./perform.ts";
import type { Answered } from "../protocols/lane.ts";
import type { RunStatus } from "../protocols/run.ts";
import type { RunHead, RunProgress } from "./run-head.ts";
import type { RunLane } from "./run-lane.ts";
import { RunPace } from "./run-pace.ts";
import { RunRecord } from "./run-record.ts";
import type { RunVariables } from "./run-variables.ts";
import type { RunWorld } from "./run-world.ts";
import { sealedWorld } from "./sealed-world.ts";
import { StepTimers } from "./step-timers.ts";

type Command<Kind extends RunCommand["kind"]> = Extract<RunCommand, { kind: Kind }>;

/** What the lane does for an event, beside writing its entry: 40 µs. */
const workOfEvent = 8_000;

const spentError: RunError = {
  code: "run_work_limit",
  message: `The run used up the ${limits.maxRunComputeSec} seconds of computing that one run may use.`,
  suggestion: errors.run_work_limit.suggestion,
};

/** A wait shorter than this is not worth leaving memory for. */
const parkAfterMs = 2000;

/** What a run is made of. */
export interface RunParts {
  readonly head: RunHead;
  readonly plan: Plan;
  readonly world: RunWorld;
  readonly lane: RunLane;
  readonly variables: RunVariables;
  /** Its part of the isolate's time. */
  readonly share: Share;
  /** Given for a new run only; one that comes back from storage has it there. */
  readonly input?: Readonly<Record<string, unknown>>;
}

/** How a run ended. */
interface RunEnd {
  readonly status: "Success" | "Failed";
  readonly endedAt: number;
  readonly outcome: RunOutcome;
}

export class LiveRun {
  readonly head: RunHead;
  readonly input: Readonly<Record<string, unknown>>;
  readonly #plan: Plan;
  readonly #world: RunWorld;
  readonly #lane: RunLane;
  readonly #record: RunRecord;
  readonly #pace: RunPace;
  /** The values that the run started with in this memory; a run that resumes from storage uses the current ones. */
  readonly #variables: RunVariables;
  /** As the lists have it; a run that comes back from storage is there as its row says. */
  #listedStatus: RunStatus | undefined;
  /** JSON of the input until the run's row is in storage: a short sync run is written once, when it finishes. */
  #unstoredInput: string | undefined;
  readonly #queue: RunCommand[] = [];
  #effects: Command<"execute">[] = [];
  #finish: Command<"finish"> | undefined;
  readonly #timers = new StepTimers();
  #cancelDeadline: (() => void) | undefined;
  #isDriving = false;
  /** The run has ended or is parked: later events are ignored. */
  #isLeaving = false;
  #end: RunEnd | undefined;
  #storing: Promise<void> | void = undefined;
  /** What the journal left to be done, for a run that comes back from storage. */
  #outstanding: readonly RunCommand[];
  #hasGoneOn: boolean;
  #onLeftComputation: (() => void) | undefined;

  constructor({ head, plan, world, lane, variables, share, input }: RunParts) {
    this.head = head;
    this.#plan = plan;
    this.#world = plan.replays ? sealedWorld(world) : world;
    this.#lane = lane;
    this.#variables = variables;
    this.#unstoredInput = input && JSON.stringify(input);
    this.#listedStatus = input ? undefined : head.status;
    this.input = input ?? (JSON.parse(lane.store.inputOf(head.id)) as Readonly<Record<string, unknown>>);
    this.#pace = new RunPace(share, () => this.stop(spentError));
    this.#record = new RunRecord(plan, head, this.input, variables.plain, (name) => lane.store.readBlob(head.id, name), this.#pace);
    this.#hasGoneOn = input !== undefined;
    this.#outstanding = input ? [] : this.#record.restore(readEntries(lane.store.journal(head.id)));
  }

  get status(): RunStatus {
    const { status } = this.#record.summary;
    return status === "Waiting" ? status : "In Progress";
  }

  /** Undefined until the end is stored. */
  get end(): RunEnd | undefined {
    return this.#end;
  }

  get isOver(): boolean {
    return this.#end !== undefined;
  }

  /** Its journal, also what storage does not have yet. */
  get entries(): readonly JournalEntry[] {
    return this.#record.entriesAfter(readEntries(this.#lane.store.journal(this.head.id)));
  }

  /** The JSON text of a value that was stored apart. */
  get readApart(): (name: string) => string {
    return this.#record.readApart;
  }

  /** False for a run from storage until it goes on there. */
  get hasGoneOn(): boolean {
    return this.#hasGoneOn;
  }

  /** False for a sync run that storage does not know yet. */
  get isStored(): boolean {
    return this.#unstoredInput === undefined;
  }

  /** Starts a new run. The promise of an async run resolves when it is stored. */
  start(): Promise<void> | void {
    this.#take({ kind: "run.started", at: this.head.startedAt, deadlineAt: this.head.deadlineAt });
    return this.#storing;
  }

  /** Stores a new run without beginning its work, for a lane that is full. */
  enqueue(): Promise<void> | void {
    this.#record.apply({ kind: "run.started", at: this.head.startedAt, deadlineAt: this.head.deadlineAt });
    return this.#commit({ status: "In Progress", state: "queued", wakeAt: this.head.startedAt, endedAt: null, result: null, error: null });
  }

  /** Goes on where the journal ends. `ambiguous` says that work may have been cut off in the middle. */
  resume(ambiguous: boolean): void {
    // It may have been stopped since it was read.
    if (this.#isLeaving) return;
    const outstanding = this.#outstanding;
    this.#outstanding = [];
    this.#hasGoneOn = true;
    for (const command of outstanding) {
      const node = command.kind === "execute" ? nodeAt(this.#plan, command.place) : undefined;
      if (ambiguous && node?.onAmbiguous === "fail" && node.declaration.work === "outside") {
        this.#failAmbiguous(command as Command<"execute">);
      } else this.#queue.push(command);
    }
    this.#drive();
  }

  /**
   * Takes what a step was waiting for; false where it no longer waits for it. `hasRoom` says whether the run may go on in
   * memory now; otherwise it is stored and goes on later. The run must have gone on from storage, or come from there
   * parked.
   */
  answer({ place, attempt, result }: Answered, hasRoom: boolean): boolean {
    const { event, data } = eventOf(place, attempt, result, Date.now(), Math.random());
    const commands = this.#record.isWaiting(place, attempt) ? this.#record.apply(event, data) : undefined;
    if (!commands) {
      if (!this.#hasGoneOn) this.resume(false);
      return false;
    }
    this.#timers.stop(place);
    const isOver = commands.some(({ kind }) => kind === "finish");
    if (!hasRoom && !isOver) this.#leave("queued", Date.now());
    else {
      this.#queue.push(...this.#outstanding.filter((command) => !("place" in command) || command.place !== place), ...commands);
      this.#outstanding = [];
      this.#hasGoneOn = true;
      this.#drive();
    }
    return true;
  }

  /** Resolves when what happened so far is in a transaction. */
  get storing(): Promise<void> | void {
    return this.#storing;
  }

  /** It is on its way out of memory, and goes on from storage alone. */
  get isParking(): boolean {
    return this.#isLeaving && this.#finish === undefined;
  }

  /** True if a script is running: only a script can crash the lane. */
  get hasComputation(): boolean {
    return this.#record.summary.active.some((place) => nodeAt(this.#plan, place).declaration.work === "computation");
  }

  /** Resolves when no script of the run is running any more. */
  leftComputation(): Promise<void> {
    return new Promise((resolve) => {
      this.#onLeftComputation = resolve;
      this.#tellComputation();
    });
  }

  /** False if it had finished before. */
  stop(error: RunError): boolean {
    return this.#take({ kind: "run.stopped", at: Date.now(), error });
  }

  /** Applies an event and executes what follows. Returns false if the event no longer applies. */
  #take(event: RunEvent, data?: StepData): boolean {
    const sizeBefore = this.#record.size;
    const commands = this.#record.apply(event, data);
    if (!commands) return false;
    this.#pace.worked(workOfEvent + (this.#record.size - sizeBefore) * workOfChar);
    this.#queue.push(...commands);
    this.#drive();
    return true;
  }

  /** Processes the queue. A node that finishes immediately adds to the queue from within. */
  #drive(): void {
    if (this.#isDriving) return;
    this.#isDriving = true;
    for (let command = this.#queue.shift(); command; command = this.#queue.shift()) this.#perform(command);
    this.#isDriving = false;
    this.#settle();
    this.#tellComputation();
  }

  #tellComputation(): void {
    if (this.#onLeftComputation && (this.#isLeaving || !this.hasComputation)) this.#onLeftComputation();
  }

  #perform(command: RunCommand): void {
    switch (command.kind) {
      case "execute":
        this.#timers.stop(command.place);
        if (this.#isAtOnce(command)) this.#execute(command);
        else this.#effects.push(command);
        return;
      case "schedule":
        this.#timers.stop(command.place);
        this.#waitUntil(command.place, command.dueAt, () => {
          this.#timers.stop(command.place);
          this.#take({ kind: "timer.due", at: Date.now(), place: command.place, attempt: command.attempt, timer: command.timer });
        });
        return;
      case "watch":
        this.#waitUntil(command.place, command.deadlineAt, () => this.#nodeDue(command.place, command.attempt));
        return;
      case "abort":
        this.#timers.stop(command.place);
        return;
      case "finish":
        this.#finish = command;
    }
  }

  /** A script has no effects outside the run. Where nothing has to be stored first, it runs immediately. */
  #isAtOnce({ place, attempt }: Command<"execute">): boolean {
    const { work } = nodeAt(this.#plan, place).declaration;
    if (work !== "computation") return work === "instant";
    return !this.#mustStore && this.#record.isRunning(place, attempt);
  }

  get #mustStore(): boolean {
    return this.head.mode !== "sync" || !this.isStored;
  }

  /** No more work can be done immediately: store everything that must be stored, then start calls and timers. */
  #settle(): void {
    if (this.#isLeaving) return;
    if (this.#finish) return this.#endWith(this.#finish);
    this.#cancelDeadline ??=
      this.head.deadlineAt === null
        ? () => {}
        : this.#world.at(this.head.deadlineAt, () => this.#take({ kind: "run.due", at: Date.now() }));
    if (this.#effects.length === 0 && this.#park()) return;
    const effects = this.#effects;
    this.#effects = [];
    const status = this.#record.summary.status;
    const stored = this.#mustStore
      ? this.#commit({ status, state: "working", wakeAt: 0, endedAt: null, result: null, error: null })
      : undefined;
    const begin = (): void => {
      for (const effect of effects) if (this.#record.isRunning(effect.place, effect.attempt)) this.#execute(effect);
    };
    if (stored) void stored.then(begin);
    else begin();
  }

  #execute({ place, attempt, deadlineAt }: Command<"execute">): void {
    const planNode = nodeAt(this.#plan, place);
    const { id, workflowId, mode, rerunOf } = this.head;
    const asDeployed = mode !== "test" && rerunOf === null;
    const run = { id, workflowId, asDeployed, input: this.input, scope: this.#record.scope, pace: this.#pace };
    const tried = new NodeAttempt(planNode, place, run, this.#world, deadlineAt);
    const ran = perform(planNode, tried, this.#variables.hasSecretsFor(planNode) ? () => this.#variables.openFor(planNode) : undefined);
    const result = planNode.settle ? settle(ran, planNode.settle) : ran;
    if (!(result instanceof Promise)) return this.#came(place, attempt, result);
    const cancelTimer = deadlineAt === null ? () => {} : this.#world.at(deadlineAt, () => this.#nodeDue(place, attempt));
    this.#timers.works(place, () => {
      cancelTimer();
      tried.stop();
    });
    void result.then((came) => {
      if (tried.isStopped) return;
      cancelTimer();
      this.#timers.worked(place);
      this.#came(place, attempt, came);
    });
  }

  #came(place: Place, attempt: number, result: NodeResult): void {
    const { event, data } = eventOf(place, attempt, result, Date.now(), Math.random());
    this.#take(event, data);
    if (this.#pace.isSpent) this.stop(spentError);
    if (this.#record.size > limits.maxRunBytes) {
      this.stop({
        code: "run_too_large",
        message: `The run has more than ${limits.maxRunBytes / 1024 / 1024} MiB of data.`,
        node: nodeAt(this.#plan, place).name,
      });
    }
  }

  #nodeDue(place: Place, attempt: number): void {
    this.#timers.stop(place);
    this.#take({ kind: "node.due", at: Date.now(), place, attempt, random: Math.random() });
  }

  #failAmbiguous({ place, attempt }: Command<"execute">): void {
    const message = "The server stopped during the call. The call may have been sent, but its response was not recorded.";
    const commands = this.#record.apply({
      kind: "node.failed",
      at: Date.now(),
      place,
      attempt,
      error: { code: "unknown_outcome", message, class: "other" },
      random: 0,
    });
    this.#queue.push(...(commands ?? []));
  }

  #endWith(finish: Command<"finish">): void {
    this.#isLeaving = true;
    this.#pace.end();
    this.#cancelDeadline?.();
    const outcome = outcomeOf(this.#plan, finish, [...this.head.warnings, ...this.#record.warnings], (place) =>
      this.#record.outputOf(place),
    );
    const endedAt = this.#record.lastAt;
    const over = (): void => {
      this.#end = { status: finish.status, endedAt, outcome };
      this.#lane.over(this.head);
    };
    const stored = this.#commit({
      status: finish.status,
      state: "over",
      wakeAt: null,
      endedAt,
      result: JSON.stringify(outcome),
      error: outcome.error,
    });
    if (stored) void stored.then(over);
    else over();
  }

  /**
   * Leaves memory where every branch waits: for an answer, or for a while yet. Sync runs stay: their caller is waiting.
   */
  #park(): boolean {
    if (this.head.mode === "sync") return false;
    const { active } = this.#record.summary;
    if (!active.every((place) => this.#timers.hasDue(place) || this.#record.isWaiting(place))) return false;
    const wakeAt = Math.min(this.#timers.firstDue, this.head.deadlineAt ?? Infinity);
    if (wakeAt - Date.now() < parkAfterMs) return false;
    this.#leave("parked", wakeAt === Infinity ? null : wakeAt);
    return true;
  }

  #leave(state: "parked" | "queued", wakeAt: number | null): void {
    this.#isLeaving = true;
    this.#timers.stopAll();
    this.#cancelDeadline?.();
    const stored = this.#commit({ status: this.#record.summary.status, state, wakeAt, endedAt: null, result: null, error: null });
    if (stored) void stored.then(() => this.#lane.parked(this.head, wakeAt));
    else this.#lane.parked(this.head, wakeAt);
  }

  #commit({ error, ...stands }: Omit<RunProgress, "nodesExecuted"> & { readonly error: RunError | null }): Promise<void> | void {
    const progress: RunProgress = { ...stands, nodesExecuted: this.#record.nodesExecuted };
    const unstored = this.#record.takeUnstored();
    const input = this.#unstoredInput;
    this.#unstoredInput = undefined;
    const { store } = this.#lane;
    const { head } = this;
    const isChanged = progress.status !== this.#listedStatus;
    this.#listedStatus = progress.status;
    const isWhole = unstored?.seq === 0 && progress.endedAt !== null && unstored.entries.length <= limits.spillBytes;
    this.#storing = this.#lane.commit(() => {
      if (input === undefined) store.updateRun(head.id, progress);
      else store.insertRun(head, input, progress, isWhole ? unstored.entries : null);
      if (isChanged) this.#lane.changed(head, progress, error);
      if (!unstored) return;
      if (!isWhole) store.appendEntries(head.id, unstored.seq, unstored.entries);
      for (const { name, text } of unstored.apart) store.writeBlob(head.id, name, text);
      this.#record.stored(unstored);
      this.#lane.stored(head, unstored);
    });
    return this.#storing;
  }

  #waitUntil(place: Place, dueAt: number, action: () => void): void {
    this.#timers.waits(place, dueAt, this.#world.at(dueAt, action));
  }
}
