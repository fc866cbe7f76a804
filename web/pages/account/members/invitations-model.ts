import { signal } from "@preact/signals";
import { type Invitation, invitations } from "../../../base/api/account-resources.ts";
import { invitationsLabels } from "./members-labels.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { toast, toastProblem } from "../../../base/ui/toasts.tsx";

const words = invitationsLabels;

type Open = { kind: "withdraw"; invitation: Invitation } | { kind: "link"; email: string; link: string };

/** The invitations that wait for an answer. */
export function createInvitationsModel() {
  const list = createPagedList((cursor) => invitations.list(cursor));
  const open = signal<Open | undefined>();
  return {
    list,
    open,
    async resend({ id, email }: Invitation) {
      try {
        const { invitation, link } = await invitations.resend(id);
        list.change((items) => items.map((each) => (each.id === id ? invitation : each)));
        if (link === null) toast(words.resent(email));
        else open.value = { kind: "link", email, link };
      } catch (caught) {
        toastProblem(caught);
      }
    },
    async withdraw({ id, email }: Invitation) {
      await invitations.withdraw(id);
      list.change((items) => items.filter((each) => each.id !== id));
      open.value = undefined;
      toast(words.withdrawn(email));
    },
  };
}
export type InvitationsModel = ReturnType<typeof createInvitationsModel>;
