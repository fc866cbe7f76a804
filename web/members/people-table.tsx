import type { Member } from "../api/account-resources.ts";
import { me } from "../shell/session-model.ts";
import { accountLabels } from "../ui/account-labels.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { PagedTable } from "../ui/paged-table.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { EmptyState } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";
import { useModel } from "../ui/use-model.ts";
import { createPeopleModel, type PeopleModel } from "./people-model.ts";

const words = accountLabels.members;

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
        columns={[
          { label: words.columns.name, class: "table-main" },
          { label: words.columns.role },
          { label: words.columns.joined, class: "narrow-hide" },
          { label: words.columns.actions, unseen: true },
        ]}
        empty={
          <EmptyState
            icon="search"
            title={words.nothingFound.title}
            action={<Button onClick={model.search.clear}>{words.nothingFound.action}</Button>}
          >
            {words.nothingFound.detail(model.search.query.value)}
          </EmptyState>
        }
        row={(member) => <PersonRow key={member.user.id} member={member} model={model} />}
      />
      {model.open.value && <RemoveDialog member={model.open.value} model={model} />}
    </div>
  );
}

function PersonRow({ member, model }: { member: Member; model: PeopleModel }) {
  const { user, role, you } = member;
  const roles = model.rolesFor(member);
  return (
    <tr>
      <td class="table-main">
        <Person member={member} />
      </td>
      <td>
        {roles.length > 1 ? (
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
        ) : (
          <span class="role-fixed">{role}</span>
        )}
      </td>
      <td class="soft narrow-hide">
        <Time at={member.joinedAt} />
      </td>
      <td class="table-end">
        {(you || model.mayRemove(member)) && (
          <IconButton
            icon={you ? "signOut" : "trash"}
            label={you ? words.leave : words.remove(user.name)}
            onClick={() => (model.open.value = member)}
          />
        )}
      </td>
    </tr>
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
  if (member.you)
    return (
      <ConfirmDialog danger title={words.leaveTitle(account)} confirm={words.leave} act={model.leave} onClose={close}>
        <p>{words.leaveBody}</p>
      </ConfirmDialog>
    );
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
