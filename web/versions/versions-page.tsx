import type { Version } from "../api/management.ts";
import { PageHead } from "../shell/page-head.tsx";
import { useShortcuts } from "../shell/shortcuts.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icons.tsx";
import { labels } from "../ui/labels.ts";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { PagedTable } from "../ui/paged-table.tsx";
import { EmptyState, ProblemNotice } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";
import { useModel } from "../ui/use-model.ts";
import { workflowLabels } from "../ui/workflow-labels.ts";
import { useWorkflow } from "../workflow/workflow-model.ts";
import { CompareCard } from "./compare-card.tsx";
import { VersionDialogs } from "./version-dialogs.tsx";
import { createVersionsModel, type VersionsModel } from "./versions-model.ts";
import "./versions.css";

const words = workflowLabels.versions;

export function VersionsPage() {
  const { model: shared, workflow } = useWorkflow();
  const model = useModel(() => createVersionsModel(workflow.id, shared.reload), workflow.id);
  const mayEdit = shared.may("workflow.edit");
  const keep = () => {
    if (mayEdit) model.open.value = { kind: "keep" };
  };
  useShortcuts({ n: keep });
  const compared = model.compared.value;
  const keepButton = mayEdit && (
    <Button kind="main" icon="plus" onClick={keep}>
      {words.keep}
    </Button>
  );
  const items = model.list.items.value;
  return (
    <div class="page">
      <PageHead
        title={words.title}
        tab={`${words.title} · ${workflow.name}`}
        lead={mayEdit ? words.lead : words.mayNot}
        actions={
          compared ? (
            <Button icon="arrowLeft" onClick={model.showAll}>
              {words.back}
            </Button>
          ) : (
            items?.length !== 0 && (
              <>
                {items?.[0] && (
                  <Button icon="transfer" onClick={() => model.compare(items[0]!.id, "draft")}>
                    {words.compareAny}
                  </Button>
                )}
                {keepButton}
              </>
            )
          )
        }
      />
      {model.export.problem.value && <ProblemNotice problem={model.export.problem.value} />}
      {compared ? (
        <CompareCard model={model} {...compared} />
      ) : (
        <PagedTable
          list={model.list}
          columns={[
            { label: words.columns.number },
            { label: words.columns.name, class: "table-main" },
            { label: words.columns.by, class: "narrow-hide" },
            { label: words.columns.when, class: "phone-hide" },
            { label: words.columns.actions, unseen: true },
          ]}
          empty={
            <EmptyState icon="history" title={words.empty.title} action={keepButton}>
              {words.empty.detail}
            </EmptyState>
          }
          row={(version) => <VersionRow key={version.id} version={version} model={model} />}
        />
      )}
      <VersionDialogs model={model} workflowId={workflow.id} />
    </div>
  );
}

function VersionRow({ version, model }: { version: Version; model: VersionsModel }) {
  const { model: shared, workflow } = useWorkflow();
  const { id, number, name, description, createdBy, createdAt, deployed } = version;
  const mayEdit = shared.may("workflow.edit");
  return (
    <tr>
      <td class="figures">
        <span class="row version-number">
          {words.number(number)}
          {deployed && <span class="status status-success status-chip">{words.deployed}</span>}
        </span>
      </td>
      <td class="table-main">
        <a class="list-link cut version-name" href={`/workflows/${workflow.id}/versions?from=${id}&to=draft`}>
          {name}
        </a>
        {description && <div class="soft cut">{description}</div>}
      </td>
      <td class="soft narrow-hide">{createdBy.name}</td>
      <td class="soft phone-hide">
        <Time at={createdAt} />
      </td>
      <td class="table-end">
        <Menu
          trigger={(ties) => (
            <button type="button" class="button button-quiet icon-button" {...ties} aria-label={words.actionsOf(name)}>
              <Icon name="more" />
            </button>
          )}
        >
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
        </Menu>
      </td>
    </tr>
  );
}
