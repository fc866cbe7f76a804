import { useEffect } from "preact/hooks";
import type { Invitation } from "../api/account-resources.ts";
import { accountLabels } from "../ui/account-labels.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { labels } from "../ui/labels.ts";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { PagedTable } from "../ui/paged-table.tsx";
import { EmptyState } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";
import { InvitationLink } from "./invitation-link.tsx";
import type { InvitationsModel } from "./invitations-model.ts";

const words = accountLabels.invitations;

export function InvitationTable({ model }: { model: InvitationsModel }) {
  useEffect(() => void model.list.reload(), [model]);
  const open = model.open.value;
  const close = () => (model.open.value = undefined);
  return (
    <>
      <PagedTable
        list={model.list}
        columns={[
          { label: words.columns.email, class: "table-main" },
          { label: words.columns.role },
          { label: words.columns.by, class: "wide-only" },
          { label: words.columns.sent, class: "narrow-hide" },
          { label: words.columns.expires, class: "phone-hide" },
          { label: words.columns.actions, unseen: true },
        ]}
        empty={
          <EmptyState icon="people" title={words.empty.title}>
            {words.empty.detail}
          </EmptyState>
        }
        row={(invitation) => <InvitationRow key={invitation.id} invitation={invitation} model={model} />}
      />
      {open?.kind === "withdraw" && (
        <ConfirmDialog
          danger
          title={words.withdrawTitle}
          confirm={words.confirmWithdraw}
          act={() => model.withdraw(open.invitation)}
          onClose={close}
        >
          <p>{words.withdrawBody(open.invitation.email)}</p>
        </ConfirmDialog>
      )}
      {open?.kind === "link" && (
        <Dialog title={words.newLink} wide>
          <div class="form">
            <p>{words.newLinkLead(open.email)}</p>
            <InvitationLink email={open.email} link={open.link} />
            <div class="form-actions">
              <Button kind="main" data-first onClick={close}>
                {labels.common.done}
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}

function InvitationRow({ invitation, model }: { invitation: Invitation; model: InvitationsModel }) {
  const { email, role, invitedBy, createdAt, expiresAt, mail, state } = invitation;
  return (
    <tr>
      <td class="table-main">
        <div class="cut strong">{email}</div>
        {mail.state === "failed" && (
          <div class="cut warn" title={mail.error ?? undefined}>
            {words.mailFailed}
            {mail.error ? `: ${mail.error}` : ""}
          </div>
        )}
      </td>
      <td>{role}</td>
      <td class="soft wide-only">{invitedBy?.name ?? words.unknown}</td>
      <td class="soft narrow-hide">
        <Time at={createdAt} />
      </td>
      <td class="soft phone-hide">
        {state === "expired" ? (
          <span class="status status-failed">
            {words.expired} <Time at={expiresAt} />
          </span>
        ) : (
          <Time at={expiresAt} />
        )}
      </td>
      <td class="table-end">
        <InvitationMenu invitation={invitation} model={model} />
      </td>
    </tr>
  );
}

function InvitationMenu({ invitation, model }: { invitation: Invitation; model: InvitationsModel }) {
  return (
    <Menu
      trigger={(ties) => (
        <button type="button" class="button button-quiet icon-button" {...ties} aria-label={words.actionsOf(invitation.email)}>
          <Icon name="more" />
        </button>
      )}
    >
      <MenuItem icon="refresh" onClick={() => void model.resend(invitation)}>
        {words.resendWord}
      </MenuItem>
      <MenuItem icon="trash" danger onClick={() => (model.open.value = { kind: "withdraw", invitation })}>
        {words.withdrawWord}
      </MenuItem>
    </Menu>
  );
}
