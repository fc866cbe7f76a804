import { type Replay, type ReplayResult, replays } from "../../../base/api/runs.ts";
import { search as parameters, setSearch } from "../../../base/router/router.ts";
import { replayLabels } from "./rerun-labels.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { Notice, ProblemNotice } from "../../../base/ui/states.tsx";
import { Tabs } from "../../../base/ui/tabs.tsx";
import { toast } from "../../../base/ui/toasts.tsx";
import { useModel } from "../../../base/ui/use-model.ts";
import { useWorkflow } from "../../../base/workflow/workflow-model.ts";
import { isUnderWay } from "./follow-job.ts";
import { createJobModel } from "./job-model.ts";
import { JobPage } from "./job-page.tsx";
import { JobBar } from "./job-parts.tsx";
import { LeftOut, rememberLeftOut } from "./left-out.tsx";
import { ReplayResults } from "./replay-results.tsx";

const words = replayLabels;
const views = ["different", "notComparable", "same", "all"] as const;
type View = (typeof views)[number];
const viewOf = (parameters: URLSearchParams): View => views.find((each) => each === parameters.get("view")) ?? "different";

/** The results of recorded runs with the draft: above all, which would differ. */
export function ReplayPage({ part: id }: { part: string }) {
  const { workflow, model: shared } = useWorkflow();
  const model = useModel(
    () =>
      createJobModel<Replay, ReplayResult>({
        get: () => replays.get(workflow.id, id),
        cancel: () => replays.cancel(workflow.id, id),
        items(cursor) {
          const asked = viewOf(parameters.peek());
          return replays.results(workflow.id, id, asked === "all" ? undefined : asked, cursor);
        },
        cancelled: words.stopped,
      }),
    id,
  );
  /** Whether what is at a path is compared. */
  const compare = useModel(
    () =>
      createAction(async (path: string, isCompared: boolean) => {
        const others = model.job.value.peek()?.leaveOut.filter((each) => each !== path) ?? [];
        const paths = isCompared ? others : [...others, path];
        model.job.set(await replays.leaveOut(workflow.id, id, paths));
        rememberLeftOut(workflow.id, paths);
        if (!isCompared) toast(words.isLeftOut(path));
        // Loads the results of the runs, and follows those that are compared again.
        model.start();
      }),
    id,
  );
  const mayEdit = shared.may("workflow.edit");
  const view = viewOf(parameters.value);
  return (
    <JobPage title={words.title} back="reruns?tab=replays" model={model}>
      {(job) => (
        <>
          <p class="replay-summary" role="status">
            {words.summary(job.outputDiffers + job.statusDiffers, job.done - job.notComparable)}
            {job.notComparable > 0 && <span class="soft"> · {words.notComparable(job.notComparable)}</span>}
          </p>
          <JobBar
            total={job.total}
            parts={[
              { name: words.verdicts.same, count: job.same, tone: "success" },
              { name: words.verdicts.outputDiffers, count: job.outputDiffers, tone: "failed" },
              { name: words.verdicts.statusDiffers, count: job.statusDiffers, tone: "failed" },
              { name: words.verdicts.notComparable, count: job.notComparable, tone: "warning" },
              { name: words.pending, count: job.total - job.done, tone: "skipped" },
            ]}
          />
          {job.leaveOut.length > 0 && (
            <LeftOut paths={job.leaveOut} onCompare={mayEdit ? (path) => void compare.run(path, true) : undefined} />
          )}
          {compare.problem.value && <ProblemNotice problem={compare.problem.value} />}
          {job.reasons.length > 0 && view === "notComparable" && (
            <Notice kind="warning" title={words.reasons}>
              {job.reasons.map(({ code, count }) => `${count} × ${code}`).join(", ")}
            </Notice>
          )}
          <Tabs
            label={words.viewLabel}
            tabs={views.map((key) => ({ key, label: words.views[key] }))}
            current={view}
            onChange={(next) => {
              setSearch({ view: next === "different" ? "" : next });
              void model.list.reload();
            }}
          >
            <ReplayResults
              list={model.list}
              onlyDifferent={view === "different"}
              underWay={isUnderWay(job)}
              workflowId={workflow.id}
              onLeaveOut={mayEdit ? (path) => void compare.run(path, false) : undefined}
            />
          </Tabs>
        </>
      )}
    </JobPage>
  );
}
