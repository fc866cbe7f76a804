import { signal } from "@preact/signals";
import { type ApiKey, keys } from "../api/resources.ts";
import { keysLabels } from "../ui/keys-labels.ts";
import { createPagedList } from "../ui/paged-list.ts";
import { toast } from "../ui/toasts.tsx";
import type { SecretWanted } from "./secret-form-model.ts";

export function createKeysModel(workflowId: string) {
  const list = createPagedList((cursor) => keys.list(workflowId, cursor));
  const open = signal<"create" | ApiKey | undefined>();
  return {
    list,
    open,
    start: () => void list.reload(),
    async create(wanted: SecretWanted): Promise<string> {
      try {
        return (await keys.create(workflowId, wanted)).key;
      } finally {
        // Also where the answer was lost: a key that nobody has seen may be there.
        void list.reload();
      }
    },
    async remove(key: ApiKey): Promise<void> {
      await keys.delete(workflowId, key.id);
      list.change((items) => items.filter(({ id }) => id !== key.id));
      open.value = undefined;
      toast(keysLabels.deleted(key.name));
    },
  };
}
