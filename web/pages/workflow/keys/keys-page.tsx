import { IconButton } from "../../../base/ui/button.tsx";
import { DeleteDialog } from "../../../base/ui/delete-dialog.tsx";
import { keysLabels } from "./keys-labels.ts";
import { labels } from "../../../base/labels.ts";
import { ListPage } from "../../../base/ui/list-page.tsx";
import { Expiry, Time } from "../../../base/ui/time.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { createKeysModel } from "./keys-model.ts";
import { SecretDialog } from "../../shared/secret/secret-dialog.tsx";

const words = keysLabels;

export function KeysPage() {
  const { model: shared, workflow } = useWorkflow();
  const model = useModel(() => createKeysModel(workflow.id), workflow.id);
  const mayManage = shared.may("keys.manage");
  const open = model.open.value;
  const close = () => (model.open.value = undefined);
  return (
    <div class="page">
      <ListPage
        title={words.title}
        tab={`${words.title} · ${workflow.name}`}
        lead={mayManage ? words.lead : words.mayNot}
        create={mayManage ? { label: words.create, act: () => (model.open.value = "create") } : undefined}
        list={model.list}
        keyOf={({ id }) => id}
        columns={[
          { label: words.columns.name, class: "table-main", cell: ({ name }) => <div class="cut strong">{name}</div> },
          { label: words.columns.key, cell: ({ prefix, last4 }) => <code>{`${prefix}…${last4}`}</code> },
          { label: words.columns.creator, class: "soft wide-only", cell: ({ createdBy }) => createdBy.name },
          { label: words.columns.created, class: "soft wide-only", cell: ({ createdAt }) => <Time at={createdAt} /> },
          {
            label: words.columns.used,
            class: "soft phone-hide",
            cell: ({ lastUsedAt }) => <Time at={lastUsedAt} none={labels.common.never} />,
          },
          { label: words.columns.expires, class: "soft narrow-hide", cell: ({ expiresAt }) => <Expiry at={expiresAt} /> },
          {
            label: words.columns.rate,
            class: "soft wide-only",
            cell: ({ ratePerMinute }) => (ratePerMinute === null ? words.noRate : words.rate(ratePerMinute)),
          },
          {
            label: words.columns.actions,
            unseen: true,
            cell: (key) =>
              mayManage && <IconButton icon="trash" label={words.deleteOf(key.name)} onClick={() => (model.open.value = key)} />,
          },
        ]}
        empty={{ icon: "key", ...words.empty }}
      />
      {open === "create" && <SecretDialog kind="key" title={words.create} create={model.create} onClose={close} />}
      {open && open !== "create" && (
        <DeleteDialog name={open.name} confirm={words.confirmDelete} act={() => model.remove(open)} onClose={close}>
          {words.deleteBody}
        </DeleteDialog>
      )}
    </div>
  );
}
