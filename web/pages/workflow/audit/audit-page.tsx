import { WhoCanGive } from "../../../base/workflow/who-can-give.tsx";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { auditLabels } from "./audit-labels.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { AuditTable } from "./audit-table.tsx";

const words = auditLabels;

export function AuditPage() {
  const { model, workflow } = useWorkflow();
  return (
    <div class="page">
      <PageHead title={words.title} tab={`${words.title} · ${workflow.name}`} lead={words.lead} />
      {model.may("audit.see") ? (
        <AuditTable base={`/api/workflows/${encodeURIComponent(workflow.id)}`} />
      ) : (
        <WhoCanGive what={words.forbidden} right="audit.see" />
      )}
    </div>
  );
}
