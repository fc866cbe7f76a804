/** A world with a virtual clock that performs a run's commands, and checks on the way what must hold of every step. */
import { expect } from "vitest";
import { advance, initialState, nodeAttempts, nodeStatus, summary, type RunState } from "#flow/engine/advance.ts";
import { outermostIndex, placeOf } from "#flow/engine/place.ts";
import { replay } from "#flow/engine/replay.ts";
import type { NodeEvent, RunCommand, RunEvent } from "#flow/engine/types.ts";
import type { RunError } from "#flow/problems/node-error.ts";
import type { RandomFlow } from "./random-flow.ts";

export interface Disorder {
  /** Chooses among events of the same millisecond, and whether an event comes again; numbers in [0, 1). */
  readonly random?: () => number;
  /** Whether events come twice, late, and with wrong attempts. */
  readonly noise?: boolean;
  /** After how many journalled events the lane crashes, losing all but the journal and the world outside. */
  readonly crashAfter?: number;
  /** How long the lane is then offline. */
  readonly outageMs?: number;
}

export interface Result {
  readonly status: string;
  readonly error: RunError | undefined;
  readonly ends: readonly number[];
  readonly endedAt: number;
  readonly statuses: readonly string[];
  readonly attempts: readonly number[];
  readonly executed: number;
  readonly journal: readonly RunEvent[];
  /** Every state on the way, the first one included; the event that led from each to the next is in the journal. */
  readonly states: readonly RunState[];
}

interface Pending {
  readonly event: RunEvent;
  /** Things that the lane itself would report are lost in a crash; what comes from outside is not. */
  readonly outside: boolean;
}

class World {
  readonly flow: RandomFlow;
  readonly random: () => number;
  readonly noise: boolean;
  state: RunState;
  journal: RunEvent[] = [];
  states: RunState[];
  pending: Pending[] = [];
  /** When a try was first asked for: asked again after a crash, it gives the same answer at the same time. */
  readonly begunAt = new Map<string, number>();
  readonly executedThisLife = new Set<string>();
  now = 0;

  constructor(flow: RandomFlow, disorder: Disorder) {
    this.flow = flow;
    this.random = disorder.random ?? (() => 0);
    this.noise = disorder.noise ?? false;
    this.state = initialState(flow.graph);
    this.states = [this.state];
  }

  expectEvent(event: RunEvent, outside = false): void {
    this.pending.push({ event, outside });
    if (!this.noise || event.kind === "run.started") return;
    if (this.random() < 0.2) this.pending.push({ event, outside });
    if (this.random() < 0.2) this.pending.push({ event: { ...event, at: event.at + Math.floor(this.random() * 50) }, outside });
    if ("attempt" in event && this.random() < 0.2)
      this.pending.push({ event: { ...event, attempt: event.attempt + (this.random() < 0.5 ? 100 : -1) }, outside });
    // Too early for what has a time; the others would be the first to report and therefore be right.
    const timed = event.kind === "node.due" || event.kind === "timer.due" || event.kind === "run.due";
    if (timed && event.at - 1 >= this.now) this.pending.push({ event: { ...event, at: event.at - 1 }, outside });
  }

