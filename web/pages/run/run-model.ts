import { computed, signal } from "@preact/signals";
import type { NodeRan } from "../../editor/drawing/drawing.tsx";
import { type FlowDocument, workflows } from "../../base/api/resources.ts";
import { type Run, type RunStep, runs } from "../../base/api/runs.ts";
import { search as parameters, setSearch } from "../../base/router/router.ts";
import { createAction, createResource } from "../../base/ui/resource.ts";
import { runLabels } from "./run-labels.ts";
import { durationText } from "../../base/ui/time-text.ts";
import { toast } from "../../base/ui/toasts.tsx";

const words = runLabels;
/** A run in progress is polled this often; after a while less often. */
const [soonMs, laterMs, patientAfter] = [600, 2_000, 30];
/** An attempt to deliver comes seconds after the run. */
const deliveriesEveryMs = 3_000;

export const isOver = ({ status }: Pick<Run, "status">): boolean => status === "Success" || status === "Failed";

/** One run with its version's flow, followed while it is in progress. The selected step is in the address. */
export function createRunModel(workflowId: string, runId: string) {
  let flowOf: string | undefined;
  const flow = createResource<FlowDocument>(async () => (await workflows.version(workflowId, flowOf!)).flow);
  const resource = createResource<Run>(async () => {
    const run = await runs.get(workflowId, runId);
    if (flowOf !== run.version.id) {
      flowOf = run.version.id;
      // Without its drawing a run can still be read.
      void flow.load();
    }
    return run;
  });
  const deliveries = createResource(() => runs.deliveries(workflowId, runId));
  const run = resource.value;
  const now = signal(Date.now());
  const failedStep = computed<RunStep | undefined>(() => {
    if (run.value?.status !== "Failed") return undefined;
    const failed = run.value.steps.filter(({ status }) => status === "Failed");
    return failed.findLast(({ name }) => name === run.value?.error?.node) ?? failed.at(-1);
  });
  const selected = computed<RunStep | undefined>(() => {
    const wanted = parameters.value.get("node");
    const steps = run.value?.steps ?? [];
    if (wanted === "none") return undefined;
    return (
      steps.find(({ nodeId }) => nodeId === wanted) ??
      failedStep.value ??
      steps.find(({ status }) => status === "Waiting" || status === "In Progress") ??
      steps.findLast(({ status }) => status === "Cancelled")
    );
  });
  const ran = computed<ReadonlyMap<string, NodeRan>>(() => new Map((run.value?.steps ?? []).map((step) => [step.nodeId, ranOf(step)])));

  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Only the last one that was asked for comes. */
  const next = (act: () => Promise<void>, inMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void act(), inMs);
  };
  let stopped = false;
  let asked = 0;
  const follow = async () => {
    await resource.load();
    now.value = Date.now();
    const current = run.peek();
    if (current?.row.mode === "push" && isOver(current)) void followDeliveries();
    if (stopped || (current && isOver(current)) || (!current && resource.problem.peek())) return;
    next(follow, ++asked < patientAfter ? soonMs : laterMs);
  };
  const followDeliveries = async () => {
    await deliveries.load();
    if (!stopped && deliveries.value.peek()?.state === "pending") next(followDeliveries, deliveriesEveryMs);
  };
  return {
    workflowId,
    runId,
    run,
    flow,
    now,
    problem: resource.problem,
    deliveries,
    failedStep,
    selected,
    ran,
    start() {
      stopped = false;
      void follow();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
    reload: follow,
    select: (nodeId: string | undefined) => setSearch({ node: nodeId ?? "none" }),
    /** Chooses the step so many further in the timeline. */
    step(by: number) {
      const steps = run.peek()?.steps ?? [];
      const at = steps.findIndex(({ nodeId }) => nodeId === selected.peek()?.nodeId);
      const found = steps[Math.max(0, Math.min(steps.length - 1, at + by))];
      if (found) setSearch({ node: found.nodeId });
      return found?.nodeId;
    },
    async cancel() {
      const after = await runs.cancel(workflowId, runId);
      resource.set(after);
      toast(after.error?.code === "run_cancelled" ? words.cancelled : words.wasOver);
    },
    redeliver: createAction(async () => {
      deliveries.set(await runs.redeliver(workflowId, runId));
      toast(words.deliveries.redelivered);
      next(followDeliveries, soonMs);
    }),
  };
}
export type RunModel = ReturnType<typeof createRunModel>;

function ranOf({ status, outcome, durationMs, attempts, waitedMs, copiedFrom }: RunStep): NodeRan {
  const took = durationMs === null ? undefined : durationText(durationMs);
  const line = [
    copiedFrom === null ? took : words.copied,
    attempts > 1
      ? words.attempts(attempts)
      : waitedMs > 0 && durationMs !== null && waitedMs > durationMs / 2
        ? words.waited(durationText(waitedMs))
        : undefined,
  ];
  return { status, outcome: outcome ?? undefined, line: line.filter(Boolean).join(" · ") || undefined };
}
