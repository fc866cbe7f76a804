import { DeleteDialog } from "../../../base/ui/delete-dialog.tsx";
import { SecretDialog } from "../../shared/secret/secret-dialog.tsx";
import { AccountPage } from "../members/account-page.tsx";
import { IconButton } from "../../../base/ui/button.tsx";
import { labels } from "../../../base/labels.ts";
import { ListPage } from "../../../base/ui/list-page.tsx";
import { Expiry, Time } from "../../../base/ui/time.tsx";
import { scopesLabels, tokensLabels } from "./tokens-labels.ts";
import { useModel } from "../../../base/ui/use-model.ts";
import { ScopeFields } from "./scope-fields.tsx";
import { createTokensModel } from "./tokens-model.ts";

const words = tokensLabels;
const { names, column, everything } = scopesLabels;

export function TokensPage() {
  const model = useModel(createTokensModel);
  const open = model.open.value;
  return (
    <AccountPage>
      <ListPage
        title={words.title}
        lead={words.lead}
        create={{ label: words.create, act: () => model.choose("create") }}
        list={model.list}
        keyOf={({ id }) => id}
        columns={[
          { label: words.columns.name, class: "table-main", cell: ({ name }) => <div class="cut strong">{name}</div> },
          { label: words.columns.token, cell: ({ prefix, last4 }) => <code>{`${prefix}…${last4}`}</code> },
          {
            label: column,
            class: "soft narrow-hide",
            hint: ({ scopes }) => scopes?.map((scope) => names[scope].what).join("\n"),
            cell: ({ scopes }) => (scopes === null ? everything : scopes.map((scope) => names[scope].name).join(", ")),
          },
          { label: words.columns.account, class: "soft wide-only", cell: ({ account }) => account.name },
          { label: words.columns.created, class: "soft wide-only", cell: ({ createdAt }) => <Time at={createdAt} /> },
          {
            label: words.columns.used,
            class: "soft phone-hide",
            cell: ({ lastUsedAt }) => <Time at={lastUsedAt} none={labels.common.never} />,
          },
          { label: words.columns.expires, class: "soft narrow-hide", cell: ({ expiresAt }) => <Expiry at={expiresAt} /> },
          {
            label: words.columns.actions,
            unseen: true,
            cell: (token) => <IconButton icon="trash" label={words.deleteOf(token.name)} onClick={() => model.choose(token)} />,
          },
        ]}
        empty={{ icon: "token", ...words.empty }}
      />
      {open === "create" && (
        <SecretDialog
          kind="token"
          title={words.create}
          create={model.create}
          onClose={model.close}
          more={(form) => <ScopeFields model={form} />}
        />
      )}
      {open && open !== "create" && (
        <DeleteDialog name={open.name} confirm={words.confirmDelete} act={() => model.remove(open)} onClose={model.close}>
          {words.deleteBody}
        </DeleteDialog>
      )}
    </AccountPage>
  );
}
