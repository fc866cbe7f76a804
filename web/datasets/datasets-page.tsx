import type { DatasetSummary } from "../api/account-resources.ts";
import { AccountPage } from "../members/account-page.tsx";
import { PageHead } from "../shell/page-head.tsx";
import { useShortcuts } from "../shell/shortcuts.ts";
import { accountLabels } from "../ui/account-labels.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { labels } from "../ui/labels.ts";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { PagedTable } from "../ui/paged-table.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { EmptyState } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";
import { useModel } from "../ui/use-model.ts";
import { createDatasetsModel, type DatasetsModel, mayManageData } from "./datasets-model.ts";
import { RenameDialog } from "./rename-dialog.tsx";
import { sizeText } from "./size-text.ts";
import { UploadDialog } from "./upload-dialog.tsx";
import "./datasets.css";

const words = accountLabels.data;

export function DatasetsPage() {
  const model = useModel(createDatasetsModel);
  const upload = () => {
    if (mayManageData.value) model.choose({ kind: "upload" });
  };
  useShortcuts({ n: upload });
  const isEmpty = model.list.items.value?.length === 0 && model.search.query.value === "";
  const uploadButton = mayManageData.value && (
    <Button kind="main" icon="arrowUp" onClick={upload}>
      {words.upload}
    </Button>
  );
  return (
    <AccountPage>
      <PageHead
        title={words.title}
        lead={mayManageData.value ? words.lead : `${words.mayNot} ${accountLabels.askForRight}`}
        actions={!isEmpty && uploadButton}
      />
      {!isEmpty && <SearchField label={words.search} search={model.search} />}
      <div>
        <PagedTable
          list={model.list}
          columns={[
            { label: words.columns.name, class: "table-main" },
            { label: words.columns.rows, class: "figure" },
            { label: words.columns.size, class: "figure phone-hide" },
            { label: words.columns.changed, class: "narrow-hide" },
            { label: words.columns.creator, class: "wide-only" },
            { label: words.columns.actions, unseen: true },
          ]}
          empty={
            isEmpty ? (
              <EmptyState icon="data" title={words.empty.title} action={uploadButton}>
                {words.empty.detail}
              </EmptyState>
            ) : (
              <EmptyState
                icon="search"
                title={words.nothingFound.title}
                action={<Button onClick={model.search.clear}>{words.nothingFound.action}</Button>}
              >
                {words.nothingFound.detail(model.search.query.value)}
              </EmptyState>
            )
          }
          row={(dataset) => <DatasetLine key={dataset.id} dataset={dataset} model={model} />}
        />
      </div>
      <OpenDialog model={model} />
    </AccountPage>
  );
}

function DatasetLine({ dataset, model }: { dataset: DatasetSummary; model: DatasetsModel }) {
  const { id, name, description, rows, bytes, createdBy, updatedAt } = dataset;
  return (
    <tr>
      <td class="table-main">
        <a class="data-link strong cut" href={`/data/${id}`}>
          {name}
        </a>
        {description && <div class="cut soft">{description}</div>}
      </td>
      <td class="figure">{words.number(rows)}</td>
      <td class="figure soft phone-hide">{sizeText(bytes)}</td>
      <td class="soft narrow-hide">
        <Time at={updatedAt} />
      </td>
      <td class="soft wide-only">{createdBy.name}</td>
      <td class="table-end">
        {mayManageData.value && (
          <Menu
            trigger={(ties) => (
              <button type="button" class="button button-quiet icon-button" {...ties} aria-label={words.actionsOf(name)}>
                <Icon name="more" />
              </button>
            )}
          >
            <MenuItem icon="details" onClick={() => model.choose({ kind: "rename", dataset })}>
              {words.rename}
            </MenuItem>
            <MenuItem icon="trash" danger onClick={() => model.choose({ kind: "delete", dataset })}>
              {labels.common.delete}
            </MenuItem>
          </Menu>
        )}
      </td>
    </tr>
  );
}

function OpenDialog({ model }: { model: DatasetsModel }) {
  const open = model.open.value;
  if (!open) return null;
  if (open.kind === "upload")
    return <UploadDialog into={{ kind: "create" }} onDone={({ id }) => model.uploaded(id)} onClose={model.close} />;
  if (open.kind === "rename") return <RenameDialog dataset={open.dataset} onDone={model.renamed} onClose={model.close} />;
  return (
    <ConfirmDialog
      danger
      title={words.deleteTitle(open.dataset.name)}
      confirm={words.confirmDelete}
      act={() => model.remove(open.dataset)}
      onClose={model.close}
    >
      <p>{words.deleteBody(open.dataset.rows)}</p>
    </ConfirmDialog>
  );
}
