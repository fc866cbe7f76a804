import { type BulkRerun, type BulkRerunRun, bulkReruns } from "../../../base/api/runs.ts";
import { search as parameters, setSearch } from "../../../base/router/router.ts";
import { number } from "../../../base/ui/numbers.ts";
import { type Column, PagedTable } from "../../../base/ui/paged-table.tsx";
import { bulkLabels, jobsLabels } from "./rerun-labels.ts";
import { EmptyState, Notice } from "../../../base/ui/states.tsx";
import { State } from "../../../base/ui/status.tsx";
import { Tabs } from "../../../base/ui/tabs.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { createJobModel } from "./job-model.ts";
import { JobPage } from "./job-page.tsx";
import { JobBar } from "./job-parts.tsx";
import { ShortId } from "../../../base/ui/short-id.tsx";
import { failedLook, type Look, progressLook, skippedLook, successLook, warningLook } from "../../../base/ui/status-look.ts";

const words = bulkLabels;
const states = ["succeeded", "failed", "refused", "started", "pending"] as const;
const looks = {
  succeeded: successLook,
  failed: failedLook,
  refused: warningLook,
  started: progressLook,
  pending: skippedLook,
} satisfies Record<(typeof states)[number], Look>;

/** The state that an address names; undefined for all. */
const stateOf = (parameters: URLSearchParams) => states.find((each) => each === parameters.get("state"));

/** The progress of a bulk rerun, and the result of each run. */
export function BulkPage({ part: id }: { part: string }) {
  const { workflow } = useWorkflow();
  const model = useModel(
    () =>
      createJobModel<BulkRerun, BulkRerunRun>({
        get: () => bulkReruns.get(workflow.id, id),
        cancel: () => bulkReruns.cancel(workflow.id, id),
        items: (cursor) => bulkReruns.runs(workflow.id, id, stateOf(parameters.peek()), cursor),
        cancelled: words.cancelled,
      }),
    id,
  );
  return (
    <JobPage
      title={words.title}
      back="reruns"
      model={model}
      said={(job) => (
        <>
          {" "}
          · {number(job.ratePerMinute)} {words.paceUnit}
        </>
      )}
    >
      {(job) => (
        <>
          <JobBar
            total={job.total}
            parts={states.map((each) => ({ name: words.counts[each], count: job[each], tone: looks[each].tone }))}
          />
          {job.more && <Notice kind="info" title={words.more} />}
          {job.refusals.length > 0 && (
            <Notice kind="warning" title={words.refusals}>
              {job.refusals.map(({ message, count }) => `${count} × ${message}`).join(" ")}
            </Notice>
          )}
          <Tabs
            label={words.runs}
            tabs={[
              { key: "" as const, label: words.all },
              ...states.map((key) => ({ key, label: `${words.counts[key]} ${number(job[key])}` })),
            ]}
            current={stateOf(parameters.value) ?? ""}
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
      label: jobsLabels.columns.state,
      cell: ({ state }) => (
        <State plain {...looks[state]}>
          {words.counts[state]}
        </State>
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
