import { datasets, type Dataset } from "../../../base/api/account-resources.ts";
import { PageHead, TopBar } from "../../../base/ui/page-head.tsx";
import { Button } from "../../../base/ui/button.tsx";
import { DeleteDialog } from "../../../base/ui/delete-dialog.tsx";
import { datasetsLabels } from "./datasets-labels.ts";
import { Icon } from "../../../base/ui/icons.tsx";
import { labels } from "../../../base/labels.ts";
import { Menu, MenuItem } from "../../../base/ui/menu.tsx";
import { SearchField } from "../../../base/ui/search-field.tsx";
import { EmptyState, ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { createDatasetModel, type DatasetModel } from "./dataset-model.ts";
import { mayManageData } from "./datasets-model.ts";
import { RenameDialog } from "./rename-dialog.tsx";
import { RowsTable } from "./rows-table.tsx";
import { sizeText } from "../../../base/ui/size-text.ts";
import { UploadDialog } from "./upload-dialog.tsx";
import "./datasets.css";

const words = datasetsLabels;

export function DatasetPage({ id }: { id: string }) {
  const model = useModel(() => createDatasetModel(id), id);
  const { value, problem, load } = model.dataset;
  const dataset = value.value;
  return (
    <>
      <TopBar>
        <a href="/data">{words.title}</a>
        <Icon name="chevronRight" />
        <span class="strong cut">{dataset?.name}</span>
      </TopBar>
      <div class="page">
        {problem.value?.status === 404 ? (
          <EmptyState
            icon="data"
            title={words.gone.title}
            action={
              <a class="button button-main" href="/data">
                {words.gone.action}
              </a>
            }
          >
            {words.gone.detail}
          </EmptyState>
        ) : problem.value ? (
          <ProblemNotice problem={problem.value} onRetry={load} />
        ) : dataset ? (
          <Content model={model} dataset={dataset} />
        ) : (
          <Skeleton lines={6} />
        )}
      </div>
    </>
  );
}

function Content({ model, dataset }: { model: DatasetModel; dataset: Dataset }) {
  return (
    <>
      <PageHead
        title={dataset.name}
        tab={`${dataset.name} · ${words.title}`}
        lead={
          <>
            {dataset.description && <>{dataset.description} · </>}
            {words.rows(dataset.rows)} · {sizeText(dataset.bytes)} · <Time at={dataset.updatedAt} />
          </>
        }
        actions={<Actions model={model} dataset={dataset} />}
      />
      <SearchField label={words.searchRows} search={model.search} />
      <RowsTable model={model} dataset={dataset} />
      <OpenDialog model={model} dataset={dataset} />
    </>
  );
}

function Actions({ model, dataset: { id } }: { model: DatasetModel; dataset: Dataset }) {
  return (
    <>
      <Menu
        trigger={(ties) => (
          <button type="button" class="button" {...ties}>
            <Icon name="download" /> {words.download}
          </button>
        )}
      >
        {(["csv", "jsonl"] as const).map((format) => (
          <a key={format} role="menuitem" tabIndex={-1} class="menu-item menu-link" href={datasets.downloadAddress(id, format)} download>
            <Icon name="download" />
            <span class="grow">{format === "csv" ? words.downloadCsv : words.downloadJsonLines}</span>
          </a>
        ))}
      </Menu>
      {mayManageData.value && (
        <>
          <Button icon="plus" onClick={() => (model.open.value = "append")}>
            {words.append}
          </Button>
          <Menu
            trigger={(ties) => (
              <button type="button" class="button icon-button" {...ties} aria-label={words.more}>
                <Icon name="more" />
              </button>
            )}
          >
            <MenuItem icon="refresh" onClick={() => (model.open.value = "replace")}>
              {words.replace}
            </MenuItem>
            <MenuItem icon="details" onClick={() => (model.open.value = "rename")}>
              {words.rename}
            </MenuItem>
            <MenuItem icon="trash" danger onClick={() => (model.open.value = "delete")}>
              {labels.common.delete}
            </MenuItem>
          </Menu>
        </>
      )}
    </>
  );
}

function OpenDialog({ model, dataset }: { model: DatasetModel; dataset: Dataset }) {
  const open = model.open.value;
  const close = () => (model.open.value = undefined);
  const { id, name } = dataset;
  if (!open) return null;
  if (open === "rename") return <RenameDialog dataset={dataset} onDone={model.changed} onClose={close} />;
  if (open === "delete")
    return (
      <DeleteDialog name={name} confirm={words.confirmDelete} act={model.remove} onClose={close}>
        {words.deleteBody(dataset.rows)}
      </DeleteDialog>
    );
  return <UploadDialog into={{ kind: open, id, name }} onDone={model.changed} onClose={close} />;
}