  perform(command: RunCommand): void {
    const { flow } = this;
    if (command.kind === "finish" || command.kind === "abort") return;
    const { place, attempt } = command;
    const node = outermostIndex(place);
    const dueAt = (at: number): NodeEvent => ({
      kind: "node.due",
      at: Math.max(at, this.now),
      place,
      attempt,
      random: flow.randomOf(node, attempt),
    });
    if (command.kind === "watch") return this.expectEvent(dueAt(command.deadlineAt));
    if (command.kind === "schedule")
      return this.expectEvent({ kind: "timer.due", at: Math.max(command.dueAt, this.now), place, attempt, timer: command.timer });
    const key = `${node}/${attempt}`;
    expect(this.executedThisLife.has(key), `${key} is begun once`).toBe(false);
    this.executedThisLife.add(key);
    const begunAt = this.begunAt.get(key) ?? this.now;
    this.begunAt.set(key, begunAt);
    const one = flow.tryOf(node, attempt);
    const reportsAt = one.kind === "hang" ? Infinity : Math.max(begunAt + one.afterMs, this.now);
    if (reportsAt >= (command.deadlineAt ?? Infinity)) return this.expectEvent(dueAt(command.deadlineAt!));
    switch (one.kind) {
      case "succeed":
        return this.expectEvent({ kind: "node.succeeded", at: reportsAt, place, attempt, outcome: flow.outcomeOf(node, one.branch) });
      case "fail":
        return this.expectEvent(this.failure(reportsAt, node, attempt, one.class, one.fatal));
      case "sleep":
        return this.expectEvent({
          kind: "node.waiting",
          at: reportsAt,
          place,
          attempt,
          untilMs: begunAt + one.afterMs + one.forMs,
          outcome: flow.outcomeOf(node, one.branch),
        });
      case "ask":
        return this.expectEvent({ kind: "node.waiting", at: reportsAt, place, attempt, untilMs: null, outcome: "" });
      case "hang":
    }
  }

  failure(at: number, node: number, attempt: number, of: "network" | "timeout" | "429" | "5xx" | "other", fatal: boolean): NodeEvent {
    return {
      kind: "node.failed",
      at,
      place: placeOf(node),
      attempt,
      random: this.flow.randomOf(node, attempt),
      error: { code: "http_failed", message: "It failed.", class: of, ...(fatal ? { fatal } : {}) },
    };
  }

  /** The other system answers a node that waits for it, whether or not anybody still listens. */
  answerFromOutside(event: NodeEvent & { kind: "node.waiting" }): void {
    const { place, attempt } = event;
    const node = outermostIndex(place);
    const one = this.flow.tryOf(node, attempt);
    if (one.kind !== "ask") return;
    const timeoutMs = this.flow.graph.nodes[node]!.timeoutMs ?? Infinity;
    const deadlineAt = this.begunAt.get(`${node}/${attempt}`)! + timeoutMs;
    // Of two reports in the same millisecond the first would win, so there shall be only one.
    const at = event.at + one.forMs + (event.at + one.forMs === deadlineAt ? 1 : 0);
    if (one.answer === "failure") this.expectEvent(this.failure(at, node, attempt, "other", false), true);
    else this.expectEvent({ kind: "node.succeeded", at, place, attempt, outcome: this.flow.outcomeOf(node, one.answer) }, true);
  }

  next(): Pending | undefined {
    if (this.pending.length === 0) return undefined;
    const soonest = this.pending.reduce((least, one) => Math.min(least, one.event.at), Infinity);
    const candidates = this.pending.filter((one) => one.event.at <= Math.max(soonest, this.now));
    const chosen = candidates[Math.floor(this.random() * candidates.length)]!;
    this.pending.splice(this.pending.indexOf(chosen), 1);
    return chosen;
  }

  tell(event: RunEvent): boolean {
    const before = this.state;
    const { state, commands, applied } = advance(this.flow.graph, before, event);
    if (!applied) {
      expect(state).toBe(before);
      expect(commands).toEqual([]);
      return false;
    }
    this.state = state;
    this.states.push(state);
    this.journal.push(event);
    this.check(before, event, commands);
    if (event.kind === "node.waiting" && event.untilMs === null) this.answerFromOutside(event);
    for (const command of commands) this.perform(command);
    return true;
  }

