import { type BulkRerun, bulkReruns, type Replay, replays } from "../../../base/api/runs.ts";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { search as parameters, setSearch } from "../../../base/router/router.ts";
import { Icon } from "../../../base/ui/icons.tsx";
import { number } from "../../../base/ui/numbers.ts";
import { createPagedList } from "../../../base/ui/paged-list.ts";
import { type Column, PagedTable } from "../../../base/ui/paged-table.tsx";
import { bulkLabels, jobsLabels, replayLabels } from "./rerun-labels.ts";
import { runLabels } from "../../run/run-labels.ts";
import { EmptyState } from "../../../base/ui/states.tsx";
import { Tabs } from "../../../base/ui/tabs.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { JobStateChip } from "./job-parts.tsx";
import { selectionSentence } from "./selection-sentence.ts";
import "../../run/run.css";
import "./monitoring.css";
import "./jobs.css";

const words = jobsLabels;

/** What was run again in bulk, and what was replayed. */
export function JobsPage() {
  const { workflow } = useWorkflow();
  const tab = parameters.value.get("tab") === "replays" ? "replays" : "bulk";
  const model = useModel(() => {
    const bulk = createPagedList((cursor) => bulkReruns.list(workflow.id, cursor));
    const replayed = createPagedList((cursor) => replays.list(workflow.id, cursor));
    return { bulk, replayed, start: () => void Promise.all([bulk.reload(), replayed.reload()]) };
  }, workflow.id);
  return (
    <div class="page">
      <div class="run-page-head">
        <a class="run-back" href={`/workflows/${workflow.id}/runs`}>
          <Icon name="arrowLeft" />
          {runLabels.back}
        </a>
      </div>
      <PageHead title={words.title} tab={`${words.title} · ${workflow.name}`} lead={words.lead} />
      <Tabs
        label={words.tabsLabel}
        tabs={[
          { key: "bulk", label: words.tabs.bulk },
          { key: "replays", label: words.tabs.replays },
        ]}
        current={tab}
        onChange={(next) => setSearch({ tab: next === "bulk" ? "" : next })}
      >
        <div class="jobs-list">
          {tab === "bulk" ? (
            <PagedTable
              list={model.bulk}
              columns={bulkColumns(`/workflows/${workflow.id}/reruns/`)}
              keyOf={({ id }) => id}
              empty={
                <EmptyState icon="refresh" title={bulkLabels.empty.title}>
                  {bulkLabels.empty.detail}
                </EmptyState>
              }
            />
          ) : (
            <PagedTable
              list={model.replayed}
              columns={replayColumns(`/workflows/${workflow.id}/replays/`)}
              keyOf={({ id }) => id}
              empty={
                <EmptyState icon="play" title={replayLabels.empty.title}>
                  {replayLabels.empty.detail}
                </EmptyState>
              }
            />
          )}
        </div>
      </Tabs>
    </div>
  );
}

type Job = BulkRerun | Replay;

function commonColumns<Of extends Job>(base: string): readonly Column<Of>[] {
  return [
    {
      label: words.columns.created,
      cell: ({ id, createdAt }) => (
        <a class="list-link" href={base + id}>
          <Time at={createdAt} />
        </a>
      ),
    },
    { label: words.columns.state, cell: ({ state }) => <JobStateChip state={state} /> },
    {
      label: words.columns.selection,
      class: "table-main",
      hint: ({ selection }) => selectionSentence(selection),
      cell: ({ selection }) => <div class="cut">{words.ofSelection(selectionSentence(selection))}</div>,
    },
    { label: words.columns.by, class: "narrow-hide", cell: ({ createdBy }) => createdBy.name },
  ];
}

const bulkColumns = (base: string): readonly Column<BulkRerun>[] => [
  ...commonColumns<BulkRerun>(base),
  {
    label: words.columns.progress,
    cell: ({ pending, started, total }) => <span class="figures">{words.of(total - pending - started, total)}</span>,
  },
  {
    label: words.columns.result,
    class: "narrow-hide",
    cell: ({ succeeded, failed, refused }) => (
      <span class="figures">
        {[
          `${number(succeeded)} ${bulkLabels.counts.succeeded}`,
          ...(failed > 0 ? [`${number(failed)} ${bulkLabels.counts.failed}`] : []),
          ...(refused > 0 ? [`${number(refused)} ${bulkLabels.counts.refused}`] : []),
        ].join(" · ")}
      </span>
    ),
  },
];

const replayColumns = (base: string): readonly Column<Replay>[] => [
  ...commonColumns<Replay>(base),
  { label: words.columns.progress, cell: ({ done, total }) => <span class="figures">{words.of(done, total)}</span> },
  {
    label: words.columns.result,
    class: "narrow-hide",
    cell: ({ outputDiffers, statusDiffers, done, notComparable }) =>
      replayLabels.summary(outputDiffers + statusDiffers, done - notComparable),
  },
];
