import type { AuditEntry } from "../api/management.ts";
import { useShortcuts } from "../shell/shortcuts.ts";
import { Button } from "../ui/button.tsx";
import { PagedTable } from "../ui/paged-table.tsx";
import { EmptyState, Notice, ProblemNotice } from "../ui/states.tsx";
import { Time } from "../ui/time.tsx";
import { useModel } from "../ui/use-model.ts";
import { workflowLabels } from "../ui/workflow-labels.ts";
import { type AuditModel, createAuditModel } from "./audit-model.ts";
import { EntryPanel } from "./entry-panel.tsx";
import { FilterBar } from "./filter-bar.tsx";
import type { FilterColumn } from "./filters.ts";
import "./audit.css";

const words = workflowLabels.audit;
const ofWorkflow: readonly FilterColumn[] = ["category", "event", "user"];
const ofAccount: readonly FilterColumn[] = [...ofWorkflow, "workflow"];

/**
 * An audit log with search, time, filters, CSV and the details of an entry beside it. `base` is `/api` for the
 * account's log and `/api/workflows/{id}` for a workflow's; the account's also names the workflow of each entry.
 */
export function AuditTable({ base }: { base: string }) {
  const model = useModel(() => createAuditModel(base), base);
  const isAccount = base === "/api";
  const step = (by: number) => () => {
    model.step(by);
    requestAnimationFrame(() => document.querySelector(".table tr[data-current]")?.scrollIntoView({ block: "nearest" }));
  };
  useShortcuts({
    j: step(1),
    k: step(-1),
    f: () => (model.adding.value = true),
    "/": () => document.getElementById("audit-search")?.focus(),
  });
  const items = model.list.items.value;
  const known = { people: model.people.value, workflows: workflowsIn(items ?? []) };
  const opened = model.opened.value;
  return (
    <div class="audit">
      <FilterBar model={model} columns={isAccount ? ofAccount : ofWorkflow} known={known} />
      {model.csv.problem.value && <ProblemNotice problem={model.csv.problem.value} />}
      <div class={opened ? "audit-split" : "audit-whole"}>
        <div class="audit-list">
          <PagedTable
            list={model.list}
            columns={[
              { label: words.columns.at },
              { label: words.columns.description, class: "table-main" },
              { label: words.columns.event, class: "wide-only" },
              { label: words.columns.user, class: "phone-hide" },
              ...(isAccount ? [{ label: words.columns.workflow, class: "narrow-hide" }] : []),
              { label: words.columns.ip, class: "wide-only audit-extra" },
            ]}
            empty={<Nothing model={model} />}
            row={(entry) => <EntryRow key={entry.seq} entry={entry} model={model} isAccount={isAccount} />}
          />
          {items && items.length > 0 && (
            <p class="soft list-count" role="status">
              {words.count(items.length, model.list.hasMore.value)}
            </p>
          )}
        </div>
        {opened && <EntryPanel key={opened.seq} entry={opened} model={model} />}
      </div>
      {model.openSeq.value !== undefined && items && !opened && <Notice kind="info" title={words.gone} />}
    </div>
  );
}

function workflowsIn(items: readonly AuditEntry[]): ReadonlyMap<string, string> {
  return new Map(items.flatMap(({ workflow }) => (workflow ? [[workflow.id, workflow.name] as const] : [])));
}

function EntryRow({ entry, model, isAccount }: { entry: AuditEntry; model: AuditModel; isAccount: boolean }) {
  const { seq, at, label, user, description, workflow, ip } = entry;
  const isOpen = model.openSeq.value === seq;
  return (
    <tr data-current={isOpen || undefined}>
      <td class="soft">
        <Time at={at} />
      </td>
      <td class="table-main">
        <button
          type="button"
          class="audit-open cut"
          aria-label={words.openEntry(description)}
          aria-expanded={isOpen}
          title={description}
          onClick={() => model.open(isOpen ? undefined : seq)}
        >
          {description}
        </button>
      </td>
      <td class="soft wide-only">{label}</td>
      <td class="phone-hide">
        <div class="cut audit-name">{user.name}</div>
      </td>
      {isAccount && (
        <td class="soft narrow-hide">
          <div class="cut audit-name">{workflow?.name ?? "–"}</div>
        </td>
      )}
      <td class="soft mono wide-only audit-extra">{ip ?? "–"}</td>
    </tr>
  );
}

function Nothing({ model }: { model: AuditModel }) {
  if (model.isNarrowed.value)
    return (
      <EmptyState icon="search" title={words.nothing.title} action={<Button onClick={model.clear}>{words.nothing.action}</Button>}>
        {words.nothing.detail}
      </EmptyState>
    );
  return (
    <EmptyState icon="log" title={words.empty.title}>
      {words.empty.detail}
    </EmptyState>
  );
}
