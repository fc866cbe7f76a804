import { PageHead, TopBar } from "../../../base/ui/page-head.tsx";
import { navigate } from "../../../base/router/router.ts";
import { me } from "../../../base/session/session-model.ts";
import { useShortcuts } from "../../../base/shortcuts/shortcuts.ts";
import { Button } from "../../../base/ui/button.tsx";
import { SearchField } from "../../../base/ui/search-field.tsx";
import { Tabs } from "../../../base/ui/tabs.tsx";
import { toast } from "../../../base/ui/toasts.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { BeginStrip } from "../../workflow/first-steps/begin.tsx";
import { labels } from "../../../base/labels.ts";
import { DeleteWorkflowDialog } from "../../shared/workflow-form/delete-workflow-dialog.tsx";
import { NewWorkflowDialog } from "./new-workflow-dialog.tsx";
import { WorkflowDialog } from "./workflow-dialog.tsx";
import { WorkflowTable } from "./workflow-table.tsx";
import { createWorkflowsModel, tabs, type WorkflowsModel } from "./workflows-model.ts";
import "./workflows.css";

const words = labels.workflows;

export function WorkflowsPage() {
  const model = useModel(createWorkflowsModel);
  const create = () => model.begin("blank");
  useShortcuts({ n: create });
  return (
    <>
      <TopBar>
        <span class="strong cut">{me.value?.activeAccount?.name ?? labels.product}</span>
      </TopBar>
      <div class="page">
        <PageHead
          title={words.title}
          lead={model.mayCreate.value ? undefined : words.mayNotCreate}
          actions={
            model.mayCreate.value && (
              <>
                <Button icon="upload" onClick={() => model.begin("import")}>
                  {words.import}
                </Button>
                <Button kind="main" icon="plus" onClick={create}>
                  {words.create}
                </Button>
              </>
            )
          }
        />
        {model.offersFirstSteps.value && <BeginStrip begin={model.begin} />}
        <div>
          <div class="list-tools">
            <SearchField label={words.search} search={model} class="list-search" />
          </div>
          <Tabs
            label={words.tabsLabel}
            tabs={tabs.map((key) => ({ key, label: words.tabs[key] }))}
            current={model.tab.value}
            onChange={model.setTab}
          >
            <div class="list-body">
              <WorkflowTable model={model} />
            </div>
          </Tabs>
        </div>
      </div>
      <OpenDialog model={model} />
    </>
  );
}

function OpenDialog({ model }: { model: WorkflowsModel }) {
  const way = model.way.value;
  if (way)
    return (
      <NewWorkflowDialog way={way} onWay={model.begin} onClose={() => model.begin(undefined)} onMade={() => void model.list.reload()} />
    );
  const open = model.open.value;
  const close = () => (model.open.value = undefined);
  if (!open) return null;
  const { workflow } = open;
  if (open.kind === "edit") {
    return (
      <WorkflowDialog
        workflow={workflow}
        onClose={close}
        onDone={() => {
          close();
          toast(labels.workflowForm.saved);
          void model.list.reload();
        }}
      />
    );
  }
  return (
    <DeleteWorkflowDialog
      workflow={workflow}
      onClose={close}
      onUndeploy={() => navigate(`/workflows/${workflow.id}/details`)}
      onDeleted={() => {
        close();
        model.list.change((items) => items.filter(({ id }) => id !== workflow.id));
        toast(labels.deleteWorkflow.done(workflow.name));
      }}
    />
  );
}
