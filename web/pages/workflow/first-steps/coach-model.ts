import { computed, effect, signal } from "@preact/signals";
import { keys } from "../../../base/api/resources.ts";
import { type Change, type FlowNode } from "../../../editor/document/changes.ts";
import { editorOf } from "../../../editor/document/flow-editor.ts";
import { keyInMemory } from "../endpoint/key-in-memory.ts";
import { testRunOf } from "../../../editor/test-run/test-run-model.ts";
import { firstStepsLabels } from "./first-steps-labels.ts";
import { toast } from "../../../base/ui/toasts.tsx";
import type { WorkflowModel } from "../../../base/workflow/workflow-model.ts";
import { ticksOfFlow } from "./flow-ticks.ts";
import { guide, type GuideStep, guideSteps } from "./guide.ts";
import { hasRole } from "../../../editor/drawing/node-kinds.ts";

/** How often it is asked whether there is a key and whether it was used, while that is what the guide waits for. */
const askEveryMs = 2_000;

const greeting = 'return "Hello, " + context.steps.Start.text';
const answerOf = (node: FlowNode): string => `{{steps.${/^[A-Za-z_]\w*$/.test(node.name) ? node.name : `\`${node.name}\``}.output}}`;

/** Watches the guide's workflow and checks off the steps that are really done. */
export function createCoachModel(workflow: WorkflowModel) {
  const { id } = workflow;
  const editor = editorOf(id);
  const current = computed<GuideStep | undefined>(() => guideSteps.find((step) => !guide.done.value.includes(step)));
  const hasKey = signal(false);
  const wasCalled = signal(false);
  const added = computed(() => editor.document.value.nodes.filter((node) => !hasRole(node, "start") && !hasRole(node, "end")));
  /** What `use` can be filled in with: the Script that was added, and the End. */
  const fillable = computed(() => {
    // oxlint-disable-next-line millrace/no-node-type-names -- the guide asks for a Script
    const script = added.value.find(({ type }) => type === "script");
    const end = editor.document.value.nodes.find((node) => hasRole(node, "end"));
    return script && end ? { script, end } : undefined;
  });

  const ticked = (): GuideStep[] => {
    const steps: GuideStep[] = [];
    if (editor.loaded.value) steps.push(...ticksOfFlow(editor.document.value));
    // What came with the blank flow can be run and deployed as it is; that is not what is being learnt.
    const isBuilt = guide.done.value.includes("add") || steps.includes("add");
    if (isBuilt && workflow.builder.value && testRunOf(editor).detail.value?.status === "Success") steps.push("run");
    const deployment = workflow.workflow.value?.deployment;
    if (isBuilt && deployment && !deployment.flowChanged) steps.push("deploy");
    if (hasKey.value || keyInMemory(id).value !== "") steps.push("key");
    if (wasCalled.value) steps.push("call");
    return steps;
  };

  const ask = async (): Promise<void> => {
    const waits = current.peek() === "key" || current.peek() === "call";
    if (!waits || document.hidden) return;
    try {
      const { items } = await keys.list(id);
      hasKey.value = items.length > 0;
      wasCalled.value = items.some(({ lastUsedAt }) => lastUsedAt !== null);
    } catch {
      // The next question may be answered.
    }
  };

  let stopWatching: () => void = () => undefined;
  return {
    current,
    /** The code and the value of the third step, where there is a Script to put it into. */
    texts: computed(() => fillable.value && { code: greeting, value: answerOf(fillable.value.script) }),
    fill() {
      const to = fillable.peek();
      if (!to) return;
      const outputs = Array.isArray(to.end.config.outputs) ? to.end.config.outputs : [];
      const changes: Change[] = [
        { kind: "setConfig", id: to.script.id, path: ["code"], value: greeting },
        ...outputs
          .slice(0, 1)
          .map((_, at): Change => ({ kind: "setConfig", id: to.end.id, path: ["outputs", at, "value"], value: answerOf(to.script) })),
      ];
      editor.apply(changes);
      toast(firstStepsLabels.guide.filled, "done", { label: firstStepsLabels.guide.undo, act: () => void editor.undo() });
    },
    start() {
      const stopTicks = effect(() => guide.tick(ticked()));
      const stopMark = effect(() => {
        // The styles point at what comes next by this.
        if (current.value) document.documentElement.dataset.guideStep = current.value;
        else delete document.documentElement.dataset.guideStep;
      });
      const timer = setInterval(() => void ask(), askEveryMs);
      stopWatching = () => {
        stopTicks();
        stopMark();
        clearInterval(timer);
        delete document.documentElement.dataset.guideStep;
      };
    },
    stop: () => stopWatching(),
  };
}
export type CoachModel = ReturnType<typeof createCoachModel>;
