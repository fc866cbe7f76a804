import { useRef } from "preact/hooks";
import type { WorkflowSummary } from "../../../base/api/resources.ts";
import { BeginCards } from "../../workflow/first-steps/begin.tsx";
import { useShortcuts } from "../../../base/shortcuts/shortcuts.ts";
import { Button } from "../../../base/ui/button.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { labels } from "../../../base/labels.ts";
import { LoadMore } from "../../../base/ui/load-more.tsx";
import { Menu, MenuItem } from "../../../base/ui/menu.tsx";
import { EmptyState, ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { WorkflowStatusChip } from "../../../base/ui/status.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { emptyList } from "./empty-list.ts";
import type { Sort, WorkflowsModel } from "./workflows-model.ts";

const words = labels.workflows;

export function WorkflowTable({ model }: { model: WorkflowsModel }) {
  const body = useRef<HTMLTableSectionElement>(null);
  const step = (by: number) => {
    const links = [...(body.current?.querySelectorAll<HTMLElement>("a[data-row]") ?? [])];
    const at = links.indexOf(document.activeElement as HTMLElement);
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
  };
  useShortcuts({ j: () => step(1), k: () => step(-1) });

  const { items, problem, hasMore, loading } = model.list;
  if (problem.value && !items.value) return <ProblemNotice problem={problem.value} onRetry={model.list.retry} />;
  if (!items.value) return <Skeleton lines={5} />;
  if (items.value.length === 0 && !problem.value) return <Nothing model={model} />;
  return (
    <>
      {problem.value && <ProblemNotice problem={problem.value} onRetry={model.list.retry} />}
      <div class="table-frame" aria-busy={loading.value}>
        <table class="table">
          <thead>
            <tr>
              <SortHead model={model} sort="name" direction="ascending" label={words.columns.name} />
              <th scope="col">{words.columns.status}</th>
              <SortHead model={model} sort="changed" direction="descending" label={words.columns.changed} extra="narrow-hide" />
              <th scope="col" class="narrow-hide">
                {words.columns.creator}
              </th>
              <th scope="col">
                <span class="unseen">{words.columns.actions}</span>
              </th>
            </tr>
          </thead>
          <tbody ref={body}>
            {items.value.map((workflow) => (
              <Row key={workflow.id} workflow={workflow} model={model} />
            ))}
          </tbody>
        </table>
        <LoadMore list={model.list} />
      </div>
      <p class="soft list-count" role="status">
        {words.count(items.value.length, hasMore.value)}
      </p>
    </>
  );
}

function SortHead({
  model,
  sort,
  direction,
  label,
  extra = "",
}: {
  model: WorkflowsModel;
  sort: Sort;
  direction: "ascending" | "descending";
  label: string;
  extra?: string;
}) {
  const on = model.sort.value === sort;
  return (
    <th scope="col" class={extra} aria-sort={on ? direction : undefined}>
      <button type="button" class="table-sort" title={labels.common.sortBy(label)} onClick={() => model.setSort(sort)}>
        {label}
        {on && <Icon name="chevronDown" />}
      </button>
    </th>
  );
}

function Row({ workflow, model }: { workflow: WorkflowSummary; model: WorkflowsModel }) {
  return (
    <tr>
      <td class="table-main">
        <div class="list-name">
          <a data-row href={`/workflows/${workflow.id}`} class="list-link cut">
            {workflow.name}
          </a>
          {workflow.description && <span class="soft cut">{workflow.description}</span>}
        </div>
      </td>
      <td>
        <WorkflowStatusChip status={workflow.status} plain />
      </td>
      <td class="soft narrow-hide">
        <Time at={workflow.updatedAt} />
      </td>
      <td class="soft narrow-hide">{workflow.owner.name}</td>
      <td class="table-end">
        <Menu
          trigger={(ties) => (
            <button type="button" class="button button-quiet icon-button" {...ties} aria-label={words.actionsOf(workflow.name)}>
              <Icon name="more" />
            </button>
          )}
        >
          <RowItems workflow={workflow} model={model} />
        </Menu>
      </td>
    </tr>
  );
}

function RowItems({ workflow, model }: { workflow: WorkflowSummary; model: WorkflowsModel }) {
  return (
    <>
      <a role="menuitem" tabIndex={-1} class="menu-item menu-link" href={`/workflows/${workflow.id}`}>
        <Icon name="flow" />
        <span class="grow">{labels.shell.flow}</span>
      </a>
      <a role="menuitem" tabIndex={-1} class="menu-item menu-link" href={`/workflows/${workflow.id}/endpoint`}>
        <Icon name="endpoint" />
        <span class="grow">{labels.shell.endpoint}</span>
      </a>
      {model.may(workflow, "workflow.edit") && (
        <MenuItem icon="details" onClick={() => (model.open.value = { kind: "edit", workflow })}>
          {words.rename}
        </MenuItem>
      )}
      {model.may(workflow, "workflow.delete") && (
        <MenuItem icon="trash" danger onClick={() => (model.open.value = { kind: "delete", workflow })}>
          {labels.common.delete}
        </MenuItem>
      )}
    </>
  );
}

function Nothing({ model }: { model: WorkflowsModel }) {
  if (model.query.value) {
    return (
      <EmptyState
        icon="search"
        title={words.nothingFound.title}
        action={<Button onClick={model.clearSearch}>{labels.common.clearSearch}</Button>}
      >
        {words.nothingFound.detail(model.query.value)}
      </EmptyState>
    );
  }
  const { title, detail } = words.empty[emptyList(model.tab.value, model.mayCreate.value)];
  const leads = model.mayCreate.value && model.tab.value !== "shared";
  return (
    <>
      <EmptyState icon="workflows" title={title}>
        {detail}
      </EmptyState>
      {leads && <BeginCards begin={model.begin} />}
    </>
  );
}
