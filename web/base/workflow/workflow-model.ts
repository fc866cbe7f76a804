import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { WorkflowCapability } from "#flow/rights/workflow-rights.ts";
import { mayPass, type Problem, type ProblemEntry, problemOf } from "../api/problem.ts";
import { flows, type Workflow, workflows } from "../api/resources.ts";
import { navigate, path } from "../router/router.ts";
import { createAction, createResource } from "../ui/resource.ts";
import { toast } from "../ui/toasts.tsx";
import { workflowLabels } from "./workflow-labels.ts";
import type { Named } from "./node-reference.ts";

const againMs = 3_000;

export interface DeployRefusal {
  problem: Problem;
  /** The problems of the flow that block it; empty where something else does. */
  blocking: readonly ProblemEntry[];
  /** The nodes of the flow that was refused. */
  nodes: readonly Named[];
}

/** What the bar needs of the builder while it is shown. */
interface ShownBuilder {
  readonly problems: ReadonlySignal<readonly unknown[]>;
  /** Saves what is unsaved; false where that was refused. */
  flush(): Promise<boolean>;
  run(): void;
}

/** One workflow, as all its pages share it: what it is called, what state it is in, deploying and undeploying. */
export function createWorkflowModel(id: string) {
  const resource = createResource(() => workflows.get(id));
  const refusal = signal<DeployRefusal | undefined>();
  const asksUndeploy = signal(false);
  const asksDeploy = signal(false);
  const builder = signal<ShownBuilder | undefined>();
  let again: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  /** Loads the state again, and retries later if that fails: the bar must not show an old state. */
  const reload = async (): Promise<void> => {
    clearTimeout(again);
    await resource.load();
    const [workflow, problem] = [resource.value.peek(), resource.problem.peek()];
    if (workflow && problem && mayPass(problem) && !stopped) again = setTimeout(() => void reload(), againMs);
  };
  const deploy = createAction(async () => {
    refusal.value = undefined;
    asksDeploy.value = false;
    if (builder.value && !(await builder.value.flush())) return toast(workflowLabels.notSavedYet, "problem");
    try {
      await workflows.deploy(id);
    } catch (caught) {
      refusal.value = await explain(id, problemOf(caught));
      // It may have been done though its answer was lost.
      return void reload();
    }
    await reload();
    const deployment = resource.problem.value ? undefined : resource.value.value?.deployment;
    const endpointPage = `/workflows/${id}/endpoint`;
    const call = { label: workflowLabels.callIt, act: () => navigate(`${endpointPage}#try`) };
    toast(
      deployment ? workflowLabels.deployed(deployment.versionNumber) : workflowLabels.deployedNow,
      "done",
      path.peek() === endpointPage ? undefined : call,
    );
  });
  const hasChanges = computed(() => {
    const deployment = resource.value.value?.deployment;
    return deployment ? deployment.flowChanged || deployment.settingsChanged : false;
  });
  /** Shows the changes if another flow is deployed, otherwise deploys immediately. */
  const reviewDeploy = createAction(async () => {
    if (builder.value && !(await builder.value.flush())) return toast(workflowLabels.notSavedYet, "problem");
    await reload();
    const problem = resource.problem.peek();
    if (problem) refusal.value = { problem, blocking: [], nodes: [] };
    else if (hasChanges.value) asksDeploy.value = true;
    else await deploy.run();
  });
  const undeploy = createAction(async () => {
    try {
      resource.set(await workflows.undeploy(id));
    } catch (caught) {
      await reload();
      // It may have been done though its answer was lost.
      if (resource.problem.peek() || resource.value.peek()?.deployment) throw caught;
    }
    asksUndeploy.value = false;
    toast(workflowLabels.undeployed);
  });

  return {
    id,
    workflow: resource.value,
    problem: resource.problem,
    refusal,
    asksUndeploy,
    asksDeploy,
    builder,
    deploy,
    reviewDeploy,
    undeploy,
    /** The deployed version differs from what is in development, by flow or by settings. */
    hasChanges,
    may: (capability: WorkflowCapability) => resource.value.value?.capabilities.includes(capability) ?? false,
    reload,
    set: (workflow: Workflow) => resource.set(workflow),
    start() {
      stopped = false;
      void resource.load();
    },
    stop() {
      stopped = true;
      clearTimeout(again);
    },
  };
}
export type WorkflowModel = ReturnType<typeof createWorkflowModel>;

/** A refusal by problems of the flow names nodes by id; their names are in the flow. */
async function explain(id: string, problem: Problem): Promise<DeployRefusal> {
  if (problem.code !== "not_deployable") return { problem, blocking: [], nodes: [] };
  const { nodes } = await flows.get(id).then(
    ({ flow }) => flow,
    () => ({ nodes: [] }),
  );
  return { problem, blocking: problem.errors, nodes };
}

const Shared = createContext<WorkflowModel | undefined>(undefined);
export const ShareWorkflow = Shared.Provider;

/** The workflow of the page one is in, and its model. Only below WorkflowArea, which shows pages once it is loaded. */
export function useWorkflow(): { model: WorkflowModel; workflow: Workflow } {
  const model = useContext(Shared);
  const workflow = model?.workflow.value;
  if (!model || !workflow) throw new Error("A page of a workflow is shown outside of one.");
  return { model, workflow };
}
