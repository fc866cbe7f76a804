import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { labels } from "../ui/labels.ts";
import { ProblemNotice } from "../ui/states.tsx";
import { toast } from "../ui/toasts.tsx";
import { useModel } from "../ui/use-model.ts";
import { useWorkflow } from "../workflow/workflow-model.ts";
import { createRetentionModel } from "./retention-model.ts";

const words = labels.details;

export function RetentionCard() {
  const { model, workflow } = useWorkflow();
  const form = useModel(() => createRetentionModel(workflow), workflow.id);
  return (
    <section class="card" aria-labelledby="details-runs">
      <div class="card-head">
        <h2 id="details-runs">{words.runs}</h2>
      </div>
      <form
        class="card-body form"
        noValidate
        onSubmit={async (event) => {
          event.preventDefault();
          const saved = await form.submit();
          if (!saved) return;
          model.set(saved);
          toast(words.saved);
        }}
      >
        {form.problem.value && <ProblemNotice problem={form.problem.value} />}
        <TextField
          label={words.runsDays}
          value={form.days.value}
          onValue={(value) => (form.days.value = value)}
          error={form.error.value}
          hint={form.isShorter.value ? words.runsShorter : words.runsHint}
          inputMode="numeric"
          maxLength={3}
        />
        <div class="form-actions">
          <Button kind="main" type="submit" busy={form.busy.value}>
            {labels.common.save}
          </Button>
        </div>
      </form>
    </section>
  );
}
