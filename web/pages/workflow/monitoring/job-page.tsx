import type { ComponentChildren } from "preact";
import type { BulkRerun, Replay } from "../../../base/api/runs.ts";
import { PageHead } from "../../../base/ui/page-head.tsx";
import { Button } from "../../../base/ui/button.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import { jobsLabels } from "./rerun-labels.ts";
import { ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { isUnderWay } from "./follow-job.ts";
import type { JobModel } from "./job-model.ts";
import { JobStateChip } from "./job-parts.tsx";
import { selectionSentence } from "./selection-sentence.ts";
import "./monitoring.css";
import "./jobs.css";

const words = jobsLabels;

interface JobPageProps<Job extends BulkRerun | Replay, Item> {
  title: string;
  /** The list that the way back leads to, below the workflow's address. */
  back: string;
  model: JobModel<Job, Item>;
  /** The text after the person who started it and the time. */
  said?: (job: Job) => ComponentChildren;
  children: (job: Job) => ComponentChildren;
}

/** The page of one job: what it is, how to stop it, and then its results. */
export function JobPage<Job extends BulkRerun | Replay, Item>({ title, back, model, said, children }: JobPageProps<Job, Item>) {
  const { workflow, model: shared } = useWorkflow();
  const job = model.job.value.value;
  const problem = model.job.problem.value;
  return (
    <div class="page">
      <div class="run-page-head">
        <a class="run-back" href={`/workflows/${workflow.id}/${back}`}>
          <Icon name="arrowLeft" />
          {words.title}
        </a>
      </div>
      <PageHead
        title={title}
        tab={`${title} · ${workflow.name}`}
        lead={
          job && (
            <>
              <JobStateChip state={job.state} /> {words.ofSelection(selectionSentence(job.selection))} · {job.createdBy.name} ·{" "}
              <Time at={job.createdAt} />
              {said?.(job)}
            </>
          )
        }
        actions={
          isUnderWay(job) &&
          shared.may("workflow.edit") && (
            <Button icon="stop" kind="warning" busy={model.cancel.busy.value} onClick={() => void model.cancel.run()}>
              {words.stop}
            </Button>
          )
        }
      />
      {problem && <ProblemNotice problem={problem} onRetry={model.job.start} />}
      {model.cancel.problem.value && <ProblemNotice problem={model.cancel.problem.value} />}
      {!job && !problem && <Skeleton lines={5} />}
      {job && children(job)}
    </div>
  );
}
