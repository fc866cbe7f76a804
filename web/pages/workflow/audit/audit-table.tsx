import { useMemo } from "preact/hooks";
import { categories } from "#flow/audit/categories.ts";
import type { AuditEntry } from "../../../base/api/management.ts";
import { useShortcuts } from "../../../base/shortcuts/shortcuts.ts";
import { auditLabels } from "./audit-labels.ts";
import { Button } from "../../../base/ui/button.tsx";
import { type ChoosableColumn, ColumnChooser, createChosenColumns } from "../../../base/ui/chosen-columns.tsx";
import { PagedTable } from "../../../base/ui/paged-table.tsx";
import { showCurrentRow, SplitList } from "../../../base/ui/side-panel.tsx";
import { EmptyState, Notice, ProblemNotice } from "../../../base/ui/states.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { type AuditModel, createAuditModel } from "./audit-model.ts";
import { EntryPanel } from "./entry-panel.tsx";
import { FilterBar } from "./filter-bar.tsx";
import type { FilterColumn } from "./filters.ts";
import "./audit.css";

const words = auditLabels;
const ofWorkflow: readonly FilterColumn[] = ["category", "event", "user"];
const ofAccount: readonly FilterColumn[] = [...ofWorkflow, "workflow"];

/**
 * An audit log with search, time, filters, CSV and the details of an entry beside it. `base` is `/api` for the
 * account's log and `/api/workflows/{id}` for a workflow's; the account's also names the workflow of each entry.
 */
export function AuditTable({ base }: { base: string }) {
  const model = useModel(() => createAuditModel(base), base);
  const isAccount = base === "/api";
  const columns = useMemo(() => createChosenColumns(isAccount ? "account-audit" : "audit", columnsOf(model, isAccount)), [model]);
  useShortcuts({ f: () => (model.adding.value = true) });
  const items = model.list.items.value;
  const known = { people: model.people.value, workflows: workflowsIn(items ?? []) };
  const opened = model.opened.value;
  return (
    <div class="audit">
      <FilterBar model={model} columns={isAccount ? ofAccount : ofWorkflow} known={known} chooser={<ColumnChooser columns={columns} />} />
      {model.csv.problem.value && <ProblemNotice problem={model.csv.problem.value} />}
      <SplitList panel={opened && <EntryPanel key={opened.seq} entry={opened} model={model} />}>
        <PagedTable
          list={model.list}
          columns={columns.shown.value}
          keyOf={({ seq }) => seq}
          isOpen={({ seq }) => model.openSeq.value === seq}
          onStep={(by) => {
            model.step(by);
            showCurrentRow();
          }}
          empty={<Nothing model={model} />}
        />
        {items && items.length > 0 && (
          <p class="soft list-count" role="status">
            {words.count(items.length, model.list.hasMore.value)}
          </p>
        )}
      </SplitList>
      {model.openSeq.value !== undefined && items && !opened && <Notice kind="info" title={words.gone} />}
    </div>
  );
}

function workflowsIn(items: readonly AuditEntry[]): ReadonlyMap<string, string> {
  return new Map(items.flatMap(({ workflow }) => (workflow ? [[workflow.id, workflow.name] as const] : [])));
}

function columnsOf(model: AuditModel, isAccount: boolean): readonly ChoosableColumn<AuditEntry>[] {
  const { at, description, category, event, user, workflow, subject, ip } = words.columns;
  return [
    { key: "at", label: at, class: "soft", fixed: true, cell: (entry) => <Time at={entry.at} /> },
    {
      key: "description",
      label: description,
      class: "table-main",
      fixed: true,
      cell: (entry) => <Opener entry={entry} model={model} />,
    },
    { key: "category", label: category, class: "soft wide-only", extra: true, cell: (entry) => categories[entry.category] },
    { key: "event", label: event, class: "soft wide-only", cell: (entry) => entry.label },
    { key: "user", label: user, class: "phone-hide", cell: (entry) => <div class="cut audit-name">{entry.user.name}</div> },
    ...(isAccount
      ? [
          {
            key: "workflow",
            label: workflow,
            class: "soft narrow-hide",
            cell: (entry: AuditEntry) => <div class="cut audit-name">{entry.workflow?.name ?? "–"}</div>,
          },
        ]
      : []),
    {
      key: "subject",
      label: subject,
      class: "soft wide-only",
      extra: true,
      cell: (entry) => <div class="cut audit-name">{entry.subject.name}</div>,
    },
    { key: "ip", label: ip, class: "soft mono wide-only", cell: (entry) => entry.ip ?? "–" },
  ];
}

function Opener({ entry: { seq, description }, model }: { entry: AuditEntry; model: AuditModel }) {
  const isOpen = model.openSeq.value === seq;
  return (
    <button
      type="button"
      class="row-open cut"
      aria-label={words.openEntry(description)}
      aria-expanded={isOpen}
      title={description}
      onClick={() => model.open(isOpen ? undefined : seq)}
    >
      {description}
    </button>
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
