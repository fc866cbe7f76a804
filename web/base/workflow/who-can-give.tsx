import type { WorkflowCapability } from "#flow/rights/workflow-rights.ts";
import { sharing, type WorkflowMember } from "../api/management.ts";
import { createResource } from "../ui/resource.ts";
import { EmptyState, Skeleton } from "../ui/states.tsx";
import { useModel } from "../ui/use-model.ts";
import { workflowLabels } from "./workflow-labels.ts";
import { useWorkflow } from "./workflow-model.ts";

const words = workflowLabels.whoCanGive;
const namesShown = 5;

/** In place of a page that a role does not include: what is missing, and who can give it. */
export function WhoCanGive({ what, right }: { what: string; right: WorkflowCapability }) {
  const { workflow } = useWorkflow();
  const people = useModel(() => {
    const { value, load } = createResource(async () => (await sharing.list(workflow.id)).items);
    return { value, start: load };
  }, workflow.id);
  const givers = people.value.value?.filter((member) => canGive(member, right)).slice(0, namesShown);
  return (
    <EmptyState icon="lock" title={words.title(what)}>
      {words.yours(workflow.role)}{" "}
      {givers ? givers.length > 0 ? `${words.askers} ${givers.map(nameOf).join(", ")}` : words.nobody : <Skeleton lines={1} />}
    </EmptyState>
  );
}

function canGive({ capabilities }: WorkflowMember, right: WorkflowCapability): boolean {
  return capabilities.includes("workflow.share") && capabilities.includes(right);
}

function nameOf({ user, role }: WorkflowMember): string {
  return `${user.name} (${role})`;
}
