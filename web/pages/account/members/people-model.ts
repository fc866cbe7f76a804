import { computed, signal } from "@preact/signals";
import { mayGiveInAccount } from "#flow/rights/account-rights.ts";
import { accountRoles, type AccountRole } from "#flow/rights/roles.ts";
import { type Member, members } from "../../../base/api/account-resources.ts";
import { loadSession, me } from "../../../base/session/session-model.ts";
import { membersLabels } from "./members-labels.ts";
import { createTurns } from "../../../base/ui/in-turn.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { toast, toastProblem } from "../../../base/ui/toasts.tsx";
import { createTypedSearch } from "../../../base/ui/typed-search.ts";

const words = membersLabels;

/** The people of the account: who they are, and what of them the signed-in person may change. */
export function createPeopleModel() {
  const search = createTypedSearch(() => void list.reload());
  const list = createPagedList((cursor) => members.list(search.query.value, cursor));
  const open = signal<Member | undefined>();
  const mayManage = computed(() => me.value?.capabilities.includes("members.manage") ?? false);
  const mine = () => me.value?.role ?? "Viewer";
  const inTurn = createTurns();
  const replace = (userId: string, change: (member: Member) => Member) =>
    list.change((items) => items.map((each) => (each.user.id === userId ? change(each) : each)));

  return {
    search,
    list,
    open,
    mayManage,
    start: () => void list.reload(),
    /** The roles that may be given to them, or none where theirs may not be changed. */
    rolesFor: ({ role }: Member): readonly AccountRole[] =>
      mayManage.value && mayGiveInAccount(mine(), role) ? accountRoles.filter((each) => mayGiveInAccount(mine(), each)) : [],
    mayRemove: (member: Member) => !member.you && mayManage.value && mayGiveInAccount(mine(), member.role),
    /** Shown immediately, and reverted with the reason if it is refused. */
    async setRole(member: Member, role: AccountRole) {
      if (role === member.role) return;
      const show = (shown: AccountRole) => replace(member.user.id, (each) => ({ ...each, role: shown }));
      show(role);
      try {
        await inTurn(() => members.setRole(member.user.id, role));
        show(role);
        toast(words.roleChanged(member.user.name, role));
        if (member.you) await loadSession();
      } catch (caught) {
        show(member.role);
        toastProblem(caught);
      }
    },
    async remove({ user }: Member) {
      const { workflows, newOwner } = await members.remove(user.id);
      list.change((items) => items.filter((each) => each.user.id !== user.id));
      open.value = undefined;
      toast(words.removed(user.name, workflows, newOwner?.name));
    },
  };
}
export type PeopleModel = ReturnType<typeof createPeopleModel>;
