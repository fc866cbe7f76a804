import { computed, signal } from "@preact/signals";
import { errorOfField } from "../../../base/api/problem.ts";
import { type Workflow, workflows } from "../../../base/api/resources.ts";
import { labels } from "../../../base/labels.ts";
import { createAction } from "../../../base/ui/resource.ts";

export interface Named {
  id: string;
  name: string;
  description: string;
}

/** Name and description, of a new workflow or of the given one. */
export function createWorkflowFormModel(workflow?: Named) {
  const name = signal(workflow?.name ?? "");
  const description = signal(workflow?.description ?? "");
  const save = createAction(() =>
    workflow
      ? workflows.update(workflow.id, { name: name.value, description: description.value })
      : workflows.create(name.value, description.value),
  );
  const nameError = computed(() => {
    if (name.value.trim() === "") return labels.workflowForm.missingName;
    // A name that is taken is a conflict; it belongs to the field, not above the form.
    const problem = save.problem.value;
    return errorOfField(problem, "name") ?? (problem?.status === 409 ? (problem.detail ?? problem.title) : undefined);
  });
  return {
    name,
    description,
    busy: save.busy,
    problem: computed(() => (nameError.value ? undefined : save.problem.value)),
    nameError,
    async submit(): Promise<Workflow | undefined> {
      return name.value.trim() === "" ? undefined : save.run();
    },
  };
}
export type WorkflowFormModel = ReturnType<typeof createWorkflowFormModel>;
