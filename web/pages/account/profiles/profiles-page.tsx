import { profiles, type Profile } from "../../../base/api/account-resources.ts";
import { AccountPage } from "../members/account-page.tsx";
import { IconButton } from "../../../base/ui/button.tsx";
import { DeleteDialog } from "../../../base/ui/delete-dialog.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { labels } from "../../../base/labels.ts";
import { ListPage } from "../../../base/ui/list-page.tsx";
import { MenuItem } from "../../../base/ui/menu.tsx";
import { profilesLabels } from "./profiles-labels.ts";
import { RowMenu } from "../../../base/ui/row-menu.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { ProfileDialog } from "./profile-dialog.tsx";
import { createProfilesModel, type ProfilesModel } from "./profiles-model.ts";
import { State } from "../../../base/ui/status.tsx";
import { failedLook, progressLook, successLook, warningLook } from "../../../base/ui/status-look.ts";
import "./profiles.css";

const words = profilesLabels;

export function ProfilesPage() {
  const model = useModel(createProfilesModel);
  const mayCreate = model.mayCreate.value;
  const isTested = ({ id }: Profile) => model.testing.value.has(id);
  return (
    <AccountPage>
      <ListPage
        title={words.title}
        lead={mayCreate ? words.lead : `${words.mayNot} ${labels.common.askForRight}`}
        create={mayCreate ? { label: words.create, act: () => model.choose({ kind: "create" }) } : undefined}
        search={{ label: words.search, search: model.search, nothing: words.nothingFound }}
        list={model.list}
        keyOf={({ id }) => id}
        columns={[
          {
            label: words.columns.name,
            class: "table-main",
            cell: ({ name, settings }) => (
              <>
                <div class="cut strong">{name}</div>
                <div class="cut soft profile-kind">{words.kinds[settings.kind]}</div>
              </>
            ),
          },
          { label: words.columns.kind, class: "soft narrow-hide", cell: ({ settings }) => words.kinds[settings.kind] },
          {
            label: words.columns.hosts,
            class: "soft wide-only",
            cell: ({ hosts, settings }) => (hosts ? words.hosts(hosts) : settings.kind === "none" ? words.noHosts : words.needsHosts),
          },
          { label: words.columns.test, cell: (profile) => <TestResult profile={profile} busy={isTested(profile)} /> },
          {
            label: words.columns.actions,
            unseen: true,
            cell: (profile) => profile.mayChange && <Actions profile={profile} model={model} busy={isTested(profile)} />,
          },
        ]}
        empty={{ icon: "shield", ...words.empty }}
      />
      <OpenDialog model={model} />
    </AccountPage>
  );
}

function Actions({ profile, model, busy }: { profile: Profile; model: ProfilesModel; busy: boolean }) {
  const { id, name, settings, connected } = profile;
  const connects = settings.kind === "authorization-code";
  return (
    <div class="profile-actions">
      {connects && connected === false ? (
        <a class="button" href={profiles.connectAddress(id)} target="_blank" rel="noopener" title={words.connectHint}>
          {words.connect}
        </a>
      ) : (
        <IconButton icon="refresh" label={words.testOf(name)} busy={busy} onClick={() => void model.test(profile)} />
      )}
      <RowMenu label={words.actionsOf(name)}>
        <MenuItem icon="details" onClick={() => model.choose({ kind: "edit", profile })}>
          {words.edit}
        </MenuItem>
        <MenuItem icon="refresh" onClick={() => void model.test(profile)}>
          {words.retest}
        </MenuItem>
        {connects && connected && (
          <a role="menuitem" tabIndex={-1} class="menu-item menu-link" href={profiles.connectAddress(id)} target="_blank" rel="noopener">
            <Icon name="external" />
            <span class="grow">{words.connectAgain}</span>
          </a>
        )}
        <MenuItem icon="trash" danger onClick={() => model.choose({ kind: "delete", profile })}>
          {labels.common.delete}
        </MenuItem>
      </RowMenu>
    </div>
  );
}

function TestResult({ profile: { lastTest, connected }, busy }: { profile: Profile; busy: boolean }) {
  if (busy)
    return (
      <State plain {...progressLook}>
        {words.testing}
      </State>
    );
  if (connected === false)
    return (
      <State plain {...warningLook}>
        {words.notConnected}
      </State>
    );
  if (!lastTest) return <span class="soft">{words.notTested}</span>;
  return (
    <div class="test-result">
      <State plain {...(lastTest.ok ? successLook : failedLook)}>
        {lastTest.ok ? words.ok : words.failed}
        <span class="soft phone-hide">
          <Time at={lastTest.at} />
        </span>
      </State>
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
      <DeleteDialog name={open.profile.name} confirm={words.confirmDelete} act={() => model.remove(open.profile)} onClose={model.close}>
        {words.deleteBody}
      </DeleteDialog>
    );
  return (
    <ProfileDialog
      profile={open.kind === "edit" ? open.profile : undefined}
      onSaved={(profile) => void model.saved(profile)}
      onClose={model.close}
    />
  );
}
