import { type BulkRerun, type BulkRerunRun, bulkReruns } from "../api/runs.ts";
import { search as parameters, setSearch } from "../shell/router.ts";
import { Icon } from "../ui/icons.tsx";
import { type Column, PagedTable } from "../ui/paged-table.tsx";
import { bulkLabels } from "../ui/rerun-labels.ts";
import { EmptyState, Notice } from "../ui/states.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { useModel } from "../ui/use-model.ts";
import { useWorkflow } from "../workflow/workflow-model.ts";
import { createJobModel } from "./job-model.ts";
import { JobPage } from "./job-page.tsx";
import { JobBar } from "./job-parts.tsx";
import { ShortId } from "./short-id.tsx";

const words = bulkLabels;
const states = ["pending", "started", "succeeded", "failed", "refused"] as const;
type State = (typeof states)[number];
const tones = { pending: "none", started: "progress", succeeded: "success", failed: "failed", refused: "waiting" } as const;
const signs = { pending: "minus", started: "play", succeeded: "check", failed: "close", refused: "alert" } as const;

const stateOf = (text: string | null): State | "" => states.find((each) => each === text) ?? "";

/** How far a bulk rerun is, and what became of each run. */
export function BulkPage({ part: id }: { part: string }) {
  const { workflow } = useWorkflow();
  const model = useModel(
    () =>
      createJobModel<BulkRerun, BulkRerunRun>({
        get: () => bulkReruns.get(workflow.id, id),
        cancel: () => bulkReruns.cancel(workflow.id, id),
        items: (cursor) => bulkReruns.runs(workflow.id, id, stateOf(parameters.peek().get("state")), cursor),
        cancelled: words.cancelled,
      }),
    id,
  );
  return (
    <JobPage
      words={words}
      back="reruns"
      model={model}
      said={(job) => (
        <>
          {" "}
          · {job.ratePerMinute} {words.paceUnit}
        </>
      )}
    >
      {(job) => (
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
            current={stateOf(parameters.value.get("state"))}
            onChange={(state) => {
              setSearch({ state });
              void model.list.reload();
            }}
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
    </JobPage>
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
