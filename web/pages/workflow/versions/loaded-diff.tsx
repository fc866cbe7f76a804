import { versions } from "../../../base/api/management.ts";
import { flows, workflows } from "../../../base/api/resources.ts";
import { createResource } from "../../../base/ui/resource.ts";
import { ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import type { Named } from "../../../base/workflow/node-reference.ts";
import { FlowDiffView } from "./flow-diff.tsx";

/** What changes between two flows of a workflow, loaded: each is a version's id, `draft` or `deployed`. */
export function LoadedDiff({ workflowId, from, to, same }: { workflowId: string; from: string; to: string; same?: string }) {
  const diff = useModel(() => {
    const resource = createResource(async () => {
      const [found, known] = await Promise.all([versions.diff(workflowId, from, to), nodesOf(workflowId, from, to)]);
      return { ...found, known };
    });
    return { ...resource, start: resource.load };
  }, `${workflowId} ${from} ${to}`);
  if (!diff.value.value)
    return diff.problem.value ? <ProblemNotice problem={diff.problem.value} onRetry={diff.load} /> : <Skeleton lines={4} />;
  if (diff.value.value.same && same !== undefined) return <p class="soft">{same}</p>;
  return <FlowDiffView diff={diff.value.value.diff} known={diff.value.value.known} />;
}

/** The nodes of one of the two flows: those that did not change are in both. */
async function nodesOf(workflowId: string, from: string, to: string): Promise<readonly Named[]> {
  const version = [from, to].find((choice) => choice !== "draft" && choice !== "deployed");
  const { flow } =
    from === "draft" || to === "draft" || !version ? await flows.get(workflowId) : await workflows.version(workflowId, version);
  return flow.nodes;
}
