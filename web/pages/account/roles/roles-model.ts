import { computed, signal } from "@preact/signals";
import { type Role, roles } from "../../../base/api/account-resources.ts";
import { me } from "../../../base/session/session-model.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { rolesLabels } from "./roles-labels.ts";
import { toast, toastProblem } from "../../../base/ui/toasts.tsx";

const words = rolesLabels;

type Open = { kind: "create" } | { kind: "edit" | "delete"; role: Role };

/** The roles on workflows: the custom ones in pages, the built-in ones beside them. */
export function createRolesModel() {
  const builtIn = signal<readonly Role[]>([]);
  const list = createPagedList(async (cursor) => {
    const page = await roles.list(cursor);
    builtIn.value = page.builtIn;
    return page;
  });
  const open = signal<Open | undefined>();
  return {
    list,
    /** The custom ones that were loaded, then the built-in ones. */
    shown: { ...list, items: computed(() => list.items.value && [...list.items.value, ...builtIn.value]) },
    builtIn,
    open,
    mayManage: computed(() => me.value?.capabilities.includes("roles.manage") ?? false),
    start: () => void list.reload(),
    async duplicate(role: Role) {
      try {
        const made = await roles.duplicate(role.id);
        toast(words.duplicated(made.name));
        open.value = { kind: "edit", role: made };
        await list.reload();
      } catch (caught) {
        toastProblem(caught);
      }
    },
    saved(role: Role) {
      open.value = undefined;
      toast(words.saved(role.name));
      void list.reload();
    },
    async remove(role: Role) {
      await roles.delete(role.id);
      list.change((items) => items.filter(({ id }) => id !== role.id));
      open.value = undefined;
      toast(words.deleted(role.name));
    },
  };
}
export type RolesModel = ReturnType<typeof createRolesModel>;
