import { useEffect } from "preact/hooks";
import { Button } from "../../../base/ui/button.tsx";
import { ConfirmDialog } from "../../../base/ui/confirm-dialog.tsx";
import { Dialog } from "../../../base/ui/dialog.tsx";
import { labels } from "../../../base/labels.ts";
import { invitationsLabels } from "./members-labels.ts";
import { MenuItem } from "../../../base/ui/menu.tsx";
import { PagedTable } from "../../../base/ui/paged-table.tsx";
import { RowMenu } from "../../../base/ui/row-menu.tsx";
import { EmptyState } from "../../../base/ui/states.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { InvitationLink } from "./invitation-link.tsx";
import type { InvitationsModel } from "./invitations-model.ts";
import { State } from "../../../base/ui/status.tsx";
import { failedLook } from "../../../base/ui/status-look.ts";

const words = invitationsLabels;

export function InvitationTable({ model }: { model: InvitationsModel }) {
  useEffect(() => void model.list.reload(), [model]);
  const open = model.open.value;
  const close = () => (model.open.value = undefined);
  return (
    <>
      <PagedTable
        list={model.list}
        keyOf={({ id }) => id}
        columns={[
          {
            label: words.columns.email,
            class: "table-main",
            cell: ({ email, mail }) => (
              <>
                <div class="cut strong">{email}</div>
                {mail.state === "failed" && (
                  <div class="cut warn" title={mail.error ?? undefined}>
                    {words.mailFailed}
                    {mail.error ? `: ${mail.error}` : ""}
                  </div>
                )}
              </>
            ),
          },
          { label: words.columns.role, cell: ({ role }) => role },
          { label: words.columns.by, class: "soft wide-only", cell: ({ invitedBy }) => invitedBy?.name ?? words.unknown },
          { label: words.columns.sent, class: "soft narrow-hide", cell: ({ createdAt }) => <Time at={createdAt} /> },
          {
            label: words.columns.expires,
            class: "soft phone-hide",
            cell: ({ state, expiresAt }) =>
              state === "expired" ? (
                <State plain {...failedLook}>
                  {words.expired} <Time at={expiresAt} />
                </State>
              ) : (
                <Time at={expiresAt} />
              ),
          },
          {
            label: words.columns.actions,
            unseen: true,
            cell: (invitation) => (
              <RowMenu label={words.actionsOf(invitation.email)}>
                <MenuItem icon="refresh" onClick={() => void model.resend(invitation)}>
                  {words.resendWord}
                </MenuItem>
                <MenuItem icon="trash" danger onClick={() => (model.open.value = { kind: "withdraw", invitation })}>
                  {words.withdrawWord}
                </MenuItem>
              </RowMenu>
            ),
          },
        ]}
        empty={
          <EmptyState icon="people" title={words.empty.title}>
            {words.empty.detail}
          </EmptyState>
        }
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
