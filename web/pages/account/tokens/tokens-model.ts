import { computed, signal } from "@preact/signals";
import { type AccessToken, tokens } from "../../../base/api/resources.ts";
import type { SecretWanted } from "../../shared/secret/secret-form-model.ts";
import { search, setSearch } from "../../../base/router/router.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { toast } from "../../../base/ui/toasts.tsx";
import { tokensLabels } from "./tokens-labels.ts";

export function createTokensModel() {
  const list = createPagedList((cursor) => tokens.list(cursor));
  const chosen = signal<"create" | AccessToken | undefined>();
  const close = () => {
    chosen.value = undefined;
    setSearch({ new: "" });
  };
  return {
    list,
    close,
    /** The palette leads here by the address. */
    open: computed(() => chosen.value ?? (search.value.get("new") === "token" ? ("create" as const) : undefined)),
    choose: (what: "create" | AccessToken) => (chosen.value = what),
    start: () => void list.reload(),
    async create({ name, expiresAt, scopes }: SecretWanted): Promise<string> {
      const wanted = { name, ...(expiresAt === undefined ? {} : { expiresAt }), ...(scopes === undefined ? {} : { scopes }) };
      try {
        return (await tokens.create(wanted)).token;
      } finally {
        // Also after a lost answer: a token that no one has seen may exist.
        void list.reload();
      }
    },
    async remove(token: AccessToken): Promise<void> {
      await tokens.delete(token.id);
      list.change((items) => items.filter(({ id }) => id !== token.id));
      close();
      toast(tokensLabels.deleted(token.name));
    },
  };
}
