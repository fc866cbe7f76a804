import type { ApiKey } from "../api/resources.ts";
import { PageHead } from "../shell/page-head.tsx";
import { useShortcuts } from "../shell/shortcuts.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { labels } from "../ui/labels.ts";
import { PagedTable } from "../ui/paged-table.tsx";
import { EmptyState } from "../ui/states.tsx";
import { Expiry, Time } from "../ui/time.tsx";
import { useModel } from "../ui/use-model.ts";
import { useWorkflow } from "../workflow/workflow-model.ts";
import { DeleteSecretDialog } from "./delete-secret-dialog.tsx";
import { createKeysModel } from "./keys-model.ts";
import { SecretDialog } from "./secret-dialog.tsx";

const words = labels.keys;

export function KeysPage() {
  const { model: shared, workflow } = useWorkflow();
  const model = useModel(() => createKeysModel(workflow.id), workflow.id);
  const mayManage = shared.may("keys.manage");
  const create = () => {
    if (mayManage) model.open.value = "create";
  };
  useShortcuts({ n: create });
  const open = model.open.value;
  const close = () => (model.open.value = undefined);
  const createButton = mayManage && (
    <Button kind="main" icon="plus" onClick={create}>
      {words.create}
    </Button>
  );
  return (
    <div class="page">
      <PageHead
        title={words.title}
        tab={`${words.title} · ${workflow.name}`}
        lead={mayManage ? words.lead : words.mayNot}
        actions={model.list.items.value?.length !== 0 && createButton}
      />
      <PagedTable
        list={model.list}
        columns={[
          { label: words.columns.name, class: "table-main" },
          { label: words.columns.key },
          { label: words.columns.creator, class: "wide-only" },
          { label: words.columns.created, class: "wide-only" },
          { label: words.columns.used, class: "phone-hide" },
          { label: words.columns.expires, class: "narrow-hide" },
          { label: words.columns.rate, class: "wide-only" },
          { label: words.columns.actions, unseen: true },
        ]}
        empty={
          <EmptyState icon="key" title={words.empty.title} action={createButton}>
            {words.empty.detail}
          </EmptyState>
        }
        row={(key) => <KeyRow key={key.id} apiKey={key} onDelete={mayManage ? () => (model.open.value = key) : undefined} />}
      />
      {open === "create" && <SecretDialog kind="key" create={model.create} onClose={close} />}
      {open && open !== "create" && <DeleteSecretDialog words={words} name={open.name} remove={() => model.remove(open)} onClose={close} />}
    </div>
  );
}

function KeyRow({ apiKey, onDelete }: { apiKey: ApiKey; onDelete: (() => void) | undefined }) {
  return (
    <tr>
      <td class="table-main">
        <div class="cut strong">{apiKey.name}</div>
      </td>
      <td>
        <code>
          {apiKey.prefix}…{apiKey.last4}
        </code>
      </td>
      <td class="soft wide-only">{apiKey.createdBy.name}</td>
      <td class="soft wide-only">
        <Time at={apiKey.createdAt} />
      </td>
      <td class="soft phone-hide">
        <Time at={apiKey.lastUsedAt} none={labels.common.never} />
      </td>
      <td class="soft narrow-hide">
        <Expiry at={apiKey.expiresAt} />
      </td>
      <td class="soft wide-only">{apiKey.ratePerMinute === null ? words.noRate : words.rate(apiKey.ratePerMinute)}</td>
      <td class="table-end">{onDelete && <IconButton icon="trash" label={words.deleteOf(apiKey.name)} onClick={onDelete} />}</td>
    </tr>
  );
}
