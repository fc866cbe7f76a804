import type { Variable } from "../api/management.ts";
import { flows, workflows } from "../api/resources.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { labels } from "../ui/labels.ts";
import { createAction, createResource } from "../ui/resource.ts";
import { ProblemNotice, Skeleton } from "../ui/states.tsx";
import { useModel } from "../ui/use-model.ts";
import { workflowLabels } from "../ui/workflow-labels.ts";
import { useWorkflow } from "../workflow/workflow-model.ts";

const words = workflowLabels.variables;

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
  const action = useModel(() => createAction(remove));
  const uses = useModel(() => {
    const found = createResource(() => usesOf(workflow.id, workflow.deployment?.versionId, variable.name));
    return { ...found, start: found.load };
  });
  return (
    <Dialog title={words.deleteTitle(variable.name)} onClose={onClose}>
      <div class="form">
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
        {action.problem.value && <ProblemNotice problem={action.problem.value} />}
        <div class="form-actions">
          <Button onClick={onClose} data-first>
            {labels.common.cancel}
          </Button>
          <Button kind="danger" busy={action.busy.value} onClick={() => void action.run()}>
            {words.confirmDelete}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

async function usesOf(workflowId: string, versionId: string | undefined, name: string): Promise<Use[]> {
  // Reading scripts takes a parser; it is fetched only here.
  const [{ findUses }, draft, deployed] = await Promise.all([
    import("#flow/variables/find-uses.ts"),
    flows.get(workflowId),
    versionId === undefined ? undefined : workflows.version(workflowId, versionId),
  ]);
  return [
    ...(deployed ? findUses(deployed.flow, name).map((node): Use => ({ flow: "deployed", node })) : []),
    ...findUses(draft.flow, name).map((node): Use => ({ flow: "draft", node })),
  ];
}
