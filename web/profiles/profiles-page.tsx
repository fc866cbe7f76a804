import type { ComponentChildren } from "preact";
import { profiles, type Profile } from "../api/account-resources.ts";
import { AccountPage } from "../members/account-page.tsx";
import { PageHead } from "../shell/page-head.tsx";
import { useShortcuts } from "../shell/shortcuts.ts";
import { accountLabels } from "../ui/account-labels.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { Icon } from "../ui/icons.tsx";
import { labels } from "../ui/labels.ts";
import { Menu, MenuItem } from "../ui/menu.tsx";
import { PagedTable } from "../ui/paged-table.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { EmptyState } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";
import { useModel } from "../ui/use-model.ts";
import { ProfileDialog } from "./profile-dialog.tsx";
import { createProfilesModel, type ProfilesModel } from "./profiles-model.ts";
import "./profiles.css";

const words = accountLabels.profiles;

export function ProfilesPage() {
  const model = useModel(createProfilesModel);
  const create = () => {
    if (model.mayCreate.value) model.choose({ kind: "create" });
  };
  useShortcuts({ n: create });
  const isEmpty = model.list.items.value?.length === 0 && model.search.query.value === "";
  const createButton = model.mayCreate.value && (
    <Button kind="main" icon="plus" onClick={create}>
      {words.create}
    </Button>
  );
  return (
    <AccountPage>
      <PageHead
        title={words.title}
        lead={model.mayCreate.value ? words.lead : `${words.mayNot} ${accountLabels.askForRight}`}
        actions={!isEmpty && createButton}
      />
      {!isEmpty && <SearchField label={words.search} search={model.search} />}
      <div>
        <PagedTable
          list={model.list}
          columns={[
            { label: words.columns.name, class: "table-main" },
            { label: words.columns.kind, class: "narrow-hide" },
            { label: words.columns.hosts, class: "wide-only" },
            { label: words.columns.test },
            { label: words.columns.actions, unseen: true },
          ]}
          empty={<Nothing model={model} action={createButton} isEmpty={isEmpty} />}
          row={(profile) => <ProfileRow key={profile.id} profile={profile} model={model} />}
        />
      </div>
      <OpenDialog model={model} />
    </AccountPage>
  );
}

function Nothing({ model, action, isEmpty }: { model: ProfilesModel; action: ComponentChildren; isEmpty: boolean }) {
  if (isEmpty)
    return (
      <EmptyState icon="shield" title={words.empty.title} action={action}>
        {words.empty.detail}
      </EmptyState>
    );
  return (
    <EmptyState
      icon="search"
      title={words.nothingFound.title}
      action={<Button onClick={model.search.clear}>{words.nothingFound.action}</Button>}
    >
      {words.nothingFound.detail(model.search.query.value)}
    </EmptyState>
  );
}

function ProfileRow({ profile, model }: { profile: Profile; model: ProfilesModel }) {
  const { name, settings, hosts, mayChange } = profile;
  const busy = model.testing.value.has(profile.id);
  return (
    <tr>
      <td class="table-main">
        <div class="cut strong">{name}</div>
        <div class="cut soft profile-kind">{words.kinds[settings.kind]}</div>
      </td>
      <td class="soft narrow-hide">{words.kinds[settings.kind]}</td>
      <td class="soft wide-only">{hosts === null ? words.allHosts : words.hosts(hosts)}</td>
      <td>
        <TestResult profile={profile} busy={busy} />
      </td>
      <td class="table-end">
        {mayChange && (
          <div class="profile-actions">
            {settings.kind === "authorization-code" && profile.connected === false ? (
              <a class="button" href={profiles.connectAddress(profile.id)} target="_blank" rel="noopener" title={words.connectHint}>
                {words.connect}
              </a>
            ) : (
              <IconButton icon="refresh" label={words.testOf(name)} busy={busy} onClick={() => void model.test(profile)} />
            )}
            <Menu
              trigger={(ties) => (
                <button type="button" class="button button-quiet icon-button" {...ties} aria-label={words.actionsOf(name)}>
                  <Icon name="more" />
                </button>
              )}
            >
              <MenuItem icon="details" onClick={() => model.choose({ kind: "edit", profile })}>
                {words.edit}
              </MenuItem>
              <MenuItem icon="refresh" onClick={() => void model.test(profile)}>
                {words.retest}
              </MenuItem>
              {settings.kind === "authorization-code" && profile.connected && (
                <a
                  role="menuitem"
                  tabIndex={-1}
                  class="menu-item menu-link"
                  href={profiles.connectAddress(profile.id)}
                  target="_blank"
                  rel="noopener"
                >
                  <Icon name="external" />
                  <span class="grow">{words.connectAgain}</span>
                </a>
              )}
              <MenuItem icon="trash" danger onClick={() => model.choose({ kind: "delete", profile })}>
                {labels.common.delete}
              </MenuItem>
            </Menu>
          </div>
        )}
      </td>
    </tr>
  );
}

function TestResult({ profile: { lastTest, connected }, busy }: { profile: Profile; busy: boolean }) {
  if (busy)
    return (
      <span class="status status-progress">
        <span class="spinner" aria-hidden="true" />
        {words.testing}
      </span>
    );
  if (connected === false)
    return (
      <span class="status status-waiting">
        <Icon name="alert" />
        {words.notConnected}
      </span>
    );
  if (!lastTest) return <span class="soft">{words.notTested}</span>;
  return (
    <div class="test-result">
      <span class={`status ${lastTest.ok ? "status-success" : "status-failed"}`}>
        <Icon name={lastTest.ok ? "check" : "close"} />
        {lastTest.ok ? words.ok : words.failed}
        <span class="soft phone-hide">
          <Time at={lastTest.at} />
        </span>
      </span>
      {!lastTest.ok && (
        <span class="soft cut phone-hide" title={lastTest.message}>
          {lastTest.message}
        </span>
      )}
    </div>
  );
}

function OpenDialog({ model }: { model: ProfilesModel }) {
  const open = model.open.value;
  if (!open) return null;
  if (open.kind === "delete")
    return (
      <ConfirmDialog
        danger
        title={words.deleteTitle(open.profile.name)}
        confirm={words.confirmDelete}
        act={() => model.remove(open.profile)}
        onClose={model.close}
      >
        <p>{words.deleteBody}</p>
      </ConfirmDialog>
    );
  return (
    <ProfileDialog
      profile={open.kind === "edit" ? open.profile : undefined}
      onSaved={(profile) => void model.saved(profile)}
      onClose={model.close}
    />
  );
}
