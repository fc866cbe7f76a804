import { type BulkRerunRun, bulkReruns } from "../api/runs.ts";
import { PageHead } from "../shell/page-head.tsx";
import { search as parameters, setSearch } from "../shell/router.ts";
import { Button } from "../ui/button.tsx";
import { Icon } from "../ui/icons.tsx";
import { monitoringLabels } from "../ui/monitoring-labels.ts";
import { createPagedList } from "../ui/paged-list.ts";
import { type Column, PagedTable } from "../ui/paged-table.tsx";
import { createAction } from "../ui/resource.ts";
import { EmptyState, Notice, ProblemNotice, Skeleton } from "../ui/states.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { Time } from "../ui/time.tsx";
import { toast } from "../ui/toasts.tsx";
import { useModel } from "../ui/use-model.ts";
import { useWorkflow } from "../workflow/workflow-model.ts";
import { followJob, isUnderWay } from "./follow-job.ts";
import { JobBar, JobState } from "./job-parts.tsx";
import { selectionSentence } from "./job-selection.ts";
import { ShortId } from "./short-id.tsx";
import "./monitoring.css";
import "./jobs.css";

const words = monitoringLabels.bulk;
const states = ["pending", "started", "succeeded", "failed", "refused"] as const;
type State = (typeof states)[number];
const tones = { pending: "none", started: "progress", succeeded: "success", failed: "failed", refused: "waiting" } as const;
const signs = { pending: "minus", started: "play", succeeded: "check", failed: "close", refused: "alert" } as const;

function createBulkModel(workflowId: string, id: string) {
  const stateOf = () => states.find((each) => each === parameters.peek().get("state")) ?? "";
  const list = createPagedList((cursor) => bulkReruns.runs(workflowId, id, stateOf(), cursor));
  const job = followJob(
    () => bulkReruns.get(workflowId, id),
    () => void list.reload(),
  );
  return {
    job,
    list,
    start: job.start,
    stop: job.stop,
    show(state: State | "") {
      setSearch({ state });
      void list.reload();
    },
    cancel: createAction(async () => {
      job.set(await bulkReruns.cancel(workflowId, id));
      toast(words.cancelled);
    }),
  };
}

/** How far a bulk rerun is, and what became of each run. */
export function BulkPage({ part: id }: { part: string }) {
  const { workflow, model: shared } = useWorkflow();
  const model = useModel(() => createBulkModel(workflow.id, id), id);
  const job = model.job.value.value;
  const problem = model.job.problem.value;
  const state = states.find((each) => each === parameters.value.get("state")) ?? "";
  return (
    <div class="page">
      <div class="run-page-head">
        <a class="run-back" href={`/workflows/${workflow.id}/reruns`}>
          <Icon name="arrowLeft" />
          {words.page}
        </a>
      </div>
      <PageHead
        title={words.title}
        tab={`${words.title} · ${workflow.name}`}
        lead={
          job && (
            <>
              <JobState state={job.state} /> {words.ofSelection(selectionSentence(job.selection))} · {job.createdBy.name} ·{" "}
              <Time at={job.createdAt} /> · {job.ratePerMinute} {words.paceUnit}
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
          <JobBar
            label={words.columns.progress}
            total={job.total}
            parts={(["succeeded", "failed", "refused", "started", "pending"] as const).map((each) => ({
              name: words.counts[each],
              count: job[each],
              tone: tones[each],
            }))}
          />
          {job.more && <Notice kind="info" title={words.more} />}
          {job.refusals.length > 0 && (
            <Notice kind="waiting" title={words.refusals}>
              {job.refusals.map(({ message, count }) => `${count} × ${message}`).join(" ")}
            </Notice>
          )}
          <Tabs
            label={words.runs}
            tabs={[{ key: "" as const, label: words.all }, ...states.map((key) => ({ key, label: `${words.counts[key]} ${job[key]}` }))]}
            current={state}
            onChange={model.show}
          >
            <PagedTable
              list={model.list}
              columns={columnsFor(workflow.id)}
              keyOf={({ runId }) => runId}
              empty={<EmptyState icon="history" title={words.noRuns} />}
            />
          </Tabs>
        </>
      )}
    </div>
  );
}

function columnsFor(workflowId: string): readonly Column<BulkRerunRun>[] {
  const href = (id: string) => `/workflows/${workflowId}/runs/${id}`;
  return [
    { label: words.was, cell: ({ runId }) => <ShortId id={runId} href={href(runId)} /> },
    {
      label: words.columns.state,
      cell: ({ state }) => (
        <span class={`status status-${tones[state] === "none" ? "skipped" : tones[state]}`}>
          <Icon name={signs[state]} />
          {words.counts[state]}
        </span>
      ),
    },
    {
      label: words.became,
      cell: ({ newRunId }) => (newRunId ? <ShortId id={newRunId} href={href(newRunId)} /> : <span class="soft">–</span>),
    },
    {
      label: words.reason,
      class: "table-main",
      hint: ({ refusal }) => refusal?.message,
      cell: ({ refusal }) => <div class="cut soft">{refusal?.message ?? ""}</div>,
    },
  ];
}
