import { computed, signal } from "@preact/signals";
import { type Variable, type VariableChange, variables } from "../../../base/api/management.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { toast, toastProblem } from "../../../base/ui/toasts.tsx";
import { labels } from "../../../base/labels.ts";
import { variablesLabels } from "./variables-labels.ts";
import type { VariableWanted } from "./variable-form-model.ts";

const words = variablesLabels;

export type OpenVariable = { kind: "create" } | { kind: "edit" | "delete"; variable: Variable };

export function createVariablesModel(workflowId: string) {
  const list = createPagedList((cursor) => variables.list(workflowId, cursor));
  const open = signal<OpenVariable | undefined>();
  const close = () => (open.value = undefined);

  /** Brings a deleted variable back; only one whose value was shown can be. */
  const restore = async ({ name, value, notes }: Variable) => {
    try {
      await variables.create(workflowId, { name, value: value ?? "", secure: false, notes });
      toast(words.restored(name));
    } catch (caught) {
      toastProblem(caught);
    }
    void list.reload();
  };

  return {
    list,
    open,
    close,
    needing: computed(() => (list.items.value ?? []).filter(({ hasValue }) => !hasValue).map(({ name }) => name)),
    start: () => void list.reload(),
    async save(before: Variable | undefined, wanted: VariableWanted): Promise<void> {
      if (before) await variables.change(workflowId, before.name, changeOf(before, wanted));
      else await variables.create(workflowId, { ...wanted, value: wanted.value ?? "" });
      close();
      toast(before ? words.saved(wanted.name) : words.created(wanted.name));
      void list.reload();
    },
    async remove(variable: Variable): Promise<void> {
      await variables.delete(workflowId, variable.name);
      list.change((items) => items.filter(({ name }) => name !== variable.name));
      close();
      const undo = { label: labels.common.undo, act: () => void restore(variable) };
      toast(words.deleted(variable.name), "done", variable.value === null ? undefined : undo);
    },
  };
}

function changeOf(before: Variable, { value, ...wanted }: VariableWanted): VariableChange {
  return { ...wanted, ...(value === undefined || value === before.value ? {} : { value }) };
}
