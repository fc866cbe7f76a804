/** The steps of a run, from its journal: the panel of a run shows them. */
import { limits } from "#flow/limits.ts";
import { nodeStatus } from "#flow/engine/advance.ts";
import type { Place } from "#flow/engine/place.ts";
import { nodeAt, type Plan } from "#flow/engine/plan.ts";
import type { RunCommand, RunEvent } from "#flow/engine/types.ts";
import type { NodeError } from "#flow/problems/node-error.ts";
import { feedRow } from "./feed-row.ts";
import { followJournal } from "./follow-journal.ts";
import type { JournalEntry } from "../run/journal.ts";
import type { RunDetail, StepReport, StepTry } from "../protocols/run-detail.ts";
import { Room } from "./room.ts";
import type { ToldRun } from "./told-run.ts";

type Mutable<Of> = { -readonly [Key in keyof Of]: Of[Key] };
type Try = Mutable<StepTry>;
type Step = Mutable<Omit<StepReport, "tries">> & { readonly tries: Try[] };

/** With `bounded`, values that are too large for one answer are left out. */
export function detailOf(plan: Plan, told: ToldRun, bounded: boolean): RunDetail {
  const { head, report } = told;
  const room = bounded ? new Room(limits.maxShownValueChars, limits.maxShownRunChars) : Room.endless;
  const output = room.take(report.output);
  const steps = stepsOf(plan, told, room);
  const nodesExecuted = steps.filter(({ copiedFrom }) => copiedFrom === null).length;
  const endedAt = report.endedAt === null ? null : Date.parse(report.endedAt);
  return {
    report: { ...report, output: output.value },
    row: feedRow(head, { status: report.status, endedAt, nodesExecuted }, report.error) ?? null,
    mode: head.mode,
    source: head.source,
    versionId: head.versionId,
    requestId: head.requestId,
    timeoutAt: head.deadlineAt,
    outputTooLarge: output.tooLarge ?? null,
    input: JSON.parse(told.input) as unknown,
    nodesExecuted,
    steps,
  };
}

function stepsOf(plan: Plan, { entries, readApart }: ToldRun, room: Room): StepReport[] {
  const steps = new Map<Place, Step>();
  const open = new Set<Place>();
  for (const { entry, failure, state, commands } of followJournal(plan, entries)) {
    const { event } = entry;
    const step = "place" in event ? steps.get(event.place) : undefined;
    if (step) {
      takeValues(step, entry, readApart, room);
      happened(step, event, failure);
    }
    for (const command of commands) if (begin(steps, plan, command, event.at)) open.add(command.place);
    for (const place of open) if (close(steps.get(place)!, nodeStatus(state, place), event.at)) open.delete(place);
  }
  return Array.from(steps.values(), (step) => (step.copiedFrom === null ? step : { ...step, attempts: 0, tries: [] }));
}

function happened(step: Step, event: RunEvent, failure: NodeError | undefined): void {
  const last = step.tries.at(-1)!;
  if (event.kind === "node.succeeded" || event.kind === "node.waiting") step.outcome = event.outcome;
  step.dueAt = null;
  if (event.kind === "node.waiting") last.waitingSince = event.at;
  else endTry(step, event.at);
  if (failure) {
    const { code, message, suggestion } = failure;
    step.error = last.error = { code, message, ...(suggestion ? { suggestion } : {}) };
  } else if (event.kind === "node.succeeded") step.error = null;
}

/** Whether the command is about a step that is open now. */
function begin(steps: Map<Place, Step>, plan: Plan, command: RunCommand, at: number): command is Extract<RunCommand, { place: Place }> {
  if (command.kind === "schedule") steps.get(command.place)!.dueAt = command.dueAt;
  if (command.kind === "watch") steps.get(command.place)!.dueAt = command.deadlineAt;
  if (command.kind !== "execute") return false;
  const { place, attempt } = command;
  const step = steps.get(place) ?? newStep(plan, place, at);
  steps.set(place, step);
  const before = step.tries.at(-1);
  if (before) step.waitedMs += at - before.endedAt!;
  step.attempts = attempt;
  step.dueAt = null;
  step.tries.push({ startedAt: at, waitingSince: null, endedAt: null, error: null });
  return true;
}

function newStep(plan: Plan, place: Place, at: number): Step {
  const { id, name, type, copy } = nodeAt(plan, place);
  return {
    place,
    nodeId: id,
    name,
    type,
    status: "In Progress",
    attempts: 0,
    tries: [],
    waitedMs: 0,
    dueAt: null,
    startedAt: at,
    endedAt: null,
    durationMs: null,
    outcome: null,
    input: null,
    output: null,
    tooLarge: {},
    error: null,
    logs: [],
    copiedFrom: copy?.from ?? null,
  };
}

const over = { succeeded: "Success", failed: "Failed", cancelled: "Cancelled" } as const;

/** True if the step has finished. */
function close(step: Step, status: ReturnType<typeof nodeStatus>, at: number): boolean {
  if (status === "succeeded" || status === "failed" || status === "cancelled") {
    endTry(step, at);
    step.status = over[status];
    // A waiting step names the outcome by which it would continue; a stopped step has none.
    if (status === "cancelled") step.outcome = null;
    step.dueAt = null;
    step.endedAt = at;
    step.durationMs = at - step.startedAt;
    return true;
  }
  step.status = status === "waiting" ? "Waiting" : "In Progress";
  return false;
}

function endTry(step: Step, at: number): void {
  const last = step.tries.at(-1)!;
  if (last.endedAt !== null) return;
  last.endedAt = at;
  if (last.waitingSince !== null) step.waitedMs += at - last.waitingSince;
}

function takeValues(step: Step, { data, apart }: JournalEntry, readApart: (name: string) => string, room: Room): void {
  for (const field of ["input", "output"] as const) {
    const name = apart?.[field];
    const fitted = name !== undefined ? room.parse(readApart(name)) : data && field in data ? room.take(data[field]) : undefined;
    if (!fitted) continue;
    step[field] = fitted.value;
    const { [field]: _, ...others } = step.tooLarge;
    step.tooLarge = fitted.tooLarge === undefined ? others : { ...others, [field]: fitted.tooLarge };
  }
  if (data?.logs) step.logs = data.logs;
}
