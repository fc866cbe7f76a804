import { computed, signal } from "@preact/signals";
import { type Role, sharing, type WorkflowMember } from "../../../base/api/management.ts";
import type { Workflow } from "../../../base/api/resources.ts";
import { navigate } from "../../../base/router/router.ts";
import { me } from "../../../base/session/session-model.ts";
import { labels } from "../../../base/labels.ts";
import { createTurns } from "../../../base/ui/in-turn.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { createAction, createResource } from "../../../base/ui/resource.ts";
import { sharingLabels } from "./sharing-labels.ts";
import { toast } from "../../../base/ui/toasts.tsx";

const words = sharingLabels;

export type OpenSharing = { kind: "invite" } | { kind: "remove" | "owner" | "leave"; member: WorkflowMember };

/** Who sees a workflow and in which role. `reload` loads the workflow, whose rights may have changed by what was done. */
export function createSharingModel(workflow: Workflow, reload: () => Promise<void>) {
  const list = createPagedList((cursor) => sharing.list(workflow.id, cursor));
  const roles = createResource(sharing.roles);
  const open = signal<OpenSharing | undefined>();
  const isYou = ({ user }: WorkflowMember) => user.id === me.value?.user.id;

  /** No one gives, changes or removes a role that allows more than their own. */
  const within = (capabilities: readonly string[]) => capabilities.every((each) => workflow.capabilities.some((own) => own === each));

  const inTurn = createTurns();
  const change = createAction(async (member: WorkflowMember, role: string, undone: boolean) => {
    const after = await sharing.changeRole(workflow.id, member.user.id, role);
    list.change((items) => items.map((each) => (each.user.id === after.user.id ? after : each)));
    const undo = { label: labels.common.undo, act: () => void changeRole(after, member.given ?? member.role, true) };
    toast(words.changed(after.user.name, after.given ?? after.role), "done", undone || isYou(after) ? undefined : undo);
    if (isYou(after)) await reload();
    return after;
  });
  /** Undefined where it was refused. */
  const changeRole = (member: WorkflowMember, role: string, undone = false) => inTurn(() => change.run(member, role, undone));

  return {
    list,
    open,
    isYou,
    changeRole,
    changeProblem: change.problem,
    close: () => (open.value = undefined),
    start() {
      void list.reload();
      void roles.load();
    },
    /** The roles that may be given by the one who looks. */
    givable: computed(() => (roles.value.value ?? []).filter(({ capabilities }) => within(capabilities))),
    rolesProblem: roles.problem,
    mayChange: (member: WorkflowMember) => member.given !== null && (member.source === "account" || within(member.capabilities)),
    /** Taking the present roles where a change was refused. */
    async reset() {
      change.clear();
      await list.reload();
    },
    async remove(member: WorkflowMember): Promise<void> {
      await sharing.remove(workflow.id, member.user.id);
      open.value = undefined;
      await list.reload();
      toast(words.removed(member.user.name));
    },
    /** What was given to oneself can always be given up. */
    mayLeave: (member: WorkflowMember) => isYou(member) && member.given !== null,
    async leave(member: WorkflowMember): Promise<void> {
      await sharing.leave(workflow.id);
      toast(words.left(workflow.name));
      // By their role in the account some see the workflow all the same.
      if (member.source === "given") return navigate("/");
      open.value = undefined;
      await Promise.all([list.reload(), reload()]);
    },
    async makeOwner(member: WorkflowMember): Promise<void> {
      await sharing.transfer(workflow.id, member.user.id);
      open.value = undefined;
      toast(words.ownerDone(member.user.name));
      await Promise.all([list.reload(), reload()]);
    },
  };
}
export type SharingModel = ReturnType<typeof createSharingModel>;

/** What a role allows, in words. */
export function allowed({ capabilities }: Pick<Role, "capabilities">): string {
  return capabilities.map((each) => words.capabilities[each]).join(", ");
}
