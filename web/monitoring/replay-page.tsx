import { useSignal } from "@preact/signals";
import { type ReplayResult, replays } from "../api/runs.ts";
import { PageHead } from "../shell/page-head.tsx";
import { search as parameters, setSearch } from "../shell/router.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icons.tsx";
import { labels } from "../ui/labels.ts";
import { monitoringLabels } from "../ui/monitoring-labels.ts";
import { createPagedList } from "../ui/paged-list.ts";
import { createAction } from "../ui/resource.ts";
import { EmptyState, Notice, ProblemNotice, Skeleton } from "../ui/states.tsx";
import { RunStatus } from "../ui/status.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { Time } from "../ui/time.tsx";
import { toast } from "../ui/toasts.tsx";
import { useModel } from "../ui/use-model.ts";
import { ValueView } from "../run/value-view.tsx";
import { ValueChanges } from "../versions/value-changes.tsx";
import { useWorkflow } from "../workflow/workflow-model.ts";
import { followJob, isUnderWay } from "./follow-job.ts";
import { JobBar, JobState } from "./job-parts.tsx";
import { selectionSentence } from "./job-selection.ts";
import { ShortId } from "./short-id.tsx";
import "../versions/diff.css";
import "../run/run.css";
import "../run/compare.css";
import "./monitoring.css";
import "./jobs.css";

const words = monitoringLabels.replay;
const bulkWords = monitoringLabels.bulk;
const views = ["different", "notComparable", "same", "all"] as const;
type View = (typeof views)[number];
const tones = { same: "success", outputDiffers: "failed", statusDiffers: "failed", notComparable: "waiting" } as const;
const signs = { same: "check", outputDiffers: "transfer", statusDiffers: "transfer", notComparable: "alert" } as const;
const viewOf = (text: string | null): View => views.find((each) => each === text) ?? "different";

function createReplayModel(workflowId: string, id: string) {
  const view = () => viewOf(parameters.peek().get("view"));
  const list = createPagedList((cursor) => replays.results(workflowId, id, view() === "all" ? "" : view(), cursor));
  const job = followJob(
    () => replays.get(workflowId, id),
    () => void list.reload(),
  );
  return {
    job,
    list,
    start: job.start,
    stop: job.stop,
    show(next: View) {
      setSearch({ view: next === "different" ? "" : next });
      void list.reload();
    },
    cancel: createAction(async () => {
      job.set(await replays.cancel(workflowId, id));
      toast(words.stopped);
    }),
  };
}

/** What recorded runs would be with the flow in development: above all, which would differ. */
export function ReplayPage({ part: id }: { part: string }) {
  const { workflow, model: shared } = useWorkflow();
  const model = useModel(() => createReplayModel(workflow.id, id), id);
  const job = model.job.value.value;
  const problem = model.job.problem.value;
  const view = viewOf(parameters.value.get("view"));
  return (
    <div class="page">
      <div class="run-page-head">
        <a class="run-back" href={`/workflows/${workflow.id}/reruns?tab=replays`}>
          <Icon name="arrowLeft" />
          {bulkWords.page}
        </a>
      </div>
      <PageHead
        title={words.title}
        tab={`${words.title} · ${workflow.name}`}
        lead={
          job && (
            <>
              <JobState state={job.state} /> {bulkWords.ofSelection(selectionSentence(job.selection))} · {job.createdBy.name} ·{" "}
              <Time at={job.createdAt} />
            </>
          )
        }
        actions={
          isUnderWay(job) &&
          shared.may("workflow.edit") && (
            <Button icon="stop" kind="warning" busy={model.cancel.busy.value} onClick={() => void model.cancel.run()}>
              {words.cancel}
            </Button>
          )
        }
      />
      {problem && <ProblemNotice problem={problem} onRetry={model.job.start} />}
      {!job && !problem && <Skeleton lines={5} />}
      {job && (
        <>
          <p class="replay-summary" role="status">
            {words.summary(job.outputDiffers + job.statusDiffers, job.done - job.notComparable)}
            {job.notComparable > 0 && <span class="soft"> · {words.notComparable(job.notComparable)}</span>}
          </p>
          <JobBar
            label={bulkWords.columns.progress}
            total={job.total}
            parts={[
              { name: words.verdicts.same, count: job.same, tone: "success" },
              { name: words.verdicts.outputDiffers, count: job.outputDiffers, tone: "failed" },
              { name: words.verdicts.statusDiffers, count: job.statusDiffers, tone: "failed" },
              { name: words.verdicts.notComparable, count: job.notComparable, tone: "waiting" },
              { name: words.pending, count: job.total - job.done, tone: "none" },
            ]}
          />
          {job.reasons.length > 0 && view === "notComparable" && (
            <Notice kind="waiting" title={words.reasons}>
              {job.reasons.map(({ code, count }) => `${count} × ${code}`).join(", ")}
            </Notice>
          )}
          <Tabs label={words.viewLabel} tabs={views.map((key) => ({ key, label: words.views[key] }))} current={view} onChange={model.show}>
            <Results model={model} view={view} underWay={isUnderWay(job)} workflowId={workflow.id} />
          </Tabs>
        </>
      )}
    </div>
  );
}

