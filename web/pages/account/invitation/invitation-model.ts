import { computed, signal } from "@preact/signals";
import { invitations } from "../../../base/api/account-resources.ts";
import { errorOfField } from "../../../base/api/problem.ts";
import { account } from "../../../base/api/resources.ts";
import { loadSession, me } from "../../../base/session/session-model.ts";
import { labels } from "../../../base/labels.ts";
import { createAction, createResource } from "../../../base/ui/resource.ts";
import { toastProblem } from "../../../base/ui/toasts.tsx";

const minPassword = 8;

/** What a link invites to, and what it takes to accept it: a click, a password, or a name and a password. */
export function createInvitationModel(token: string) {
  const shown = createResource(() => invitations.show(token));
  const name = signal("");
  const password = signal("");
  /**
   * Who opens the invitation: the invited person, signed in; another signed-in person; a known person who is not signed
   * in; a new person.
   */
  const way = computed(() => {
    const invitation = shown.value.value;
    if (!invitation || me.value === undefined) return undefined;
    if (me.value) return me.value.user.email === invitation.email ? "click" : "other";
    return invitation.hasUser ? "password" : "new";
  });
  const missing = computed(() => ({
    name: way.value === "new" && name.value.trim() === "" ? labels.signUp.missingName : undefined,
    password:
      way.value === "new" && password.value.length < minPassword
        ? labels.signUp.shortPassword
        : way.value === "password" && password.value === ""
          ? labels.signIn.missingPassword
          : undefined,
  }));
  const accept = createAction(async () => {
    await invitations.accept(token, {
      ...(way.value === "new" ? { name: name.value } : {}),
      ...(way.value === "click" ? {} : { password: password.value }),
    });
    // Lists in memory are those of the account before.
    location.assign("/");
  });
  return {
    shown,
    way,
    name,
    password,
    busy: accept.busy,
    problem: accept.problem,
    missing: computed(() => ({
      name: missing.value.name ?? errorOfField(accept.problem.value, "name"),
      password: missing.value.password ?? errorOfField(accept.problem.value, "password"),
    })),
    start: () => void shown.load(),
    async submit() {
      if (missing.value.name === undefined && missing.value.password === undefined) await accept.run();
    },
    /** So that the person invited can accept here. */
    async signOut() {
      try {
        await account.signOut();
      } catch (caught) {
        return toastProblem(caught);
      }
      me.value = null;
      await loadSession();
    },
  };
}
export type InvitationModel = ReturnType<typeof createInvitationModel>;
