import { AccountPage } from "../members/account-page.tsx";
import { DeleteDialog } from "../../../base/ui/delete-dialog.tsx";
import { datasetsLabels } from "./datasets-labels.ts";
import { labels } from "../../../base/labels.ts";
import { ListPage } from "../../../base/ui/list-page.tsx";
import { MenuItem } from "../../../base/ui/menu.tsx";
import { RowMenu } from "../../../base/ui/row-menu.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { createDatasetsModel, type DatasetsModel, mayManageData } from "./datasets-model.ts";
import { RenameDialog } from "./rename-dialog.tsx";
import { sizeText } from "../../../base/ui/size-text.ts";
import { UploadDialog } from "./upload-dialog.tsx";
import "./datasets.css";

const words = datasetsLabels;

export function DatasetsPage() {
  const model = useModel(createDatasetsModel);
  const mayManage = mayManageData.value;
  return (
    <AccountPage>
      <ListPage
        title={words.title}
        lead={mayManage ? words.lead : `${words.mayNot} ${labels.common.askForRight}`}
        create={mayManage ? { label: words.upload, icon: "arrowUp", act: () => model.choose({ kind: "upload" }) } : undefined}
        search={{ label: words.search, search: model.search, nothing: words.nothingFound }}
        list={model.list}
        keyOf={({ id }) => id}
        columns={[
          {
            label: words.columns.name,
            class: "table-main",
            cell: ({ id, name, description }) => (
              <>
                <a class="data-link strong cut" href={`/data/${id}`}>
                  {name}
                </a>
                {description && <div class="cut soft">{description}</div>}
              </>
            ),
          },
          { label: words.columns.rows, class: "figure", cell: ({ rows }) => words.number(rows) },
          { label: words.columns.size, class: "figure soft phone-hide", cell: ({ bytes }) => sizeText(bytes) },
          { label: words.columns.changed, class: "soft narrow-hide", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
          { label: words.columns.creator, class: "soft wide-only", cell: ({ createdBy }) => createdBy.name },
          {
            label: words.columns.actions,
            unseen: true,
            cell: (dataset) =>
              mayManage && (
                <RowMenu label={words.actionsOf(dataset.name)}>
                  <MenuItem icon="details" onClick={() => model.choose({ kind: "rename", dataset })}>
                    {words.rename}
                  </MenuItem>
                  <MenuItem icon="trash" danger onClick={() => model.choose({ kind: "delete", dataset })}>
                    {labels.common.delete}
                  </MenuItem>
                </RowMenu>
              ),
          },
        ]}
        empty={{ icon: "data", ...words.empty }}
      />
      <OpenDialog model={model} />
    </AccountPage>
  );
}

function OpenDialog({ model }: { model: DatasetsModel }) {
  const open = model.open.value;
  if (!open) return null;
  if (open.kind === "upload")
    return <UploadDialog into={{ kind: "create" }} onDone={({ id }) => model.uploaded(id)} onClose={model.close} />;
  if (open.kind === "rename") return <RenameDialog dataset={open.dataset} onDone={model.renamed} onClose={model.close} />;
  return (
    <DeleteDialog name={open.dataset.name} confirm={words.confirmDelete} act={() => model.remove(open.dataset)} onClose={model.close}>
      {words.deleteBody(open.dataset.rows)}
    </DeleteDialog>
  );
}
