import type { Variable } from "../../../base/api/management.ts";
import { flows, workflows } from "../../../base/api/resources.ts";
import { ConfirmDialog } from "../../../base/ui/confirm-dialog.tsx";
import { labels } from "../../../base/labels.ts";
import { createResource } from "../../../base/ui/resource.ts";
import { Skeleton } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { variablesLabels } from "./variables-labels.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";

const words = variablesLabels;

interface Use {
  flow: "draft" | "deployed";
  node: { id: string; name: string };
}

/** Asks before a variable is deleted, and says which nodes of which flow refer to it. */
export function DeleteVariableDialog({
  variable,
  remove,
  onClose,
}: {
  variable: Variable;
  remove: () => Promise<void>;
  onClose: () => void;
}) {
  const { workflow } = useWorkflow();
  const uses = useModel(() => {
    const found = createResource(() => usesOf(workflow.id, workflow.deployment?.versionId, variable.name));
    return { ...found, start: found.load };
  });
  return (
    <ConfirmDialog title={labels.common.deleteTitle(variable.name)} confirm={words.confirmDelete} danger act={remove} onClose={onClose}>
      {uses.problem.value ? (
        <p>{words.usesUnknown}</p>
      ) : !uses.value.value ? (
        <Skeleton lines={2} />
      ) : uses.value.value.length === 0 ? (
        <p>{words.noUses}</p>
      ) : (
        <div class="stack">
          <p>{words.uses}</p>
          <ul class="variable-uses">
            {uses.value.value.map(({ flow, node }) => (
              <li key={`${flow} ${node.id}`} class="row">
                {flow === "draft" ? <a href={`/workflows/${workflow.id}?node=${encodeURIComponent(node.id)}`}>{node.name}</a> : node.name}
                <span class="soft">{flow === "draft" ? words.inDraft : words.inDeployed}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {variable.secure && <p>{words.cannotUndo}</p>}
    </ConfirmDialog>
  );
}

async function usesOf(workflowId: string, versionId: string | undefined, name: string): Promise<Use[]> {
  // Reading scripts takes a parser; it is fetched only here.
  const [{ findUses }, draft, deployed] = await Promise.all([
    import("#flow/check/find-uses.ts"),
    flows.get(workflowId),
    versionId === undefined ? undefined : workflows.version(workflowId, versionId),
  ]);
  return [
    ...(deployed ? findUses(deployed.flow, name).map((node): Use => ({ flow: "deployed", node })) : []),
    ...findUses(draft.flow, name).map((node): Use => ({ flow: "draft", node })),
  ];
}
