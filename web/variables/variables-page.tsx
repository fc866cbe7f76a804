import type { Variable } from "../api/management.ts";
import { PageHead } from "../shell/page-head.tsx";
import { useShortcuts } from "../shell/shortcuts.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Icon } from "../ui/icons.tsx";
import { PagedTable } from "../ui/paged-table.tsx";
import { EmptyState, Notice } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";
import { useModel } from "../ui/use-model.ts";
import { workflowLabels } from "../ui/workflow-labels.ts";
import { useWorkflow } from "../workflow/workflow-model.ts";
import { DeleteVariableDialog } from "./delete-variable-dialog.tsx";
import { VariableDialog } from "./variable-dialog.tsx";
import { createVariablesModel, type VariablesModel } from "./variables-model.ts";
import "./variables.css";

const words = workflowLabels.variables;

export function VariablesPage() {
  const { model: shared, workflow } = useWorkflow();
  const model = useModel(() => createVariablesModel(workflow.id), workflow.id);
  const mayEdit = shared.may("workflow.edit");
  const create = () => {
    if (mayEdit) model.open.value = { kind: "create" };
  };
  useShortcuts({ n: create });
  const open = model.open.value;
  const needing = model.needing.value;
  const createButton = mayEdit && (
    <Button kind="main" icon="plus" onClick={create}>
      {words.create}
    </Button>
  );
  return (
    <div class="page">
      <PageHead
        title={words.title}
        tab={`${words.title} · ${workflow.name}`}
        lead={mayEdit ? words.lead : words.mayNot}
        actions={model.list.items.value?.length !== 0 && createButton}
      />
      {needing.length > 0 && (
        <Notice kind="waiting" title={words.needNotice(needing.length)}>
          {words.needDetail(needing.join(", "))}
        </Notice>
      )}
      <PagedTable
        list={model.list}
        columns={[
          { label: words.columns.name },
          { label: words.columns.value, class: "table-main" },
          { label: words.columns.hosts, class: "wide-only" },
          { label: words.columns.notes, class: "wide-only" },
          { label: words.columns.changed, class: "narrow-hide" },
          { label: words.columns.actions, unseen: true },
        ]}
        empty={
          <EmptyState icon="variable" title={words.empty.title} action={createButton}>
            {words.empty.detail}
          </EmptyState>
        }
        row={(variable) => <VariableRow key={variable.name} variable={variable} model={model} mayEdit={mayEdit} />}
      />
      {open?.kind === "create" && <VariableDialog save={(wanted) => model.save(undefined, wanted)} onClose={model.close} />}
      {open?.kind === "edit" && (
        <VariableDialog variable={open.variable} save={(wanted) => model.save(open.variable, wanted)} onClose={model.close} />
      )}
      {open?.kind === "delete" && (
        <DeleteVariableDialog variable={open.variable} remove={() => model.remove(open.variable)} onClose={model.close} />
      )}
    </div>
  );
}

function VariableRow({ variable, model, mayEdit }: { variable: Variable; model: VariablesModel; mayEdit: boolean }) {
  const { name, hosts, notes, updatedAt, updatedBy } = variable;
  return (
    <tr>
      <td>
        <span class="variable-name">
          <code class="strong cut" title={name}>
            {name}
          </code>
          <CopyButton text={`env.${name}`} label={words.copyOf(name)} />
        </span>
      </td>
      <td class="table-main">
        <ValueShown variable={variable} />
      </td>
      <td class="soft wide-only">
        <div class="cut variable-side" title={hosts?.join(", ")}>
          {variable.secure ? (hosts?.join(", ") ?? words.anyHost) : "–"}
        </div>
      </td>
      <td class="soft wide-only">
        <div class="cut variable-side" title={notes}>
          {notes || "–"}
        </div>
      </td>
      <td class="soft narrow-hide" title={words.changedBy(updatedBy.name)}>
        <Time at={updatedAt} />
      </td>
      <td class="table-end">
        {mayEdit && (
          <>
            <IconButton icon="details" label={words.editOf(name)} onClick={() => (model.open.value = { kind: "edit", variable })} />
            <IconButton icon="trash" label={words.deleteOf(name)} onClick={() => (model.open.value = { kind: "delete", variable })} />
          </>
        )}
      </td>
    </tr>
  );
}

function ValueShown({ variable: { value, secure, hasValue } }: { variable: Variable }) {
  if (!hasValue) return <span class="status status-waiting">{words.needsValue}</span>;
  if (secure)
    return (
      <span class="variable-hidden soft" title={words.secureHidden}>
        <Icon name="lock" />
        {words.hidden}
      </span>
    );
  if (value === "") return <span class="soft">{words.emptyValue}</span>;
  return (
    <code class="cut variable-value" title={value ?? ""}>
      {value}
    </code>
  );
}
