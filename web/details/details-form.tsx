import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Problem } from "../api/problem.ts";
import type { Workflow } from "../api/resources.ts";
import { FormCard } from "../ui/form-card.tsx";
import { labels } from "../ui/labels.ts";
import { toast } from "../ui/toasts.tsx";
import { useWorkflow } from "../workflow/workflow-model.ts";

interface DetailsFormProps {
  title: string;
  form: {
    readonly busy: ReadonlySignal<boolean>;
    readonly problem: ReadonlySignal<Problem | undefined>;
    submit(): Promise<Workflow | undefined>;
  };
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
