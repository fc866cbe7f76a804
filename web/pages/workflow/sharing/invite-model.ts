import { computed, signal } from "@preact/signals";
import { sharing, type ShareResult } from "../../../base/api/management.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { sharingLabels } from "./sharing-labels.ts";
import { splitAddresses } from "../../../base/ui/split-addresses.ts";

const words = sharingLabels;

/** Sharing with several addresses in one request, and the result for each. */
export function createInviteModel(workflowId: string, firstRole: string, onShared: () => void) {
  const emails = signal("");
  const role = signal(firstRole);
  const results = signal<readonly ShareResult[] | undefined>();
  const found = computed(() => {
    const list = splitAddresses(emails.value);
    const bad = list.find((email) => !/^[^@\s]+@[^@\s]+$/.test(email));
    return bad ? words.badEmails(bad) : list.length === 0 ? words.missingEmails : undefined;
  });
  const send = createAction(async () => {
    const answer = await sharing.share(workflowId, splitAddresses(emails.value), role.value);
    results.value = answer.results;
    if (answer.results.some(({ status }) => status === "added")) onShared();
  });
  const refused = computed(() => {
    const entry = send.problem.value?.errors.find(({ path }) => path?.startsWith("/emails"));
    return entry && words.badEmails(splitAddresses(emails.value)[Number(entry.path?.split("/")[2])] ?? emails.value);
  });
  return {
    emails,
    role,
    results,
    busy: send.busy,
    problem: send.problem,
    emailsError: computed(() => found.value ?? refused.value),
    async submit() {
      if (!found.value) await send.run();
    },
    again() {
      results.value = undefined;
      emails.value = "";
    },
  };
}
