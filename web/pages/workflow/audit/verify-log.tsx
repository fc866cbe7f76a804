import { signal } from "@preact/signals";
import { audit, type AuditVerdict } from "../../../base/api/management.ts";
import { auditLabels } from "./audit-labels.ts";
import { Button } from "../../../base/ui/button.tsx";
import { createAction } from "../../../base/ui/resource.ts";
import { Notice, ProblemNotice } from "../../../base/ui/states.tsx";

const words = auditLabels;

/** Checking the chain of the account's log. */
export function createVerifyModel() {
  const verdict = signal<AuditVerdict | undefined>();
  return { verdict, check: createAction(async () => void (verdict.value = await audit.verify())) };
}
type VerifyModel = ReturnType<typeof createVerifyModel>;

export function VerifyButton({ model }: { model: VerifyModel }) {
  return (
    <Button icon="check" busy={model.check.busy.value} onClick={() => void model.check.run()}>
      {words.verify}
    </Button>
  );
}

/** Whether the log is whole, or where it first is not. */
export function Verdict({ model }: { model: VerifyModel }) {
  const verdict = model.verdict.value;
  return (
    <div role="status" class="audit-verdict">
      {verdict?.ok && <Notice kind="success" title={words.verified(verdict.entries)} />}
      {verdict?.firstProblem && (
        <Notice kind="warning" title={words.broken(verdict.firstProblem.seq)}>
          {verdict.firstProblem.message}
        </Notice>
      )}
      {model.check.problem.value && <ProblemNotice problem={model.check.problem.value} />}
    </div>
  );
}
