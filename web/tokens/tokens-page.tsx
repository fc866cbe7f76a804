import type { AccessToken } from "../api/resources.ts";
import { DeleteSecretDialog } from "../keys/delete-secret-dialog.tsx";
import { SecretDialog } from "../keys/secret-dialog.tsx";
import { PageHead, TopBar } from "../shell/page-head.tsx";
import { me } from "../shell/session-model.ts";
import { useShortcuts } from "../shell/shortcuts.ts";
import { accountLabels } from "../ui/account-labels.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { labels } from "../ui/labels.ts";
import { PagedTable } from "../ui/paged-table.tsx";
import { EmptyState } from "../ui/states.tsx";
import { Expiry, Time } from "../ui/time.tsx";
import { useModel } from "../ui/use-model.ts";
import { ScopeFields } from "./scope-fields.tsx";
import { createTokensModel } from "./tokens-model.ts";

const words = labels.tokens;
const { names } = accountLabels.scopes;

export function TokensPage() {
  const model = useModel(createTokensModel);
  const create = () => model.choose("create");
  useShortcuts({ n: create });
  const open = model.open.value;
  const createButton = (
    <Button kind="main" icon="plus" onClick={create}>
      {words.create}
    </Button>
  );
  return (
    <>
      <TopBar>
        <span class="strong cut">{me.value?.activeAccount?.name ?? labels.product}</span>
      </TopBar>
      <div class="page">
        <PageHead title={words.title} lead={words.lead} actions={model.list.items.value?.length !== 0 && createButton} />
        <PagedTable
          list={model.list}
          columns={[
            { label: words.columns.name, class: "table-main" },
            { label: words.columns.token },
            { label: accountLabels.scopes.column, class: "narrow-hide" },
            { label: words.columns.account, class: "wide-only" },
            { label: words.columns.created, class: "wide-only" },
            { label: words.columns.used, class: "phone-hide" },
            { label: words.columns.expires, class: "narrow-hide" },
            { label: words.columns.actions, unseen: true },
          ]}
          empty={
            <EmptyState icon="token" title={words.empty.title} action={createButton}>
              {words.empty.detail}
            </EmptyState>
          }
          row={(token) => <TokenRow key={token.id} token={token} onDelete={() => model.choose(token)} />}
        />
        {open === "create" && (
          <SecretDialog kind="token" create={model.create} onClose={model.close} more={(form) => <ScopeFields model={form} />} />
        )}
        {open && open !== "create" && (
          <DeleteSecretDialog words={words} name={open.name} remove={() => model.remove(open)} onClose={model.close} />
        )}
      </div>
    </>
  );
}

function TokenRow({ token, onDelete }: { token: AccessToken; onDelete: () => void }) {
  return (
    <tr>
      <td class="table-main">
        <div class="cut strong">{token.name}</div>
      </td>
      <td>
        <code>
          {token.prefix}…{token.last4}
        </code>
      </td>
      <td class="soft narrow-hide" title={token.scopes?.map((scope) => names[scope].what).join("\n")}>
        {token.scopes === null ? accountLabels.scopes.everything : token.scopes.map((scope) => names[scope].name).join(", ")}
      </td>
      <td class="soft wide-only">{token.account.name}</td>
      <td class="soft wide-only">
        <Time at={token.createdAt} />
      </td>
      <td class="soft phone-hide">
        <Time at={token.lastUsedAt} none={labels.common.never} />
      </td>
      <td class="soft narrow-hide">
        <Expiry at={token.expiresAt} />
      </td>
      <td class="table-end">
        <IconButton icon="trash" label={words.deleteOf(token.name)} onClick={onDelete} />
      </td>
    </tr>
  );
}
