import { PageHead } from "../../../base/ui/page-head.tsx";
import { transferLabels } from "./transfer-labels.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { ExportCard } from "./export-card.tsx";
import { ImportCard } from "./import-card.tsx";
import "./import.css";

const words = transferLabels;

export function TransferPage() {
  const { workflow } = useWorkflow();
  return (
    <div class="page transfer">
      <PageHead title={words.title} tab={`${words.title} · ${workflow.name}`} lead={words.lead} />
      <ExportCard />
      <ImportCard />
    </div>
  );
}
