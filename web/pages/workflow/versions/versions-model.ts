import { computed, signal } from "@preact/signals";
import { transfer, type Version, versions } from "../../../base/api/management.ts";
import { search, setSearch } from "../../../base/router/router.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { saveFile } from "../../../base/ui/save-file.ts";
import { toast } from "../../../base/ui/toasts.tsx";
import { versionsLabels } from "./versions-labels.ts";

const words = versionsLabels;

export type OpenVersion = { kind: "keep" } | { kind: "rename" | "restore" | "delete"; version: Version };

/** The versions of a workflow. What is compared or looked at is in the address, so that it can be shared. */
export function createVersionsModel(workflowId: string, reload: () => Promise<void>) {
  const list = createPagedList((cursor) => versions.list(workflowId, cursor));
  const open = signal<OpenVersion | undefined>();
  const close = () => (open.value = undefined);
  return {
    list,
    open,
    close,
    start: () => void list.reload(),
    compared: computed(() => {
      const from = search.value.get("from");
      return from ? { from, to: search.value.get("to") ?? "draft" } : undefined;
    }),
    compare: (from: string, to: string) => setSearch({ from, to }),
    showAll: () => setSearch({ from: "", to: "" }),
    export: createAction(async (version: Version) => {
      const { name, content } = await transfer.export(workflowId, version.id);
      saveFile(name, content);
      toast(words.exported(name));
    }),
    async save(before: Version | undefined, name: string, description: string): Promise<void> {
      const saved = before
        ? await versions.update(workflowId, before.id, { name, description })
        : await versions.create(workflowId, name, description);
      close();
      toast(before ? words.saved : words.kept(saved.name));
      await list.reload();
    },
    async restore(version: Version, etag: string | null): Promise<void> {
      const { kept } = await versions.restore(workflowId, version.id, etag);
      close();
      toast(kept ? words.restoredKept(version.name, kept.name) : words.restored(version.name));
      await Promise.all([list.reload(), reload()]);
    },
    async remove(version: Version): Promise<void> {
      await versions.delete(workflowId, version.id);
      list.change((items) => items.filter(({ id }) => id !== version.id));
      close();
      toast(words.deleted(version.name));
    },
  };
}
export type VersionsModel = ReturnType<typeof createVersionsModel>;
