import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Workflow } from "../api/resources.ts";
import { Button } from "../ui/button.tsx";
import { labels } from "../ui/labels.ts";
import { toast } from "../ui/toasts.tsx";
import { useWorkflow } from "../workflow/workflow-model.ts";

interface DetailsFormProps {
  /** The id of the card's heading. */
  id: string;
  title: string;
  form: { readonly busy: ReadonlySignal<boolean>; submit(): Promise<Workflow | undefined> };
  children: ComponentChildren;
}

/** A card with a form of its own; what it saved is the workflow that the page goes on with. */
export function DetailsForm({ id, title, form, children }: DetailsFormProps) {
  const { model } = useWorkflow();
  return (
    <section class="card" aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{title}</h2>
      </div>
      <form
        class="card-body form"
        noValidate
        onSubmit={async (event) => {
          event.preventDefault();
          const saved = await form.submit();
          if (!saved) return;
          model.set(saved);
          toast(labels.workflowForm.saved);
        }}
      >
        {children}
        <div class="form-actions">
          <Button kind="main" type="submit" busy={form.busy.value}>
            {labels.common.save}
          </Button>
        </div>
      </form>
    </section>
  );
}
