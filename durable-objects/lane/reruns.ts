/** Running a run of the lane again, and telling what it was answered from outside so that another flow can be tried with it. */
import type { Place } from "#flow/engine/place.ts";
import { nodeAt, type Plan } from "#flow/engine/plan.ts";
import type { DeploymentId, RunId, VersionId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { checkInput } from "#flow/model/check-input.ts";
import { prepareRerun, type CopiedStep } from "#flow/reruns/prepare-rerun.ts";
import type { RecordedStep } from "#flow/reruns/recorded-run.ts";
import type { Answers } from "#flow/reruns/replay-plan.ts";
import type { PlanRef } from "#store/endpoint.ts";
import type { Basis } from "./basis.ts";
import type { StartAnswer, StartRequest } from "../protocols/start.ts";
import type {
  CopiedReport,
  NotRecorded,
  Recording,
  RerunAnswer,
  RerunOrder,
  RerunPlan,
  RerunRefused,
  RerunStart,
} from "../protocols/rerun.ts";
import type { RunWarning } from "../protocols/run.ts";
import { recordedRun } from "../reading/recorded-run.ts";
import { Room } from "../reading/room.ts";
import type { ToldRun } from "../reading/told-run.ts";

export interface RerunPorts {
  told(runId: RunId): ToldRun | undefined;
  /** The plan that a run has, with what was copied into it. */
  planOfRun(runId: RunId): Promise<Plan | undefined>;
  planOf(ref: PlanRef): Plan | Promise<Plan | undefined>;
  lastDeploymentOf(versionId: VersionId): Promise<DeploymentId | undefined>;
  start(request: StartRequest): Promise<StartAnswer>;
}

interface Prepared {
  readonly kind: "prepared";
  readonly told: ToldRun;
  readonly versionId: VersionId;
  readonly planId: DeploymentId;
  readonly input: Readonly<Record<string, unknown>>;
  readonly steps: readonly CopiedStep[];
  readonly warnings: readonly RunWarning[];
}

/** What a rerun would copy, or why it is refused. Nothing is started. */
export async function planRerun(order: RerunOrder, ports: RerunPorts): Promise<RerunPlan | RerunRefused> {
  const prepared = await prepare(order, ports);
  if (prepared.kind === "refused") return prepared;
  const { versionId, input, steps, warnings } = prepared;
  return { kind: "planned", versionId, input, copied: reportsOf(steps), warnings };
}

/** Runs a run again, or says why it cannot be. */
export async function rerun(order: RerunOrder, start: RerunStart, ports: RerunPorts): Promise<RerunAnswer> {
  const prepared = await prepare(order, ports);
  if (prepared.kind === "refused") return prepared;
  const { told, versionId, planId, input, steps, warnings } = prepared;
  const basis: Basis = { kind: "copies", from: order.of, steps: steps.map(plainStep) };
  const answer = await ports.start({
    ...start,
    workflowId: told.head.workflowId,
    versionId,
    planId,
    input,
    warnings,
    rerunOf: order.of,
    type: told.head.type,
    ...(steps.length > 0 ? { basis: JSON.stringify(basis) } : {}),
  });
  if (answer.kind === "started") {
    const { report, replayed } = answer;
    return { kind: "started", runId: report.runId, replayed, versionId, copied: reportsOf(steps), warnings };
  }
  if (answer.code === "idempotency_mismatch")
    return refused(answer.code, "This Idempotency-Key was used in the last 24 hours with a different body.");
  if (answer.code === "overloaded") return { kind: "refused", code: "overloaded", detail: "There are too many waiting runs." };
  return refused("conflict", "The workflow is not deployed.", "Deploy the workflow first.");
}

/** A run's answers from outside, as JSON, beside its input and what it came to. */
export async function recording(runId: RunId, ports: RerunPorts): Promise<Recording | NotRecorded> {
  const plan = await ports.planOfRun(runId);
  const told = plan && ports.told(runId);
  if (!told) return { kind: "none", code: "run_gone" };
  if (told.report.endedAt === null) return { kind: "none", code: "run_under_way" };
  const { id, startedAt, versionId, mode } = told.head;
  const isOutside = (place: Place): boolean => nodeAt(plan, place).declaration.work === "outside";
  const steps = [...recordedRun(plan, told, isOutside).steps].filter(([place]) => isOutside(place));
  const answers: Answers = {
    kind: "answers",
    run: { id, startedAt, versionId, mode },
    steps: steps.map(([place, { nodeId, iteration, result }]) => ({
      nodeId,
      ...(iteration === undefined ? {} : { iteration }),
      type: nodeAt(plan, place).type,
      result,
    })),
  };
  const basis = JSON.stringify(answers);
  if (basis.length > limits.maxReplayChars) return { kind: "none", code: "run_too_large" };
  return { kind: "recording", report: told.report, input: JSON.parse(told.input) as unknown, basis };
}

async function prepare(order: RerunOrder, ports: RerunPorts): Promise<Prepared | RerunRefused> {
  const source = await ports.planOfRun(order.of);
  const told = source && ports.told(order.of);
  if (!told || told.head.mode === "test") return refused("not_found", "This workflow has no run with this id.");
  if (told.report.endedAt === null)
    return refused("conflict", "The run is still in progress.", "Wait until the run finishes, or cancel it first.");
  const versionId = order.versionId ?? told.head.versionId;
  const planId = order.versionId === null ? told.head.planId : await ports.lastDeploymentOf(order.versionId);
  // Without what was copied into the run itself: that is among its recorded steps.
  const target = planId === undefined ? undefined : await ports.planOf({ versionId, deploymentId: planId });
  if (planId === undefined || !target) return refused("not_found", "The version to run no longer exists.");
  const checked = inputFor(order, told, versionId, target);
  if (!checked.ok) return { ...refused("validation_failed", "The input does not match the version's inputs."), errors: checked.issues };
  const { input } = checked;
  const outputs = order.outputs ?? {};
  const isFromStart = order.fromNode === undefined || order.fromNode === source.nodes[source.start]!.id;
  if (isFromStart && Object.keys(outputs).length > 0) {
    const message = "You can only edit the outputs of reused steps. Without a node to rerun from, no steps are reused.";
    return { ...refused("validation_failed", message), errors: [{ path: "/patch/steps", code: "not_copied", message }] };
  }
  if (isFromStart) return { kind: "prepared", told, versionId, planId, input, steps: [], warnings: checked.warnings };
  const recorded = recordedRun(source, told);
  const prepared = prepareRerun({ from: order.of, source, target, recorded, fromNode: order.fromNode, outputs });
  if (!prepared.ok) return { kind: "refused", ...prepared.refusal };
  return { kind: "prepared", told, versionId, planId, input, steps: prepared.steps, warnings: [...checked.warnings, ...prepared.warnings] };
}

type Checked = { readonly ok: true; readonly input: Prepared["input"]; readonly warnings: readonly RunWarning[] };

/** The recorded input was checked by its own version. */
function inputFor(
  { input }: RerunOrder,
  { head, ...told }: ToldRun,
  versionId: VersionId,
  target: Plan,
): Checked | ReturnType<typeof checkInput> {
  const recorded = JSON.parse(told.input) as Prepared["input"];
  if (!input && versionId === head.versionId) return { ok: true, input: recorded, warnings: head.warnings };
  return checkInput(target.inputs, input ? input.value : recorded);
}

function plainStep({ nodeId, iteration = "0", result, isPassed, attempts, startedAt, endedAt }: CopiedStep): RecordedStep {
  return { nodeId, iteration, result, isPassed, attempts, startedAt, endedAt };
}

function reportsOf(steps: readonly CopiedStep[]): CopiedReport[] {
  const room = new Room(limits.maxShownValueChars, limits.maxShownRunChars);
  return steps.map(({ sourceId, name, type, result, masked }) => {
    const { value, tooLarge = null } = room.take(result.output ?? null);
    return { nodeId: sourceId, name, type, outcome: result.kind === "done" ? result.outcome : "failure", output: value, tooLarge, masked };
  });
}

function refused(code: RerunRefused["code"], detail: string, suggestion?: string): RerunRefused {
  return { kind: "refused", code, detail, ...(suggestion === undefined ? {} : { suggestion }) };
}
