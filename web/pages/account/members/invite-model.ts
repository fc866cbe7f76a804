import { computed, signal } from "@preact/signals";
import { limits } from "#flow/limits.ts";
import { mayGiveInAccount } from "#flow/rights/account-rights.ts";
import { accountRoles, type AccountRole } from "#flow/rights/roles.ts";
import { type InviteResult, invitations } from "../../../base/api/account-resources.ts";
import { me } from "../../../base/session/session-model.ts";
import { inviteLabels } from "./members-labels.ts";
import { createAction } from "../../../base/ui/resource.ts";

const words = inviteLabels;

/** The addresses in a text, each once, in the order in which they stand there. */
function parseAddresses(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).map((part) => part.replace(/^<|>$/g, "").toLowerCase()))].filter((part) => part !== "");
}

/** What is wrong with what was typed, or undefined. The server judges addresses exactly; this finds slips while typing. */
function addressFault(addresses: readonly string[]): string | undefined {
  if (addresses.length === 0) return words.missing;
  if (addresses.length > limits.maxInvited) return words.tooMany(limits.maxInvited);
  const wrong = addresses.find((each) => !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(each));
  return wrong === undefined ? undefined : words.notAddress(wrong);
}

export function createInviteModel(onInvited: () => void) {
  const text = signal("");
  const role = signal<AccountRole>("Member");
  const results = signal<readonly InviteResult[] | undefined>();
  const addresses = computed(() => parseAddresses(text.value));
  const fault = computed(() => addressFault(addresses.value));
  const send = createAction(async () => {
    results.value = (await invitations.create([...addresses.value], role.value)).results;
    onInvited();
  });
  return {
    text,
    role,
    results,
    addresses,
    busy: send.busy,
    problem: send.problem,
    roles: accountRoles.filter((each) => mayGiveInAccount(me.value?.role ?? "Viewer", each)),
    error: fault,
    links: computed(() => (results.value ?? []).flatMap(({ email, link }) => (link === null ? [] : [{ email, link }]))),
    async submit() {
      if (fault.value === undefined) await send.run();
    },
    again() {
      text.value = "";
      results.value = undefined;
    },
  };
}
export type InviteModel = ReturnType<typeof createInviteModel>;
