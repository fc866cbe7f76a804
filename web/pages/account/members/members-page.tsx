import { computed } from "@preact/signals";
import { RolesTab } from "../roles/roles-tab.tsx";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { search, setSearch } from "../../../base/router/router.ts";
import { me } from "../../../base/session/session-model.ts";
import { useShortcuts } from "../../../base/shortcuts/shortcuts.ts";
import { Button } from "../../../base/ui/button.tsx";
import { labels } from "../../../base/labels.ts";
import { membersLabels } from "./members-labels.ts";
import { EmptyState } from "../../../base/ui/states.tsx";
import { Tabs } from "../../../base/ui/tabs.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { AccountPage } from "./account-page.tsx";
import { InvitationTable } from "./invitation-table.tsx";
import { createInvitationsModel } from "./invitations-model.ts";
import { InviteDialog } from "./invite-dialog.tsx";
import { PeopleTable } from "./people-table.tsx";
import "./members.css";

const words = membersLabels;
const tabKeys = ["people", "invitations", "roles"] as const;
type TabKey = (typeof tabKeys)[number];

/** Which tab is in the address, and so is an open invite dialog, because the command palette leads there. */
function createPageModel() {
  const may = (what: "members.see" | "members.manage") => computed(() => me.value?.capabilities.includes(what) ?? false);
  const maySee = may("members.see");
  const mayManage = may("members.manage");
  const tabs = computed(() => tabKeys.filter((key) => key !== "invitations" || mayManage.value));
  return {
    maySee,
    mayManage,
    tabs,
    tab: computed<TabKey>(() => tabs.value.find((key) => key === search.value.get("tab")) ?? "people"),
    inviting: computed(() => mayManage.value && search.value.get("new") === "invitation"),
    setTab: (key: TabKey) => setSearch({ tab: key === "people" ? "" : key }),
    setInviting: (on: boolean) => setSearch({ new: on ? "invitation" : "" }),
    invitations: createInvitationsModel(),
  };
}

export function MembersPage() {
  const model = useModel(createPageModel);
  const invite = () => {
    if (model.mayManage.value) model.setInviting(true);
  };
  const onRoles = model.tab.value === "roles";
  useShortcuts(onRoles ? {} : { n: invite });
  return (
    <AccountPage>
      <PageHead
        title={words.title}
        lead={model.maySee.value && !model.mayManage.value ? words.mayNotInvite : words.lead}
        actions={
          model.mayManage.value &&
          !onRoles && (
            <Button kind="main" icon="plus" onClick={invite}>
              {words.invite}
            </Button>
          )
        }
      />
      <div>
        <Tabs
          label={words.tabsLabel}
          tabs={model.tabs.value.map((key) => ({ key, label: words.tabs[key] }))}
          current={model.tab.value}
          onChange={model.setTab}
        >
          <div class="tab-body">
            {onRoles ? (
              <RolesTab />
            ) : model.tab.value === "invitations" ? (
              <InvitationTable model={model.invitations} />
            ) : model.maySee.value ? (
              <PeopleTable />
            ) : (
              <EmptyState icon="people" title={words.forbidden.title}>
                {words.forbidden.detail} {labels.common.askForRight}
              </EmptyState>
            )}
          </div>
        </Tabs>
      </div>
      {model.inviting.value && (
        <InviteDialog onClose={() => model.setInviting(false)} onInvited={() => void model.invitations.list.reload()} />
      )}
    </AccountPage>
  );
}
