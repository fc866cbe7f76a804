import { workflowCapabilities } from "#flow/rights/workflow-rights.ts";
import type { Role } from "../api/account-resources.ts";
import { useShortcuts } from "../shell/shortcuts.ts";
import { accountLabels } from "../ui/account-labels.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { labels } from "../ui/labels.ts";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { ProblemNotice, Skeleton } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";
import { useModel } from "../ui/use-model.ts";
import { RoleDialog } from "./role-dialog.tsx";
import { createRolesModel, type RolesModel } from "./roles-model.ts";
import "./roles.css";

const words = accountLabels.roles;

export function RolesTab() {
  const model = useModel(createRolesModel);
  const create = () => {
    if (model.mayManage.value) model.open.value = { kind: "create" };
  };
  useShortcuts({ n: create });
  const { items, problem, hasMore, loading } = model.list;
  return (
    <div class="stack">
      <div class="row-apart">
        <p class="soft grow">
          {words.lead} {!model.mayManage.value && accountLabels.askForRight}
        </p>
        {model.mayManage.value && (
          <Button kind="main" icon="plus" onClick={create}>
            {words.create}
          </Button>
        )}
      </div>
      {problem.value && <ProblemNotice problem={problem.value} onRetry={model.list.reload} />}
      {!items.value && !problem.value && <Skeleton lines={5} />}
      {items.value && (
        <div class="table-frame">
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{words.columns.name}</th>
                <th scope="col">{words.columns.allows}</th>
                <th scope="col">{words.columns.inUse}</th>
                <th scope="col" class="narrow-hide">
                  {words.columns.changed}
                </th>
                <th scope="col">
                  <span class="unseen">{words.columns.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {[...items.value, ...model.builtIn.value].map((role) => (
                <RoleRow key={role.id} role={role} model={model} />
              ))}
            </tbody>
          </table>
          {hasMore.value && (
            <div class="table-more">
              <Button kind="quiet" busy={loading.value} onClick={model.list.loadMore}>
                {labels.common.loadMore}
              </Button>
            </div>
          )}
        </div>
      )}
      <OpenDialog model={model} />
    </div>
  );
}

function RoleRow({ role, model }: { role: Role; model: RolesModel }) {
  const { name, description, builtIn, capabilities, inUse, updatedAt } = role;
  return (
    <tr>
      <td class="table-main">
        <div class="cut strong">
          {name} {builtIn && <span class="tag">{words.builtIn}</span>}
        </div>
        {description && <div class="cut soft">{description}</div>}
      </td>
      <td title={capabilities.map((each) => words.permissions[each]).join("\n")}>
        {words.allows(capabilities.length, workflowCapabilities.length)}
      </td>
      <td class="soft">{inUse === null ? "–" : words.inUse(inUse)}</td>
      <td class="soft narrow-hide">
        <Time at={updatedAt} />
      </td>
      <td class="table-end">
        {model.mayManage.value && (
          <Menu
            trigger={(ties) => (
              <button type="button" class="button button-quiet icon-button" {...ties} aria-label={words.actionsOf(name)}>
                <Icon name="more" />
              </button>
            )}
          >
            {!builtIn && (
              <MenuItem icon="details" onClick={() => (model.open.value = { kind: "edit", role })}>
                {words.edit}
              </MenuItem>
            )}
            <MenuItem icon="copy" onClick={() => void model.duplicate(role)}>
              {words.duplicate}
            </MenuItem>
            {!builtIn && (
              <MenuItem icon="trash" danger onClick={() => (model.open.value = { kind: "delete", role })}>
                {labels.common.delete}
              </MenuItem>
            )}
          </Menu>
        )}
      </td>
    </tr>
  );
}

function OpenDialog({ model }: { model: RolesModel }) {
  const open = model.open.value;
  const close = () => (model.open.value = undefined);
  if (!open) return null;
  if (open.kind !== "delete") {
    const role = open.kind === "edit" ? open.role : undefined;
    return <RoleDialog key={role?.id} role={role} builtIn={model.builtIn.value} onSaved={model.saved} onClose={close} />;
  }
  const { role } = open;
  if (role.inUse)
    return (
      <Dialog title={words.deleteTitle(role.name)} onClose={close}>
        <div class="form">
          <p>{words.cannotDelete(role.inUse)}</p>
          <div class="form-actions">
            <Button data-first onClick={close}>
              {labels.common.close}
            </Button>
          </div>
        </div>
      </Dialog>
    );
  return (
    <ConfirmDialog danger title={words.deleteTitle(role.name)} confirm={words.confirmDelete} act={() => model.remove(role)} onClose={close}>
      <p>{words.deleteBody}</p>
    </ConfirmDialog>
  );
}
