import type { Member } from "../../../base/api/account-resources.ts";
import { me } from "../../../base/session/session-model.ts";
import { IconButton } from "../../../base/ui/button.tsx";
import { ConfirmDialog } from "../../../base/ui/confirm-dialog.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { NothingFound } from "../../../base/ui/list-page.tsx";
import { membersLabels } from "./members-labels.ts";
import { Menu, MenuItem } from "../../../base/ui/menu.tsx";
import { PagedTable } from "../../../base/ui/paged-table.tsx";
import { SearchField } from "../../../base/ui/search-field.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { LeaveDialog } from "./leave-dialog.tsx";
import { createPeopleModel, type PeopleModel } from "./people-model.ts";

const words = membersLabels;

export function PeopleTable() {
  const model = useModel(createPeopleModel);
  const shown = model.list.items.value;
  return (
    <div class="stack">
      <div class="row-apart">
        <SearchField label={words.search} search={model.search} />
        <p class="soft" role="status">
          {shown && words.count(shown.length, model.list.hasMore.value)}
        </p>
      </div>
      <PagedTable
        list={model.list}
        keyOf={({ user }) => user.id}
        columns={[
          { label: words.columns.name, class: "table-main", cell: (member) => <Person member={member} /> },
          { label: words.columns.role, cell: (member) => <RoleMenu member={member} model={model} /> },
          { label: words.columns.joined, class: "soft narrow-hide", cell: ({ joinedAt }) => <Time at={joinedAt} /> },
          {
            label: words.columns.actions,
            unseen: true,
            cell: (member) =>
              (member.you || model.mayRemove(member)) && (
                <IconButton
                  icon={member.you ? "signOut" : "trash"}
                  label={member.you ? words.leave : words.remove(member.user.name)}
                  onClick={() => (model.open.value = member)}
                />
              ),
          },
        ]}
        empty={<NothingFound words={words.nothingFound} search={model.search} />}
      />
      {model.open.value && <RemoveDialog member={model.open.value} model={model} />}
    </div>
  );
}

function RoleMenu({ member, model }: { member: Member; model: PeopleModel }) {
  const { user, role } = member;
  const roles = model.rolesFor(member);
  if (roles.length <= 1) return <span class="role-fixed">{role}</span>;
  return (
    <Menu
      trigger={(ties) => (
        <button type="button" class="button button-quiet role-button" {...ties} aria-label={words.roleOf(user.name, role)}>
          {role} <Icon name="chevronDown" />
        </button>
      )}
    >
      {roles.map((each) => (
        <MenuItem key={each} checked={each === role} onClick={() => void model.setRole(member, each)}>
          <span class="menu-two">
            <span>{each}</span>
            <span class="soft">{words.roles[each]}</span>
          </span>
        </MenuItem>
      ))}
    </Menu>
  );
}

function Person({ member: { user, you } }: { member: Member }) {
  return (
    <div class="person">
      <span class="avatar" aria-hidden="true" data-letter={(user.name || user.email).slice(0, 1).toUpperCase()} />
      <div class="grow">
        <div class="cut strong">
          {user.name} {you && <span class="tag">{words.you}</span>}
        </div>
        <div class="cut soft">{user.email}</div>
      </div>
    </div>
  );
}

function RemoveDialog({ member, model }: { member: Member; model: PeopleModel }) {
  const account = me.value?.activeAccount?.name ?? "";
  const close = () => (model.open.value = undefined);
  if (member.you) return <LeaveDialog onClose={close} />;
  return (
    <ConfirmDialog
      danger
      title={words.removeTitle(member.user.name, account)}
      confirm={words.confirmRemove}
      act={() => model.remove(member)}
      onClose={close}
    >
      <p>{words.removeBody}</p>
      <p>{words.removeWorkflows}</p>
    </ConfirmDialog>
  );
}
