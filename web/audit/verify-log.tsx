import { signal } from "@preact/signals";
import { audit, type AuditVerdict } from "../api/management.ts";
import { Button } from "../ui/button.tsx";
import { createAction } from "../ui/resource.ts";
import { Notice, ProblemNotice } from "../ui/states.tsx";
import { useModel } from "../ui/use-model.ts";
import { workflowLabels } from "../ui/workflow-labels.ts";

const words = workflowLabels.audit;

/** Checks the chain of the account's log, and says whether it is whole or where it first is not. */
export function VerifyLog() {
  const model = useModel(() => {
    const verdict = signal<AuditVerdict | undefined>();
    return { verdict, check: createAction(async () => void (verdict.value = await audit.verify())) };
  });
  const verdict = model.verdict.value;
  return (
    <div class="stack">
      <div class="row">
        <Button icon="check" busy={model.check.busy.value} onClick={() => void model.check.run()}>
          {words.verify}
        </Button>
      </div>
      <div role="status">
        {verdict?.ok && <Notice kind="success" title={words.verified(verdict.entries)} />}
        {verdict?.firstProblem && (
          <Notice kind="waiting" title={words.broken(verdict.firstProblem.seq)}>
            {verdict.firstProblem.message}
          </Notice>
        )}
      </div>
      {model.check.problem.value && <ProblemNotice problem={model.check.problem.value} />}
    </div>
  );
}
