import { useRef } from "preact/hooks";
import { lazyPage } from "../shell/lazy-page.tsx";
import { PageHead, TopBar } from "../shell/page-head.tsx";
import { navigate, search, setSearch } from "../shell/router.ts";
import { me } from "../shell/session-model.ts";
import { useShortcuts } from "../shell/shortcuts.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icons.tsx";
import { labels } from "../ui/labels.ts";
import { Tabs } from "../ui/tabs.tsx";
import { toast } from "../ui/toasts.tsx";
import { useModel } from "../ui/use-model.ts";
import { DeleteWorkflowDialog } from "./delete-workflow-dialog.tsx";
import { WorkflowDialog } from "./workflow-dialog.tsx";
import { WorkflowTable } from "./workflow-table.tsx";
import { createWorkflowsModel, tabs, type WorkflowsModel } from "./workflows-model.ts";
import "./workflows.css";

const ImportWorkflowDialog = lazyPage(async () => (await import("./import-workflow-dialog.tsx")).ImportWorkflowDialog);

const words = labels.workflows;

export function WorkflowsPage() {
  const model = useModel(createWorkflowsModel);
  const field = useRef<HTMLInputElement>(null);
  const create = () => {
    if (model.mayCreate.value) model.open.value = { kind: "create" };
  };
  useShortcuts({ "/": () => field.current?.focus(), n: create });
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
            model.mayCreate.value &&
            !model.isEmpty.value && (
              <>
                <Button icon="upload" onClick={model.startImport}>
                  {words.import}
                </Button>
                <Button kind="main" icon="plus" onClick={create}>
                  {words.create}
                </Button>
              </>
            )
          }
        />
        <div>
          <div class="list-tools">
            <div class="list-search">
              <Icon name="search" />
              <input
                ref={field}
                class="input"
                type="search"
                aria-label={words.search}
                aria-keyshortcuts="/"
                placeholder={words.searchPlaceholder}
                value={model.typed.value}
                onInput={(event) => model.type(event.currentTarget.value)}
                onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
              />
              <kbd aria-hidden="true">/</kbd>
            </div>
          </div>
          <Tabs
            label={words.tabsLabel}
            tabs={tabs.map((key) => ({ key, label: words.tabs[key] }))}
            current={model.tab.value}
            onChange={model.setTab}
          >
            <div class="list-body">
              <WorkflowTable model={model} onCreate={create} />
            </div>
          </Tabs>
        </div>
      </div>
      <OpenDialog model={model} />
    </>
  );
}

function OpenDialog({ model }: { model: WorkflowsModel }) {
  // The palette leads to a new workflow by the address.
  const open =
    model.open.value ?? (model.mayCreate.value && search.value.get("new") === "workflow" ? ({ kind: "create" } as const) : undefined);
  const close = () => {
    model.open.value = undefined;
    setSearch({ new: "" });
  };
  if (!open) return null;
  if (open.kind === "create") return <WorkflowDialog onClose={close} onDone={(made) => navigate(`/workflows/${made.id}`)} />;
  if (open.kind === "import") return <ImportWorkflowDialog onClose={close} onImported={() => void model.list.reload()} />;
  const { workflow } = open;
  if (open.kind === "edit") {
    return (
      <WorkflowDialog
        workflow={workflow}
        onClose={close}
        onDone={() => {
          close();
          toast(labels.details.saved);
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
