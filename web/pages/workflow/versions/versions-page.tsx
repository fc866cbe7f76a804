import type { Version } from "../../../base/api/management.ts";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { Button } from "../../../base/ui/button.tsx";
import { labels } from "../../../base/labels.ts";
import { ListPage } from "../../../base/ui/list-page.tsx";
import { MenuItem } from "../../../base/ui/menu.tsx";
import { RowMenu } from "../../../base/ui/row-menu.tsx";
import { ProblemNotice } from "../../../base/ui/states.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { versionsLabels } from "./versions-labels.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { CompareCard } from "./compare-card.tsx";
import { VersionDialogs } from "./version-dialogs.tsx";
import { createVersionsModel, type VersionsModel } from "./versions-model.ts";
import { WorkflowStatusChip } from "../../../base/ui/status.tsx";
import "./versions.css";

const words = versionsLabels;

export function VersionsPage() {
  const { model: shared, workflow } = useWorkflow();
  const model = useModel(() => createVersionsModel(workflow.id, shared.reload), workflow.id);
  const mayEdit = shared.may("workflow.edit");
  const compared = model.compared.value;
  const newest = model.list.items.value?.[0];
  const tab = `${words.title} · ${workflow.name}`;
  const lead = mayEdit ? words.lead : words.mayNot;
  return (
    <div class="page">
      {model.export.problem.value && <ProblemNotice problem={model.export.problem.value} />}
      {compared ? (
        <>
          <PageHead
            title={words.title}
            tab={tab}
            lead={lead}
            actions={
              <Button icon="arrowLeft" onClick={model.showAll}>
                {words.back}
              </Button>
            }
          />
          <CompareCard model={model} {...compared} />
        </>
      ) : (
        <ListPage
          title={words.title}
          tab={tab}
          lead={lead}
          create={mayEdit ? { label: words.keep, act: () => (model.open.value = { kind: "keep" }) } : undefined}
          actions={
            newest && (
              <Button icon="transfer" onClick={() => model.compare(newest.id, "draft")}>
                {words.compareAny}
              </Button>
            )
          }
          list={model.list}
          keyOf={({ id }) => id}
          columns={[
            {
              label: words.columns.number,
              class: "figures",
              cell: ({ number, deployed }) => (
                <span class="row version-number">
                  {words.number(number)}
                  {deployed && <WorkflowStatusChip status={words.deployed} />}
                </span>
              ),
            },
            {
              label: words.columns.name,
              class: "table-main",
              cell: ({ id, name, description }) => (
                <>
                  <a class="list-link cut version-name" href={`/workflows/${workflow.id}/versions?from=${id}&to=draft`}>
                    {name}
                  </a>
                  {description && <div class="soft cut">{description}</div>}
                </>
              ),
            },
            { label: words.columns.by, class: "soft narrow-hide", cell: ({ createdBy }) => createdBy.name },
            { label: words.columns.when, class: "soft phone-hide", cell: ({ createdAt }) => <Time at={createdAt} /> },
            { label: words.columns.actions, unseen: true, cell: (version) => <Actions version={version} model={model} /> },
          ]}
          empty={{ icon: "history", ...words.empty }}
        />
      )}
      <VersionDialogs model={model} workflowId={workflow.id} />
    </div>
  );
}

function Actions({ version, model }: { version: Version; model: VersionsModel }) {
  const { model: shared } = useWorkflow();
  const { id, name, deployed } = version;
  const mayEdit = shared.may("workflow.edit");
  return (
    <RowMenu label={words.actionsOf(name)}>
      <MenuItem icon="transfer" onClick={() => model.compare(id, "draft")}>
        {words.compareDraft}
      </MenuItem>
      {shared.may("workflow.export") && (
        <MenuItem icon="download" onClick={() => void model.export.run(version)}>
          {words.export}
        </MenuItem>
      )}
      {mayEdit && (
        <>
          <MenuItem icon="history" onClick={() => (model.open.value = { kind: "restore", version })}>
            {words.restore}
          </MenuItem>
          <MenuItem icon="details" onClick={() => (model.open.value = { kind: "rename", version })}>
            {words.rename}
          </MenuItem>
          {!deployed && (
            <MenuItem icon="trash" danger onClick={() => (model.open.value = { kind: "delete", version })}>
              {labels.common.delete}
            </MenuItem>
          )}
        </>
      )}
    </RowMenu>
  );
}
