import type { AlertRule } from "../../../base/api/observing.ts";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { useShortcuts } from "../../../base/shortcuts/shortcuts.ts";
import { Button, IconButton } from "../../../base/ui/button.tsx";
import { DeleteDialog } from "../../../base/ui/delete-dialog.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { labels } from "../../../base/labels.ts";
import { MenuItem } from "../../../base/ui/menu.tsx";
import { alertsLabels } from "./alerts-labels.ts";
import { PagedTable } from "../../../base/ui/paged-table.tsx";
import { RowMenu } from "../../../base/ui/row-menu.tsx";
import { EmptyState, Notice } from "../../../base/ui/states.tsx";
import { State } from "../../../base/ui/status.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { type AlertsModel, createAlertsModel, muteSpans } from "./alerts-model.ts";
import { History } from "./history.tsx";
import { RuleDialog } from "./rule-dialog.tsx";
import "./alerts.css";

const words = alertsLabels;

/** The rules that watch a workflow's runs, their states, and their notifications. */
export function AlertsPage() {
  const { workflow } = useWorkflow();
  const model = useModel(() => createAlertsModel(workflow.id), workflow.id);
  const mayEdit = workflow.capabilities.includes("workflow.edit");
  const create = () => {
    if (mayEdit) model.choose({ kind: "create" });
  };
  useShortcuts({ n: create });
  const rules = model.rules.items.value;
  const createButton = mayEdit && (
    <Button kind="main" icon="plus" onClick={create}>
      {words.create}
    </Button>
  );
  const mails = rules?.some(({ channel, enabled }) => channel.kind === "email" && enabled) ?? false;
  return (
    <div class="page">
      <PageHead
        title={words.title}
        tab={`${words.title} · ${workflow.name}`}
        lead={mayEdit ? words.lead : words.mayNot}
        actions={
          <>
            <a class="button" href={`/workflows/${workflow.id}/runs`}>
              <Icon name="chart" />
              {words.runs}
            </a>
            {rules && rules.length > 0 && createButton}
          </>
        }
      />
      {mails && !model.canMail.value && (
        <Notice kind="warning" title={words.noMail.title}>
          {words.noMail.detail}
        </Notice>
      )}
      <section aria-label={words.rules}>
        <PagedTable
          list={model.rules}
          keyOf={({ id }) => id}
          columns={[
            {
              label: words.columns.name,
              class: "table-main",
              cell: ({ name, when }) => (
                <>
                  <div class="strong cut">{name}</div>
                  <div class="soft alert-when">{words.when(when)}</div>
                </>
              ),
            },
            {
              label: words.columns.channel,
              class: "soft narrow-hide",
              cell: ({ channel }) => (
                <div class="cut alert-channel">{channel.kind === "webhook" ? channel.url : channel.to.join(", ")}</div>
              ),
            },
            { label: words.columns.state, cell: (rule) => <RuleState rule={rule} /> },
            { label: words.columns.actions, unseen: true, cell: (rule) => mayEdit && <Actions rule={rule} model={model} /> },
          ]}
          empty={
            <EmptyState icon="bell" title={words.empty.title} action={createButton}>
              {words.empty.detail}
            </EmptyState>
          }
        />
        {rules && rules.length > 0 && <p class="soft list-count">{words.signing}</p>}
      </section>
      {rules && (rules.length > 0 || (model.history.items.value?.length ?? 0) > 0) && <History list={model.history} />}
      <OpenDialog model={model} workflowId={workflow.id} />
    </div>
  );
}

function Actions({ rule, model }: { rule: AlertRule; model: AlertsModel }) {
  return (
    <div class="alert-actions">
      <IconButton
        icon="play"
        label={words.testOf(rule.name)}
        busy={model.testing.value.has(rule.id)}
        onClick={() => void model.test(rule)}
      />
      <RuleMenu rule={rule} model={model} />
    </div>
  );
}

function RuleMenu({ rule, model }: { rule: AlertRule; model: AlertsModel }) {
  return (
    <RowMenu label={words.actionsOf(rule.name)}>
      <MenuItem icon="details" onClick={() => model.choose({ kind: "edit", rule })}>
        {words.edit}
      </MenuItem>
      <MenuItem icon="play" onClick={() => void model.test(rule)}>
        {words.test}
      </MenuItem>
      {isMutedNow(rule) ? (
        <MenuItem icon="clock" onClick={() => void model.mute(rule, null)}>
          {words.unmute}
        </MenuItem>
      ) : (
        muteSpans.map(({ name, ms }) => (
          <MenuItem key={name} icon="clock" onClick={() => void model.mute(rule, ms)}>
            {words.mute(words.muteSpans[name])}
          </MenuItem>
        ))
      )}
      <MenuItem icon={rule.enabled ? "stop" : "check"} onClick={() => void model.setEnabled(rule, !rule.enabled)}>
        {rule.enabled ? words.turnOff : words.turnOn}
      </MenuItem>
      <MenuItem icon="trash" danger onClick={() => model.choose({ kind: "delete", rule })}>
        {labels.common.delete}
      </MenuItem>
    </RowMenu>
  );
}

const isMutedNow = ({ mutedUntil }: AlertRule) => mutedUntil !== null && Date.parse(mutedUntil) > Date.now();

function RuleState({ rule }: { rule: AlertRule }) {
  const { enabled, state, mutedUntil } = rule;
  const firing = enabled && state?.phase === "firing" ? state : undefined;
  return (
    <div class="alert-state">
      {!enabled ? (
        <State tone="skipped" icon="minus">
          {words.states.off}
        </State>
      ) : firing ? (
        <State tone="failed" icon="alert">
          {words.states.firing}
        </State>
      ) : (
        <State tone="success" icon="check">
          {words.states.ok}
        </State>
      )}
      {firing && (
        <span class="soft">
          {words.since} <Time at={firing.since} />
        </span>
      )}
      {isMutedNow(rule) && (
        <span class="soft">
          {words.states.muted}, {words.until} <Time at={mutedUntil} />
        </span>
      )}
    </div>
  );
}

function OpenDialog({ model, workflowId }: { model: AlertsModel; workflowId: string }) {
  const open = model.open.value;
  if (!open) return null;
  if (open.kind === "delete")
    return (
      <DeleteDialog name={open.rule.name} confirm={words.confirmDelete} act={() => model.remove(open.rule)} onClose={model.close}>
        {words.deleteBody}
      </DeleteDialog>
    );
  return (
    <RuleDialog
      workflowId={workflowId}
      rule={open.kind === "edit" ? open.rule : undefined}
      canMail={model.canMail.value}
      onSaved={model.saved}
      onClose={model.close}
    />
  );
}
