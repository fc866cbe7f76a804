import { computed, signal } from "@preact/signals";
import { account } from "../../../base/api/resources.ts";
import { loadSession } from "../../../base/session/session-model.ts";
import { navigate, search } from "../../../base/router/router.ts";
import { labels } from "../../../base/labels.ts";
import { createAction, createResource } from "../../../base/ui/resource.ts";

const minPassword = 8;

/** Signing in or up: the fields, what is missing in them, and the request. */
export function createSignInModel(mode: "in" | "up") {
  const name = signal("");
  const email = signal("");
  const password = signal("");
  const who = createResource(async () => (await account.signUpState()).signUp);

  const missing = computed(() => ({
    name: mode === "up" && name.value.trim() === "" ? labels.signUp.missingName : undefined,
    email: email.value.trim() === "" ? labels.signIn.missingEmail : undefined,
    password:
      password.value === ""
        ? labels.signIn.missingPassword
        : mode === "up" && password.value.length < minPassword
          ? labels.signUp.shortPassword
          : undefined,
  }));
  const attempt = createAction(async () => {
    if (mode === "up") await account.signUp(name.value, email.value, password.value);
    else await account.signIn(email.value, password.value);
    await loadSession();
    navigate(safeNext(search.value.get("next")), { replace: true });
  });

  return {
    /** Who may sign up here: `first`, `open` or `closed`; undefined until it is known. */
    signUp: who.value,
    start: () => void who.load(),
    name,
    email,
    password,
    busy: attempt.busy,
    problem: attempt.problem,
    missing,
    async submit() {
      const { name: n, email: e, password: p } = missing.value;
      if (n === undefined && e === undefined && p === undefined) await attempt.run();
    },
  };
}

/** Only a path of these pages: an address from a link must not lead elsewhere after signing in. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : "/";
}
export type SignInModel = ReturnType<typeof createSignInModel>;