  /** What must hold of every step. */
  check(before: RunState, event: RunEvent, commands: readonly RunCommand[]): void {
    const { graph, deadlineAt } = this.flow;
    expect(before.finish, "nothing happens after the end").toBeNull();
    const finishes = commands.filter((command) => command.kind === "finish");
    expect(finishes.length).toBe(this.state.finish ? 1 : 0);
    if (finishes[0]) expect(commands.at(-1)).toBe(finishes[0]);
    if (finishes[0]?.status === "Failed")
      expect(
        commands.slice(0, -1).every((command) => command.kind === "abort"),
        "a failed run starts nothing",
      ).toBe(true);
    if (finishes[0]?.error?.code === "run_timeout") expect(event.at).toBeGreaterThanOrEqual(deadlineAt!);
    if (deadlineAt !== null && event.at >= deadlineAt) expect(finishes[0]?.error?.code, "the outer limit is the cause").toBe("run_timeout");
    for (const command of commands) {
      if (command.kind !== "execute") continue;
      const { place, attempt } = command;
      const node = outermostIndex(place);
      expect(attempt).toBe(nodeAttempts(before, place) + 1);
      const limits = [graph.nodes[node]!.timeoutMs ?? Infinity, (deadlineAt ?? Infinity) - event.at];
      expect(command.deadlineAt ?? Infinity).toBe(event.at + Math.min(...limits));
      graph.nodes.forEach((predecessor, index) => {
        if ([...predecessor.edges.values()].flat().includes(node))
          expect(["succeeded", "failed", "skipped"]).toContain(nodeStatus(this.state, placeOf(index)));
      });
    }
    const { active, executed } = summary(this.state);
    expect(active).toEqual(
      graph.nodes.flatMap((_, node) =>
        ["running", "waiting", "retrying"].includes(nodeStatus(this.state, placeOf(node))) ? [placeOf(node)] : [],
      ),
    );
    expect(executed).toBe(graph.nodes.filter((_, node) => nodeAttempts(this.state, placeOf(node)) > 0).length);
  }

  crash(outageMs: number): void {
    const { state, outstanding } = replay(this.flow.graph, this.journal);
    expect(snapshot(this.flow, state)).toEqual(snapshot(this.flow, this.state));
    this.state = state;
    this.now += outageMs;
    this.executedThisLife.clear();
    // What was sent from outside during the outage is sent again until it is taken.
    this.pending = this.pending
      .filter((one) => one.outside)
      .map(({ event }) => ({ event: { ...event, at: Math.max(event.at, this.now) }, outside: true }));
    this.armDeadline();
    for (const command of outstanding) this.perform(command);
  }

  armDeadline(): void {
    if (this.flow.deadlineAt !== null) this.expectEvent({ kind: "run.due", at: Math.max(this.flow.deadlineAt, this.now) });
  }
}

/** Everything that can be asked of a state. */
export function snapshot(flow: RandomFlow, state: RunState): unknown {
  const nodes = flow.graph.nodes.map((_, node) => [nodeStatus(state, placeOf(node)), nodeAttempts(state, placeOf(node))]);
  return { nodes, summary: summary(state), finish: state.finish, version: state.version, deadlineAt: state.deadlineAt };
}

/** Runs a flow to its end and on until nothing is left to be reported. */
export function simulate(flow: RandomFlow, disorder: Disorder = {}): Result {
  const world = new World(flow, disorder);
  world.tell({ kind: "run.started", at: 0, deadlineAt: flow.deadlineAt });
  world.armDeadline();
  let endedAt = 0;
  let crashed = disorder.crashAfter === undefined;
  for (;;) {
    if (!crashed && world.journal.length >= disorder.crashAfter!) {
      crashed = true;
      world.crash(disorder.outageMs ?? 0);
    }
    const one = world.next();
    if (!one) break;
    world.now = Math.max(world.now, one.event.at);
    if (world.tell(one.event)) endedAt = one.event.at;
  }
  const { state, journal, states } = world;
  const all = flow.graph.nodes.map((_, node) => node);
  return {
    status: summary(state).status,
    error: state.finish?.error,
    ends: state.finish?.ends.map(outermostIndex) ?? [],
    endedAt,
    statuses: all.map((node) => nodeStatus(state, placeOf(node))),
    attempts: all.map((node) => nodeAttempts(state, placeOf(node))),
    executed: state.executed,
    journal,
    states,
  };
}
