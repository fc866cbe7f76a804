import { useId } from "preact/hooks";
import { workflowCapabilities } from "#flow/rights/workflow-rights.ts";
import type { Role } from "../../../base/api/account-resources.ts";
import { TextField } from "../../../base/ui/field.tsx";
import { SaveDialog } from "../../../base/ui/form-dialog.tsx";
import { labels } from "../../../base/labels.ts";
import { rolesLabels } from "./roles-labels.ts";
import { Notice } from "../../../base/ui/states.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { Allowed } from "./allowed.tsx";
import { createRoleFormModel, type RoleFormModel } from "./role-form-model.ts";

const words = rolesLabels;

/** Creates or edits a custom role as a column beside the built-in ones. */
export function RoleDialog({
  role,
  builtIn,
  onSaved,
  onClose,
}: {
  role?: Role | undefined;
  builtIn: readonly Role[];
  onSaved: (role: Role) => void;
  onClose: () => void;
}) {
  const model = useModel(() => createRoleFormModel(role), role?.id);
  return (
    <SaveDialog
      title={role ? words.editTitle(role.name) : words.createTitle}
      action={role ? labels.common.save : words.create}
      form={model}
      onSaved={onSaved}
      onClose={onClose}
      wide
    >
      {role?.inUse ? <Notice kind="info" title={words.inUseNotice(role.inUse)} /> : null}
      <TextField label={words.name} text={model.name} error={model.nameError.value} maxLength={60} first />
      <TextField label={words.description} optional text={model.description} maxLength={500} />
      <Matrix model={model} builtIn={builtIn} />
    </SaveDialog>
  );
}

function Matrix({ model, builtIn }: { model: RoleFormModel; builtIn: readonly Role[] }) {
  const id = useId();
  return (
    <div class="stack-s">
      <h3>{words.matrix}</h3>
      <p class="soft">{words.matrixHint}</p>
      <div class="table-frame matrix">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{words.permission}</th>
              <th scope="col" class="matrix-own">
                {words.thisRole}
              </th>
              {builtIn.map(({ name }) => (
                <th key={name} scope="col" class="narrow-hide matrix-cell">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {workflowCapabilities.map((capability) => {
              const fixed = capability === "workflow.see";
              return (
                <tr key={capability}>
                  <th scope="row" class="matrix-name">
                    <label for={`${id}-${capability}`}>{words.permissions[capability]}</label>
                    {fixed && <span class="soft matrix-always">{words.always}</span>}
                  </th>
                  <td class="matrix-own">
                    <input
                      aria-label={words.permissions[capability]}
                      id={`${id}-${capability}`}
                      type="checkbox"
                      checked={model.allowed.value.includes(capability)}
                      disabled={fixed}
                      onChange={(event) => model.toggle(capability, event.currentTarget.checked)}
                    />
                  </td>
                  {builtIn.map(({ name, capabilities }) => (
                    <td key={name} class="narrow-hide matrix-cell">
                      <Allowed yes={capabilities.includes(capability)} />
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}
