import { computed, signal } from "@preact/signals";
import { type Profile, profiles } from "../../../base/api/account-resources.ts";
import { search as address, setSearch } from "../../../base/router/router.ts";
import { me } from "../../../base/session/session-model.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { profilesLabels } from "./profiles-labels.ts";
import { toast, toastProblem } from "../../../base/ui/toasts.tsx";
import { createTypedSearch } from "../../../base/ui/typed-search.ts";

const words = profilesLabels;

type Open = { kind: "create" } | { kind: "edit" | "delete"; profile: Profile };

export function createProfilesModel() {
  const search = createTypedSearch(() => void list.reload());
  const list = createPagedList((cursor) => profiles.list(search.query.value, cursor));
  const chosen = signal<Open | undefined>();
  const testing = signal<ReadonlySet<string>>(new Set());
  const mayCreate = computed(() => me.value?.capabilities.includes("profiles.manage") ?? false);
  const replace = (profile: Profile) => list.change((items) => items.map((each) => (each.id === profile.id ? profile : each)));
  const close = () => {
    chosen.value = undefined;
    setSearch({ new: "" });
  };
  /** A person who gave consent at the other system comes back to this tab. */
  const onFocus = () => {
    if (!chosen.peek()) void list.reload();
  };

  const test = async (profile: Profile) => {
    if (testing.value.has(profile.id)) return;
    testing.value = new Set([...testing.value, profile.id]);
    try {
      const lastTest = await profiles.test(profile.id);
      list.change((items) => items.map((each) => (each.id === profile.id ? { ...each, lastTest } : each)));
      toast(
        lastTest.ok ? words.testDone(profile.name) : words.testFailed(profile.name, lastTest.message),
        lastTest.ok ? "done" : "problem",
      );
    } catch (caught) {
      toastProblem(caught);
    } finally {
      testing.value = new Set([...testing.value].filter((id) => id !== profile.id));
    }
  };
  return {
    search,
    list,
    testing,
    test,
    close,
    mayCreate,
    /** The palette leads here by the address. */
    open: computed<Open | undefined>(
      () => chosen.value ?? (mayCreate.value && address.value.get("new") === "profile" ? { kind: "create" } : undefined),
    ),
    choose: (open: Open) => (chosen.value = open),
    start() {
      void list.reload();
      addEventListener("focus", onFocus);
    },
    stop: () => removeEventListener("focus", onFocus),
    async saved(profile: Profile) {
      const isNew = !list.items.value?.some(({ id }) => id === profile.id);
      close();
      toast(words.saved(profile.name));
      if (isNew) await list.reload();
      else replace(profile);
      // Nothing could be tested before a person has agreed.
      if (profile.settings.kind !== "none" && profile.connected !== false) await test(profile);
    },
    async remove(profile: Profile) {
      await profiles.delete(profile.id);
      list.change((items) => items.filter(({ id }) => id !== profile.id));
      close();
      toast(words.deleted(profile.name));
    },
  };
}
export type ProfilesModel = ReturnType<typeof createProfilesModel>;
