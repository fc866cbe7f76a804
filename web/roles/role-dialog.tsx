import { useId } from "preact/hooks";
import { workflowCapabilities } from "#flow/rights/workflow-rights.ts";
import type { Role } from "../api/account-resources.ts";
import { accountLabels } from "../ui/account-labels.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { labels } from "../ui/labels.ts";
import { Notice, ProblemNotice } from "../ui/states.tsx";
import { useModel } from "../ui/use-model.ts";
import { Allowed } from "./allowed.tsx";
import { createRoleFormModel, type RoleFormModel } from "./role-form-model.ts";

const words = accountLabels.roles;

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
    <Dialog title={role ? words.editTitle(role.name) : words.createTitle} onClose={onClose} wide>
      <form
        class="form"
        noValidate
        onSubmit={async (event) => {
          event.preventDefault();
          const saved = await model.submit();
          if (saved) onSaved(saved);
        }}
      >
        {model.problem.value && <ProblemNotice problem={model.problem.value} />}
        {role?.inUse ? <Notice kind="info" title={words.inUseNotice(role.inUse)} /> : null}
        <TextField
          label={words.name}
          value={model.name.value}
          onValue={(value) => (model.name.value = value)}
          error={model.nameError.value}
          maxLength={60}
          first
        />
        <TextField
          label={words.description}
          optional
          value={model.description.value}
          onValue={(value) => (model.description.value = value)}
          maxLength={500}
        />
        <Matrix model={model} builtIn={builtIn} />
        <div class="form-actions">
          <Button onClick={onClose}>{labels.common.cancel}</Button>
          <Button kind="main" type="submit" busy={model.busy.value}>
            {role ? labels.common.save : words.create}
          </Button>
        </div>
      </form>
    </Dialog>
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
