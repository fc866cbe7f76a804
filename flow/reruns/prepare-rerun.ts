/** Which steps of a recorded run are copied when it is run again from one of its nodes, or why that cannot be. */
import { advance, initialState } from "../engine/advance.ts";
import type { Plan } from "../engine/plan.ts";
import { outermostIndex, placeOf } from "../engine/place.ts";
import { nodesBefore } from "../engine/test-plan.ts";
import type { RunCommand, RunEvent } from "../engine/types.ts";
import type { ErrorCode } from "../problems/errors.ts";
import type { RunId } from "../ids.ts";
import { pointer, type Issue } from "../problems/issue.ts";
import { matchPlans, nodesBehind } from "./match-plans.ts";
import { holdsMark, type RecordedRun, type RecordedStep } from "./recorded-run.ts";
import { rerunPlan } from "./rerun-plan.ts";

export interface RerunOrder {
  readonly from: RunId;
  /** The plan of the run that is repeated, and of the one to come; the same where it stays at its version. */
  readonly source: Plan;
  readonly target: Plan;
  readonly recorded: RecordedRun;
  /** The id of a node of the source. */
  readonly fromNode: string;
  /** Outputs in place of those that were recorded, by the source's ids. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface RerunRefusal {
  readonly code: Extract<ErrorCode, "conflict" | "validation_failed">;
  readonly detail: string;
  readonly suggestion?: string;
  readonly errors?: readonly Issue[];
}

/** A step that is copied; its id is that of the target's node. */
export interface CopiedStep extends RecordedStep {
  /** The id that it has in the run that is repeated. */
  readonly sourceId: string;
  readonly name: string;
  readonly type: string;
  readonly masked: boolean;
}

export type PreparedRerun =
  | { readonly ok: true; readonly steps: readonly CopiedStep[]; readonly warnings: readonly Issue[] }
  | { readonly ok: false; readonly refusal: RerunRefusal };

/** The copies, each of which the target's path comes to before the node from which it runs; or a refusal. */
export function prepareRerun(order: RerunOrder): PreparedRerun {
  const { source, target, recorded, fromNode, outputs } = order;
  const from = source.nodes.findIndex(({ id }) => id === fromNode);
  if (from < 0) return refuse(unknownNode);
  const { name } = source.nodes[from]!;
  if (!recorded.begun.has(placeOf(from))) return refuse(conflict(`The run did not reach “${name}”, so it cannot be rerun from there.`));
  const match = matchPlans(source, target);
  const targetFrom = match.get(from);
  if (targetFrom === undefined) return refuse(conflict(`The deployed version has no step “${name}” to rerun from.`, useSame));

  const behind = nodesBehind(source, from);
  const again = new Set([...behind].map((node) => match.get(node)));
  for (const node of nodesBehind(target, targetFrom)) again.add(node);
  const copies = new Map<number, CopiedStep>();
  const leftOut: string[] = [];
  for (const [place, step] of recorded.steps) {
    const node = outermostIndex(place);
    const { id: sourceId, name: sourceName, type, isEnd } = source.nodes[node]!;
    // A node that makes no calls runs again: an End may give other outputs now.
    if (!step.isPassed || isEnd || node === source.start || behind.has(node)) continue;
    const at = match.get(node);
    if (at === undefined) leftOut.push(sourceName);
    else if (!again.has(at)) {
      const edited = Object.hasOwn(outputs, sourceId) ? { ...step, result: withOutput(step.result, outputs[sourceId]) } : step;
      const masked = edited.result.output !== undefined && holdsMark(edited.result.output);
      copies.set(at, { ...edited, nodeId: target.nodes[at]!.id, sourceId, name: target.nodes[at]!.name, type, masked });
    }
  }
  const dry = dryRun(order.from, target, copies);
  const fault = faultOf(dry, target, targetFrom);
  if (fault) return refuse(fault);
  const steps = [...dry.used].flatMap((node) => copies.get(node) ?? []);
  const idle = Object.keys(outputs).filter((id) => !steps.some(({ sourceId }) => sourceId === id));
  if (idle.length > 0) return refuse(notCopied(idle, source));
  return { ok: true, steps, warnings: warningsOf(steps, leftOut) };
}

interface DryRun {
  /** Nodes that would run, and copied ones that the path comes to. */
  readonly begun: ReadonlySet<number>;
  readonly used: ReadonlySet<number>;
  /** The copied node whose failure would end the run. */
  readonly failedAt: number | undefined;
}

/** Goes as far as the copies lead. */
function dryRun(from: RunId, target: Plan, copies: ReadonlyMap<number, RecordedStep>): DryRun {
  const plan = rerunPlan(target, { kind: "copies", from, steps: [...copies.values()] });
  const begun = new Set<number>();
  const used = new Set<number>();
  const commands: RunCommand[] = [];
  let state = initialState(plan);
  const take = (event: RunEvent): void => {
    const next = advance(plan, state, event);
    state = next.state;
    commands.push(...next.commands);
  };
  take({ kind: "run.started", at: 0, deadlineAt: null });
  let failedAt: number | undefined;
  // The list grows while it is walked.
  for (const command of commands) {
    if (command.kind !== "execute") continue;
    const { place, attempt } = command;
    const node = outermostIndex(place);
    const result = node === plan.start ? ({ kind: "done", outcome: "next" } as const) : copies.get(node)?.result;
    if (!result) {
      begun.add(node);
      continue;
    }
    used.add(node);
    if (result.kind === "done") take({ kind: "node.succeeded", at: 0, place, attempt, outcome: result.outcome });
    else take({ kind: "node.failed", at: 0, place, attempt, error: result.error, random: 0 });
    if (state.finish) {
      failedAt = node;
      break;
    }
  }
  return { begun, used, failedAt };
}

function faultOf({ begun, failedAt }: DryRun, target: Plan, from: number): RerunRefusal | undefined {
  const nameOf = (node: number): string => `“${target.nodes[node]!.name}”`;
  if (failedAt !== undefined)
    return conflict(`The recorded outcome of ${nameOf(failedAt)} is not connected in the version to run.`, useSame);
  const before = nodesBefore(target.nodes, from);
  const missing = [...begun].filter((node) => node !== from && before.has(node));
  if (missing.length > 0) {
    const names = missing.map(nameOf).join(", ");
    return conflict(
      `${names} ${missing.length === 1 ? "comes" : "come"} before ${nameOf(from)} in the version to run, but the original run has no result of ${missing.length === 1 ? "it" : "them"} to reuse.`,
      useSame,
    );
  }
  if (!begun.has(from)) return conflict(`The path that the run took does not lead to ${nameOf(from)} in the version to run.`, useSame);
  return undefined;
}

const useSame = "Rerun it on its own version, or from an earlier step.";
const unknownNode: RerunRefusal = {
  code: "validation_failed",
  detail: "The version of the run has no such step.",
  errors: [{ path: "/fromNode", code: "unknown_node", message: "The version of the run has no node with this id." }],
};

function conflict(detail: string, suggestion = "Choose a step that the run reached."): RerunRefusal {
  return { code: "conflict", detail, suggestion };
}

function notCopied(ids: readonly string[], source: Plan): RerunRefusal {
  const errors = ids.map((id): Issue => {
    const name = source.nodes.find((node) => node.id === id)?.name;
    const message =
      name === undefined ? "The version of the run has no node with this id." : `“${name}” is not reused, so its output cannot be edited.`;
    return { path: pointer(["patch", "steps", id]), code: name === undefined ? "unknown_node" : "not_copied", message };
  });
  return { code: "validation_failed", detail: "You can only edit the outputs of reused steps.", errors };
}

function withOutput(result: RecordedStep["result"], output: unknown): RecordedStep["result"] {
  const { input, logs } = result;
  const values = { ...(input === undefined ? {} : { input }), ...(logs ? { logs } : {}), output };
  if (result.kind === "fail") return { kind: "done", outcome: "success", ...values };
  return { ...result, ...values };
}

function warningsOf(steps: readonly CopiedStep[], leftOut: readonly string[]): Issue[] {
  return [
    ...steps
      .filter(({ masked }) => masked)
      .map(({ sourceId, name }) => ({
        path: pointer(["steps", sourceId, "output"]),
        code: "masked",
        message: `The recorded output of “${name}” contains ••• instead of a secret and is reused like that.`,
      })),
    ...leftOut.map((name) => ({
      path: "/steps",
      code: "left_out",
      message: `“${name}” is not in the version to run, so its output is left out.`,
    })),
  ];
}

function refuse(refusal: RerunRefusal): PreparedRerun {
  return { ok: false, refusal };
}
