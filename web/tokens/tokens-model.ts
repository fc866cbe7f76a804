import { signal } from "@preact/signals";
import { type AccessToken, tokens } from "../api/resources.ts";
import type { SecretWanted } from "../keys/secret-form-model.ts";
import { labels } from "../ui/labels.ts";
import { createPagedList } from "../ui/paged-list.ts";
import { toast } from "../ui/toasts.tsx";

export function createTokensModel() {
  const list = createPagedList((cursor) => tokens.list(cursor));
  const open = signal<"create" | AccessToken | undefined>();
  return {
    list,
    open,
    start: () => void list.reload(),
    async create({ name, expiresAt }: SecretWanted): Promise<string> {
      const { token } = await tokens.create({ name, ...(expiresAt === undefined ? {} : { expiresAt }) });
      void list.reload();
      return token;
    },
    async remove(token: AccessToken): Promise<void> {
      await tokens.delete(token.id);
      list.change((items) => items.filter(({ id }) => id !== token.id));
      open.value = undefined;
      toast(labels.tokens.deleted(token.name));
    },
  };
}
