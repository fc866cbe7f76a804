import { signal } from "@preact/signals";
import { account, type Me } from "../api/resources.ts";
import { whenSignedOut } from "../api/client.ts";
import { createResource } from "../ui/resource.ts";
import { navigate } from "./router.ts";

/** Who is signed in: undefined until the server has said, null when nobody is. */
export const me = signal<Me | null | undefined>();

const loaded = createResource(async () => {
  try {
    me.value = await account.me();
  } catch (caught) {
    if (me.value !== null) throw caught;
  }
});
/** Why it is not known who is signed in, for example because the server cannot be reached. */
export const sessionProblem = loaded.problem;

export const loadSession = loaded.load;

export function startSession(): void {
  whenSignedOut(() => {
    me.value = null;
  });
  void loadSession();
}

/** Ends the session on the server, then here. What pages have in memory is dropped by loading anew. */
export async function signOut(): Promise<void> {
  await account.signOut();
  me.value = null;
  navigate("/sign-in");
  location.reload();
}
