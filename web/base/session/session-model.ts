import { signal } from "@preact/signals";
import { account, type Me } from "../api/resources.ts";
import { whenSignedOut } from "../api/client.ts";
import { problemOf } from "../api/problem.ts";
import { recall, remember } from "../ui/remembered.ts";
import { createResource } from "../ui/resource.ts";
import { toastProblem } from "../ui/toasts.tsx";
import { navigate } from "../router/router.ts";

/** Who is signed in: undefined until the server has answered, null if no one is. */
export const me = signal<Me | null | undefined>();

/** The session of the signed-in person has ended without their doing. */
export const hasEnded = signal(false);
const remembered = "signedIn";

function nobodyIsIn(): void {
  hasEnded.value = recall(remembered) === "yes";
  me.value = null;
}

let lastUser: string | undefined;

const loaded = createResource(async () => {
  try {
    const found = await account.me();
    // The data that the pages have in memory (drafts, keys, lists) belongs to the previous person.
    if (lastUser !== undefined && lastUser !== found.user.id) return location.assign("/");
    lastUser = found.user.id;
    remember(remembered, "yes");
    hasEnded.value = false;
    me.value = found;
  } catch (caught) {
    // "No one is signed in" is also an answer.
    if (problemOf(caught).status !== 401) throw caught;
  }
});
/** Why it is not known who is signed in, for example because the server cannot be reached. */
export const sessionProblem = loaded.problem;

export const loadSession = loaded.load;

export function startSession(): void {
  whenSignedOut(nobodyIsIn);
  void loadSession();
}

/** Ends the session on the server, then here. A reload drops the data in memory. */
export async function signOut(): Promise<void> {
  try {
    await account.signOut();
  } catch (caught) {
    return toastProblem(caught);
  }
  remember(remembered, "");
  me.value = null;
  navigate("/sign-in");
  location.reload();
}
