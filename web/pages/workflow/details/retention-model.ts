import { computed, signal } from "@preact/signals";
import { type Workflow, workflows } from "../../../base/api/resources.ts";
import { detailsLabels } from "./details-labels.ts";
import { createAction } from "../../../base/ui/resource.ts";

const bounds = { min: 1, max: 365 } as const;

/** How long a workflow's runs are kept, in whole days. */
export function createRetentionModel(workflow: Workflow) {
  const days = signal(String(workflow.runRetentionDays));
  const saved = signal(workflow.runRetentionDays);
  const chosen = computed(() => (/^\d{1,3}$/.test(days.value.trim()) ? Number(days.value) : undefined));
  const isValid = computed(() => chosen.value !== undefined && chosen.value >= bounds.min && chosen.value <= bounds.max);
  const save = createAction(() => workflows.update(workflow.id, { runRetentionDays: chosen.value! }));
  return {
    days,
    busy: save.busy,
    problem: save.problem,
    error: computed(() => (isValid.value ? undefined : detailsLabels.runsDaysWrong(bounds.min, bounds.max))),
    /** Older runs than these go for good. */
    isShorter: computed(() => isValid.value && chosen.value! < saved.value),
    async submit(): Promise<Workflow | undefined> {
      const after = isValid.value ? await save.run() : undefined;
      if (after) saved.value = after.runRetentionDays;
      return after;
    },
  };
}
