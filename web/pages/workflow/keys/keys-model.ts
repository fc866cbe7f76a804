import { signal } from "@preact/signals";
import { type ApiKey, keys } from "../../../base/api/resources.ts";
import { keyInMemory } from "../endpoint/key-in-memory.ts";
import { keysLabels } from "./keys-labels.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { toast } from "../../../base/ui/toasts.tsx";
import type { SecretWanted } from "../../shared/secret/secret-form-model.ts";

export function createKeysModel(workflowId: string) {
  const list = createPagedList((cursor) => keys.list(workflowId, cursor));
  const open = signal<"create" | ApiKey | undefined>();
  return {
    list,
    open,
    start: () => void list.reload(),
    async create(wanted: SecretWanted): Promise<string> {
      try {
        const { key } = await keys.create(workflowId, wanted);
        // The endpoint page shows it in its calls, and Try it sends it.
        keyInMemory(workflowId).value = key;
        return key;
      } finally {
        // Also after a lost answer: a key that no one has seen may exist.
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
