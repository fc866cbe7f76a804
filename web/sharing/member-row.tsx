import type { WorkflowMember } from "../api/management.ts";
import { Icon } from "../ui/icons.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { Time } from "../ui/time.tsx";
import { workflowLabels } from "../ui/workflow-labels.ts";
import { RoleOptions } from "./role-options.tsx";
import type { SharingModel } from "./sharing-model.ts";

const words = workflowLabels.sharing;

/** A person on the workflow: the role that counts, where it comes from, and what may be done about it. */
export function MemberRow({ member, model, mayShare }: { member: WorkflowMember; model: SharingModel; mayShare: boolean }) {
  const { user, isOwner, source, accountRole, given, givenAt } = member;
  const changeable = mayShare && model.mayChange(member);
  const mayOwn = mayShare && !isOwner && model.givable.value.some(({ id }) => id === "Admin");
  return (
    <tr>
      <td class="table-main">
        <div class="member-name">
          <span class="strong cut">{user.name}</span>
          {model.isYou(member) && <span class="tag">{workflowLabels.you}</span>}
          {isOwner && <span class="tag">{words.owner}</span>}
        </div>
        <div class="soft cut">{user.email}</div>
      </td>
      <td>{changeable && source === "given" ? <RoleSelect member={member} model={model} /> : member.role}</td>
      <td class="soft narrow-hide">
        {source === "account" ? words.fromAccount(accountRole) : words.given}
        {source === "account" && given !== null && <div>{words.givenToo(given)}</div>}
      </td>
      <td class="soft wide-only">
        <Time at={givenAt} />
      </td>
      <td class="table-end">
        {(changeable || mayOwn) && (
          <Menu
            trigger={(ties) => (
              <button type="button" class="button button-quiet icon-button" {...ties} aria-label={words.actionsOf(user.name)}>
                <Icon name="more" />
              </button>
            )}
          >
            {mayOwn && (
              <MenuItem icon="account" onClick={() => (model.open.value = { kind: "owner", member })}>
                {words.makeOwner}
              </MenuItem>
            )}
            {changeable && (
              <MenuItem icon="trash" danger onClick={() => (model.open.value = { kind: "remove", member })}>
                {words.remove}
              </MenuItem>
            )}
          </Menu>
        )}
      </td>
    </tr>
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
        await model.changeRole.run(member, select.value);
        // A refused change leaves the choice standing where the role does not.
        if (model.changeRole.problem.value) select.value = present;
      }}
    >
      <RoleOptions roles={roles} />
    </select>
  );
}
