import { computed, signal } from "@preact/signals";
import { type Member, members, memberships } from "../../../base/api/account-resources.ts";
import { errorOfField } from "../../../base/api/problem.ts";
import { loadSession, me } from "../../../base/session/session-model.ts";
import { accountLabels } from "./account-labels.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { toast } from "../../../base/ui/toasts.tsx";
import { createTypedSearch } from "../../../base/ui/typed-search.ts";

const words = accountLabels;

/** What the account is called. */
export function createNameModel() {
  const name = signal(me.peek()?.activeAccount?.name ?? "");
  const save = createAction(async () => {
    const renamed = await memberships.rename(name.value.trim());
    await loadSession();
    toast(words.renamed(renamed.name));
  });
  return {
    name,
    busy: save.busy,
    problem: computed(() => (errorOfField(save.problem.value, "name") ? undefined : save.problem.value)),
    error: computed(() => (name.value.trim() === "" ? words.missingName : errorOfField(save.problem.value, "name"))),
    submit() {
      if (name.value.trim() !== "") void save.run();
    },
  };
}

/** To whom the account is handed over. */
export function createTransferModel(onDone: () => void) {
  const search = createTypedSearch(() => void list.reload());
  const list = createPagedList((cursor) => members.list(search.query.value, cursor));
  const chosen = signal<Member | undefined>();
  const tried = signal(false);
  const transfer = createAction(async ({ user }: Member) => {
    await memberships.transfer(user.id);
    await loadSession();
    toast(words.transferred(user.name));
    onDone();
  });
  return {
    search,
    list,
    chosen,
    busy: transfer.busy,
    problem: transfer.problem,
    people: computed(() => list.items.value?.filter(({ you }) => !you)),
    missing: computed(() => tried.value && chosen.value === undefined),
    start: () => void list.reload(),
    submit() {
      tried.value = true;
      if (chosen.value) void transfer.run(chosen.value);
    },
  };
}
