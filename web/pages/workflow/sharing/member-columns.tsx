import type { WorkflowMember } from "../../../base/api/management.ts";
import { labels } from "../../../base/labels.ts";
import { MenuItem } from "../../../base/ui/menu.tsx";
import type { Column } from "../../../base/ui/paged-table.tsx";
import { RowMenu } from "../../../base/ui/row-menu.tsx";
import { sharingLabels } from "./sharing-labels.ts";
import { Time } from "../../../base/ui/time.tsx";
import { RoleOptions } from "./role-options.tsx";
import type { SharingModel } from "./sharing-model.ts";

const words = sharingLabels;

/** A person on the workflow: the role that counts, where it comes from, and what may be done about it. */
export function memberColumns(model: SharingModel, mayShare: boolean): readonly Column<WorkflowMember>[] {
  const isChangeable = (member: WorkflowMember) => mayShare && model.mayChange(member);
  return [
    {
      label: words.columns.person,
      class: "table-main",
      cell: (member) => (
        <>
          <div class="member-name">
            <span class="strong cut">{member.user.name}</span>
            {model.isYou(member) && <span class="tag">{labels.common.you}</span>}
            {member.isOwner && <span class="tag">{words.owner}</span>}
          </div>
          <div class="soft cut">{member.user.email}</div>
        </>
      ),
    },
    {
      label: words.columns.role,
      cell: (member) => (isChangeable(member) && member.source === "given" ? <RoleSelect member={member} model={model} /> : member.role),
    },
    {
      label: words.columns.source,
      class: "soft narrow-hide",
      cell: ({ source, accountRole, given }) => (
        <>
          {source === "account" ? words.fromAccount(accountRole) : words.given}
          {source === "account" && given !== null && <div>{words.givenToo(given)}</div>}
        </>
      ),
    },
    { label: words.columns.since, class: "soft wide-only", cell: ({ givenAt }) => <Time at={givenAt} /> },
    {
      label: words.columns.actions,
      unseen: true,
      cell: (member) => <Actions member={member} model={model} mayShare={mayShare} changeable={isChangeable(member)} />,
    },
  ];
}

interface ActionsProps {
  member: WorkflowMember;
  model: SharingModel;
  mayShare: boolean;
  changeable: boolean;
}

function Actions({ member, model, mayShare, changeable }: ActionsProps) {
  const mayLeave = model.mayLeave(member);
  const mayOwn = mayShare && !member.isOwner && model.givable.value.some(({ id }) => id === "Admin");
  if (!changeable && !mayOwn && !mayLeave) return null;
  const choose = (kind: "owner" | "leave" | "remove") => (model.open.value = { kind, member });
  return (
    <RowMenu label={words.actionsOf(member.user.name)}>
      {mayOwn && (
        <MenuItem icon="account" onClick={() => choose("owner")}>
          {words.makeOwner}
        </MenuItem>
      )}
      {mayLeave && (
        <MenuItem icon="signOut" danger onClick={() => choose("leave")}>
          {words.leave}
        </MenuItem>
      )}
      {changeable && !mayLeave && (
        <MenuItem icon="trash" danger onClick={() => choose("remove")}>
          {words.remove}
        </MenuItem>
      )}
    </RowMenu>
  );
}

function RoleSelect({ member, model }: { member: WorkflowMember; model: SharingModel }) {
  const roles = model.givable.value;
  const present = roles.find(({ name, id }) => id === member.given || name === member.given)?.id;
  if (present === undefined) return <>{member.role}</>;
  return (
    <select
      class="select member-role"
      aria-label={words.roleOf(member.user.name)}
      value={present}
      onChange={async (event) => {
        const select = event.currentTarget;
        // A refused change leaves the choice standing where the role does not.
        if (!(await model.changeRole(member, select.value))) select.value = present;
      }}
    >
      <RoleOptions roles={roles} />
    </select>
  );
}
