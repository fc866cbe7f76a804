import { versions } from "../api/management.ts";
import { createResource } from "../ui/resource.ts";
import { ProblemNotice, Skeleton } from "../ui/states.tsx";
import { useModel } from "../ui/use-model.ts";
import { FlowDiffView } from "./flow-diff.tsx";

/** What changes between two flows of a workflow, loaded: each is a version's id, `draft` or `deployed`. */
export function LoadedDiff({ workflowId, from, to, same }: { workflowId: string; from: string; to: string; same?: string }) {
  const diff = useModel(() => {
    const resource = createResource(() => versions.diff(workflowId, from, to));
    return { ...resource, start: resource.load };
  }, `${workflowId} ${from} ${to}`);
  if (!diff.value.value)
    return diff.problem.value ? <ProblemNotice problem={diff.problem.value} onRetry={diff.load} /> : <Skeleton lines={4} />;
  if (diff.value.value.same && same !== undefined) return <p class="soft">{same}</p>;
  return <FlowDiffView diff={diff.value.value.diff} />;
}
