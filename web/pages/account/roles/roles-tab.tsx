import { workflowCapabilities } from "#flow/rights/workflow-rights.ts";
import type { Role } from "../../../base/api/account-resources.ts";
import { useShortcuts } from "../../../base/shortcuts/shortcuts.ts";
import { Button } from "../../../base/ui/button.tsx";
import { DeleteDialog } from "../../../base/ui/delete-dialog.tsx";
import { Dialog } from "../../../base/ui/dialog.tsx";
import { labels } from "../../../base/labels.ts";
import { MenuItem } from "../../../base/ui/menu.tsx";
import { PagedTable } from "../../../base/ui/paged-table.tsx";
import { rolesLabels } from "./roles-labels.ts";
import { RowMenu } from "../../../base/ui/row-menu.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { RoleDialog } from "./role-dialog.tsx";
import { createRolesModel, type RolesModel } from "./roles-model.ts";
import "./roles.css";

const words = rolesLabels;

export function RolesTab() {
  const model = useModel(createRolesModel);
  const create = () => {
    if (model.mayManage.value) model.open.value = { kind: "create" };
  };
  useShortcuts({ n: create });
  return (
    <div class="stack">
      <div class="row-apart">
        <p class="soft grow">
          {words.lead} {!model.mayManage.value && labels.common.askForRight}
        </p>
        {model.mayManage.value && (
          <Button kind="main" icon="plus" onClick={create}>
            {words.create}
          </Button>
        )}
      </div>
      <PagedTable
        list={model.shown}
        keyOf={({ id }) => id}
        columns={[
          {
            label: words.columns.name,
            class: "table-main",
            cell: ({ name, description, builtIn }) => (
              <>
                <div class="cut strong">
                  {name} {builtIn && <span class="tag">{words.builtIn}</span>}
                </div>
                {description && <div class="cut soft">{description}</div>}
              </>
            ),
          },
          {
            label: words.columns.allows,
            hint: ({ capabilities }) => capabilities.map((each) => words.permissions[each]).join("\n"),
            cell: ({ capabilities }) => words.allows(capabilities.length, workflowCapabilities.length),
          },
          { label: words.columns.inUse, class: "soft", cell: ({ inUse }) => (inUse === null ? "–" : words.inUse(inUse)) },
          { label: words.columns.changed, class: "soft narrow-hide", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
          {
            label: words.columns.actions,
            unseen: true,
            cell: (role) => model.mayManage.value && <Actions role={role} model={model} />,
          },
        ]}
        empty={null}
      />
      <OpenDialog model={model} />
    </div>
  );
}

function Actions({ role, model }: { role: Role; model: RolesModel }) {
  const { name, builtIn } = role;
  return (
    <RowMenu label={words.actionsOf(name)}>
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
    </RowMenu>
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
      <Dialog title={labels.common.deleteTitle(role.name)} onClose={close}>
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
    <DeleteDialog name={role.name} confirm={words.confirmDelete} act={() => model.remove(role)} onClose={close}>
      {words.deleteBody}
    </DeleteDialog>
  );
}
