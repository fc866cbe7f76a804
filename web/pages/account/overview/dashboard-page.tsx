import type { ComponentChildren } from "preact";
import type { Dashboard } from "../../../base/api/observing.ts";
import { AccountPage } from "../members/account-page.tsx";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { me } from "../../../base/session/session-model.ts";
import { labels } from "../../../base/labels.ts";
import { number, percent } from "../../../base/ui/numbers.ts";
import { overviewLabels } from "./overview-labels.ts";
import { SearchField } from "../../../base/ui/search-field.tsx";
import { EmptyState, ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { durationText } from "../../../base/ui/time-text.ts";
import { useModel } from "../../../base/ui/use-model.ts";
import { Bars } from "./bars.tsx";
import { createDashboardModel, ranges, type DashboardModel } from "./dashboard-model.ts";
import { pointTime } from "./point-time.ts";
import { WorkflowsTable } from "./workflows-table.tsx";
import "./dashboard.css";

const words = overviewLabels;

/** The first look of the day: what runs, what fails, what is slow, over all workflows that one may see. */
export function DashboardPage() {
  const model = useModel(createDashboardModel);
  const all = model.all.value.value;
  const isEmpty = all?.workflows === 0;
  return (
    <AccountPage>
      <PageHead title={words.title} lead={words.lead} actions={<Ranges model={model} />} />
      {isEmpty ? (
        <Nothing />
      ) : (
        <>
          <Totals model={model} />
          <SearchField label={words.search} search={model.search} />
          <WorkflowsTable model={model} />
        </>
      )}
    </AccountPage>
  );
}

/** A person who may not create workflows has no first step here. */
function Nothing() {
  const { title, detail } = labels.workflows.empty.shared;
  if (!me.value?.capabilities.includes("workflows.create"))
    return (
      <EmptyState icon="chart" title={title}>
        {detail}
      </EmptyState>
    );
  return (
    <EmptyState
      icon="chart"
      title={words.empty.title}
      action={
        <a class="button button-main" href="/">
          {words.empty.action}
        </a>
      }
    >
      {words.empty.detail}
    </EmptyState>
  );
}

function Ranges({ model }: { model: DashboardModel }) {
  return (
    <fieldset class="ranges">
      <legend class="unseen">{words.rangeLabel}</legend>
      {ranges.map((range) => (
        <label key={range} class="pill">
          <input type="radio" name="range" checked={model.range.value === range} onChange={() => model.setRange(range)} />
          <span>{words.ranges[range]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Totals({ model }: { model: DashboardModel }) {
  const all = model.all.value.value;
  const problem = model.all.problem.value;
  const isOfBefore = all !== undefined && all.range !== model.range.value;
  if (!all || (problem && isOfBefore))
    return problem ? <ProblemNotice problem={problem} onRetry={model.all.load} /> : <Skeleton lines={4} />;
  return (
    <section class="card totals" aria-label={words.figures.label} aria-busy={isOfBefore}>
      {problem && <ProblemNotice problem={problem} onRetry={model.all.load} />}
      <dl class="totals-figures">
        <Total name={words.figures.runs}>{number(all.total)}</Total>
        <Total name={words.figures.failures} isBad={all.failed > 0}>
          {number(all.failed)}
        </Total>
        <Total name={words.figures.failureRate} isBad={all.failed > 0}>
          {percent(all.failureRate)}
        </Total>
        <Total name={words.figures.p90}>{durationText(all.p90Ms)}</Total>
        <Total name={words.figures.p99}>{durationText(all.p99Ms)}</Total>
        <Total name={words.figures.slowest}>{all.slowest ? <Slowest slowest={all.slowest} /> : durationText(null)}</Total>
      </dl>
      <Course all={all} />
    </section>
  );
}

function Total({ name, isBad = false, children }: { name: string; isBad?: boolean; children: ComponentChildren }) {
  return (
    <div class="total">
      <dt class="soft">{name}</dt>
      <dd class={isBad ? "total-bad" : ""}>{children}</dd>
    </div>
  );
}

function Slowest({ slowest: { ms, runId, workflow } }: { slowest: NonNullable<Dashboard["slowest"]> }) {
  return (
    <a class="total-link" href={`/workflows/${workflow.id}/runs/${runId}`} title={workflow.name}>
      {durationText(ms)}
      <span class="soft cut">{workflow.name}</span>
    </a>
  );
}

function Course({ all }: { all: Dashboard }) {
  const { points, range, total, failed } = all;
  return (
    <figure class="course">
      <figcaption class="soft">{words.chartTitle[range]}</figcaption>
      <Bars
        points={points}
        label={`${words.chartTitle[range]}: ${words.chart(total, failed)}`}
        say={({ at, total, failed }) => words.point(pointTime(at, range), total, failed)}
        height={80}
        class="course-bars"
      />
      <div class="course-axis soft" aria-hidden="true">
        <span>{pointTime(points[0]!.at, range)}</span>
        <span>{pointTime(points[Math.floor(points.length / 2)]!.at, range)}</span>
        <span>{pointTime(points.at(-1)!.at, range)}</span>
      </div>
    </figure>
  );
}
