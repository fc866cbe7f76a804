import type { WorkflowFigures } from "../../../base/api/observing.ts";
import { Icon } from "../../../base/ui/icons.tsx";
import { labels } from "../../../base/labels.ts";
import { NothingFound } from "../../../base/ui/list-page.tsx";
import { ListState } from "../../../base/ui/list-state.tsx";
import { LoadMore } from "../../../base/ui/load-more.tsx";
import { number, percent } from "../../../base/ui/numbers.ts";
import { overviewLabels } from "./overview-labels.ts";
import { WorkflowStatusChip } from "../../../base/ui/status.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { durationText } from "../../../base/ui/time-text.ts";
import { Bars } from "./bars.tsx";
import type { DashboardModel, Sort } from "./dashboard-model.ts";

const words = overviewLabels;

/** Workflow by workflow; a heading sorts. */
export function WorkflowsTable({ model }: { model: DashboardModel }) {
  const nothing = model.search.query.value !== "" && <NothingFound words={words.nothingFound} search={model.search} />;
  return (
    <ListState list={model.list} lines={6} empty={nothing}>
      {(workflows) => <Table workflows={workflows} model={model} />}
    </ListState>
  );
}

function Table({ workflows, model }: { workflows: readonly WorkflowFigures[]; model: DashboardModel }) {
  const { columns } = words;
  return (
    <div class="table-frame">
      <table class="table">
        <thead>
          <tr>
            <Head model={model} sort="name" label={columns.name} class="table-main" />
            <th scope="col" class="wide-only">
              {columns.course}
            </th>
            <Head model={model} sort="runs" label={columns.runs} class="dashboard-number" />
            <Head model={model} sort="failures" label={columns.failures} class="dashboard-number" />
            <Head model={model} sort="failureRate" label={columns.failureRate} class="dashboard-number narrow-hide" />
            <th scope="col" class="dashboard-number narrow-hide">
              {columns.p90}
            </th>
            <th scope="col" class="dashboard-number phone-hide">
              {columns.p99}
            </th>
            <Head model={model} sort="slowest" label={columns.slowest} class="dashboard-number wide-only" />
            <Head model={model} sort="lastFailure" label={columns.lastFailure} class="phone-hide" />
          </tr>
        </thead>
        <tbody>
          {workflows.map((workflow) => (
            <Row key={workflow.id} workflow={workflow} />
          ))}
        </tbody>
      </table>
      <LoadMore list={model.list} />
    </div>
  );
}

function Head({ model, sort, label, class: extra }: { model: DashboardModel; sort: Sort; label: string; class: string }) {
  const isSorted = model.sort.value === sort;
  const order = model.order.value;
  return (
    <th scope="col" class={extra} aria-sort={isSorted ? (order === "asc" ? "ascending" : "descending") : undefined}>
      <button type="button" class="table-sort" title={labels.common.sortBy(label)} onClick={() => model.sortBy(sort)}>
        {label}
        {isSorted && <Icon name="chevronDown" />}
      </button>
    </th>
  );
}

function Row({ workflow }: { workflow: WorkflowFigures }) {
  const { id, name, status, total, failed, failureRate, p90Ms, p99Ms, slowest, lastFailure, points } = workflow;
  const bad = failed > 0 ? "total-bad" : "";
  return (
    <tr>
      <td class="table-main">
        <a class="dashboard-name strong cut" href={`/workflows/${id}/runs`}>
          {name}
        </a>
        {status !== "Deployed" && <WorkflowStatusChip status={status} plain />}
      </td>
      <td class="wide-only dashboard-course">
        <Bars points={points} label={words.chart(total, failed)} height={24} class="spark" />
      </td>
      <td class="dashboard-number">{number(total)}</td>
      <td class={`dashboard-number ${bad}`}>{number(failed)}</td>
      <td class={`dashboard-number narrow-hide ${bad}`}>{percent(failureRate)}</td>
      <td class="dashboard-number narrow-hide">{durationText(p90Ms)}</td>
      <td class="dashboard-number phone-hide">{durationText(p99Ms)}</td>
      <td class="dashboard-number wide-only">
        {slowest ? (
          <a href={`/workflows/${id}/runs/${slowest.runId}`}>
            <span class="unseen">{words.slowestOf(name)}: </span>
            {durationText(slowest.ms)}
          </a>
        ) : (
          durationText(null)
        )}
      </td>
      <td class="phone-hide">
        {lastFailure ? (
          <a href={`/workflows/${id}/runs/${lastFailure.runId}`}>
            <span class="unseen">{words.lastFailureOf(name)}: </span>
            <Time at={lastFailure.at} />
          </a>
        ) : (
          <Time at={null} />
        )}
      </td>
    </tr>
  );
}