interface ResultsProps {
  model: ReturnType<typeof createReplayModel>;
  view: View;
  underWay: boolean;
  workflowId: string;
}

function Results({ model, view, underWay, workflowId }: ResultsProps) {
  const { items, problem, hasMore, loading } = model.list;
  if (problem.value) return <ProblemNotice problem={problem.value} onRetry={model.list.reload} />;
  if (!items.value) return <Skeleton lines={4} />;
  if (items.value.length === 0) {
    const said = view !== "different" ? words.none.other : underWay ? words.none.waiting : words.none.different;
    return (
      <EmptyState icon={view === "different" && !underWay ? "check" : "history"} title={said.title}>
        {said.detail}
      </EmptyState>
    );
  }
  return (
    <>
      <ul class="replay-results">
        {items.value.map((result, turn) => (
          <Result key={result.runId} result={result} open={turn === 0 && view === "different"} workflowId={workflowId} />
        ))}
      </ul>
      {hasMore.value && (
        <div class="table-more">
          <Button kind="quiet" busy={loading.value} onClick={model.list.loadMore}>
            {labels.common.loadMore}
          </Button>
        </div>
      )}
    </>
  );
}

function Result({ result, open, workflowId }: { result: ReplayResult; open: boolean; workflowId: string }) {
  const { runId, verdict, reason, before, after, changes, cut, startedAt } = result;
  const shown = useSignal(open);
  return (
    <li class="card replay-result">
      <div class="replay-line">
        <button type="button" class="replay-toggle" aria-expanded={shown.value} onClick={() => (shown.value = !shown.value)}>
          <Icon name={shown.value ? "chevronDown" : "chevronRight"} />
          <span class={`status status-chip status-${verdict ? tones[verdict] : "skipped"}`}>
            <Icon name={verdict ? signs[verdict] : "time"} />
            {verdict ? words.verdicts[verdict] : words.pending}
          </span>
          <span class="soft cut replay-said">
            {reason?.message ?? changes.map(({ path }) => path.split("/").slice(1).join(" › ")).join(", ")}
          </span>
        </button>
        <ShortId id={runId} href={`/workflows/${workflowId}/runs/${runId}`} />
        <span class="soft replay-when">
          <Time at={startedAt} />
        </span>
      </div>
      {shown.value && (
        <div class="compare-body replay-body">
          {reason && (
            <p class="break">
              {reason.node && <span class="strong">{reason.node} </span>}
              {reason.message} <code class="soft">{reason.code}</code>
            </p>
          )}
          {reason && reason.request.length > 0 && (
            <div class="stack-s">
              <h4>{words.askedChanges}</h4>
              <ValueChanges changes={reason.request} />
            </div>
          )}
          {changes.length > 0 && (
            <div class="stack-s">
              <h4>{words.changes}</h4>
              <ValueChanges changes={changes} />
            </div>
          )}
          {cut && <p class="soft">{words.cut}</p>}
          {(before ?? after) && (
            <div class="compare-sides">
              <Side title={words.before} outcome={before} />
              <Side title={words.after} outcome={after} />
            </div>
          )}
        </div>
      )}
    </li>
  );
}

function Side({ title, outcome }: { title: string; outcome: ReplayResult["before"] }) {
  return (
    <div class="stack-s">
      <h4 class="row">
        {title} {outcome && <RunStatus status={outcome.status} />}
      </h4>
      {outcome?.error ? (
        <p class="break">
          {outcome.error.node && <span class="strong">{outcome.error.node} </span>}
          {outcome.error.message}
        </p>
      ) : (
        <ValueView title={title} of={monitoringLabels.run.sections.output} value={outcome?.output} heading={false} />
      )}
    </div>
  );
}
