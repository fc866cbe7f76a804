import type { Variable } from "../../../base/api/management.ts";
import { IconButton } from "../../../base/ui/button.tsx";
import { CopyButton } from "../../../base/ui/copy-button.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { ListPage } from "../../../base/ui/list-page.tsx";
import { Notice } from "../../../base/ui/states.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { variablesLabels } from "./variables-labels.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { DeleteVariableDialog } from "./delete-variable-dialog.tsx";
import { VariableDialog } from "./variable-dialog.tsx";
import { createVariablesModel } from "./variables-model.ts";
import { State } from "../../../base/ui/status.tsx";
import { warningLook } from "../../../base/ui/status-look.ts";
import "./variables.css";

const words = variablesLabels;

export function VariablesPage() {
  const { model: shared, workflow } = useWorkflow();
  const model = useModel(() => createVariablesModel(workflow.id), workflow.id);
  const mayEdit = shared.may("workflow.edit");
  const open = model.open.value;
  const needing = model.needing.value;
  return (
    <div class="page">
      <ListPage
        title={words.title}
        tab={`${words.title} · ${workflow.name}`}
        lead={mayEdit ? words.lead : words.mayNot}
        create={mayEdit ? { label: words.create, act: () => (model.open.value = { kind: "create" }) } : undefined}
        above={
          needing.length > 0 && (
            <Notice kind="warning" title={words.needNotice(needing.length)}>
              {words.needDetail(needing.join(", "))}
            </Notice>
          )
        }
        list={model.list}
        keyOf={({ name }) => name}
        columns={[
          { label: words.columns.name, cell: ({ name }) => <NameShown name={name} /> },
          { label: words.columns.value, class: "table-main", cell: (variable) => <ValueShown variable={variable} /> },
          {
            label: words.columns.hosts,
            class: "soft wide-only",
            hint: ({ hosts }) => hosts?.join(", "),
            cell: ({ secure, hosts }) => <div class="cut variable-side">{secure ? (hosts?.join(", ") ?? words.anyHost) : "–"}</div>,
          },
          {
            label: words.columns.notes,
            class: "soft wide-only",
            hint: ({ notes }) => notes,
            cell: ({ notes }) => <div class="cut variable-side">{notes || "–"}</div>,
          },
          {
            label: words.columns.changed,
            class: "soft narrow-hide",
            hint: ({ updatedBy }) => words.changedBy(updatedBy.name),
            cell: ({ updatedAt }) => <Time at={updatedAt} />,
          },
          {
            label: words.columns.actions,
            unseen: true,
            cell: (variable) =>
              mayEdit && (
                <>
                  <IconButton
                    icon="details"
                    label={words.editOf(variable.name)}
                    onClick={() => (model.open.value = { kind: "edit", variable })}
                  />
                  <IconButton
                    icon="trash"
                    label={words.deleteOf(variable.name)}
                    onClick={() => (model.open.value = { kind: "delete", variable })}
                  />
                </>
              ),
          },
        ]}
        empty={{ icon: "variable", ...words.empty }}
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

function NameShown({ name }: { name: string }) {
  return (
    <span class="variable-name">
      <code class="strong cut" title={name}>
        {name}
      </code>
      <CopyButton text={`env.${name}`} label={words.copyOf(name)} />
    </span>
  );
}

function ValueShown({ variable: { value, secure, hasValue } }: { variable: Variable }) {
  if (!hasValue)
    return (
      <State plain {...warningLook}>
        {words.needsValue}
      </State>
    );
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
