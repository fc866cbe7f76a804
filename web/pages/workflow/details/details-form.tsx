import type { ComponentChildren } from "preact";
import type { Workflow } from "../../../base/api/resources.ts";
import type { SavingForm } from "../../../base/ui/form.tsx";
import { FormCard } from "../../../base/ui/form-card.tsx";
import { labels } from "../../../base/labels.ts";
import { toast } from "../../../base/ui/toasts.tsx";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";

interface DetailsFormProps {
  title: string;
  form: SavingForm<Workflow>;
  children: ComponentChildren;
}

/** A card with a form of its own; what it saved is the workflow that the page goes on with. */
export function DetailsForm({ title, form, children }: DetailsFormProps) {
  const { model } = useWorkflow();
  const submit = async () => {
    const saved = await form.submit();
    if (!saved) return;
    model.set(saved);
    toast(labels.workflowForm.saved);
  };
  return (
    <FormCard title={title} onSubmit={submit} busy={form.busy.value} problem={form.problem.value}>
      {children}
    </FormCard>
  );
}
