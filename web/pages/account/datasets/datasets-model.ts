import { computed, signal } from "@preact/signals";
import { datasets, type DatasetSummary } from "../../../base/api/account-resources.ts";
import { navigate, search as address, setSearch } from "../../../base/router/router.ts";
import { me } from "../../../base/session/session-model.ts";
import { datasetsLabels } from "./datasets-labels.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { toast } from "../../../base/ui/toasts.tsx";
import { createTypedSearch } from "../../../base/ui/typed-search.ts";

type Open = { kind: "upload" } | { kind: "rename" | "delete"; dataset: DatasetSummary };

export const mayManageData = computed(() => me.value?.capabilities.includes("datasets.manage") ?? false);

export function createDatasetsModel() {
  const search = createTypedSearch(() => void list.reload());
  const list = createPagedList((cursor) => datasets.list(search.query.value, cursor));
  const chosen = signal<Open | undefined>();
  const close = () => {
    chosen.value = undefined;
    setSearch({ new: "" });
  };
  return {
    search,
    list,
    close,
    /** The palette leads here by the address. */
    open: computed<Open | undefined>(
      () => chosen.value ?? (mayManageData.value && address.value.get("new") === "upload" ? { kind: "upload" } : undefined),
    ),
    choose: (open: Open) => (chosen.value = open),
    start: () => void list.reload(),
    uploaded: (id: string) => navigate(`/data/${id}`),
    renamed() {
      close();
      toast(datasetsLabels.saved);
      void list.reload();
    },
    async remove({ id, name }: DatasetSummary) {
      await datasets.delete(id);
      list.change((items) => items.filter((each) => each.id !== id));
      close();
      toast(datasetsLabels.deleted(name));
    },
  };
}
export type DatasetsModel = ReturnType<typeof createDatasetsModel>;
