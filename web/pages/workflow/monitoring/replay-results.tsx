import { useSignal } from "@preact/signals";
import { pathOfEveryItem } from "#flow/reruns/leave-out.ts";
import type { ReplayResult } from "../../../base/api/runs.ts";
import { Button } from "../../../base/ui/button.tsx";
import { Icon } from "../../../base/ui/icons.tsx";
import type { PagedList } from "../../../base/ui/paged-list.ts";
import { EmptyState } from "../../../base/ui/states.tsx";
import { RunStatus, State } from "../../../base/ui/status.tsx";
import { Time } from "../../../base/ui/time.tsx";
import { ValueView } from "../../run/value-view.tsx";
import { ListState } from "../../../base/ui/list-state.tsx";
import { LoadMore } from "../../../base/ui/load-more.tsx";
import { replayLabels } from "./rerun-labels.ts";
import { runLabels } from "../../run/run-labels.ts";
import { ValueChanges } from "../versions/value-changes.tsx";
import { ShortId } from "../../../base/ui/short-id.tsx";
import { successLook, warningLook } from "../../../base/ui/status-look.ts";
import "../versions/diff.css";
import "../../run/run.css";
import "../../run/compare.css";

const words = replayLabels;
const looks = {
  same: successLook,
  outputDiffers: { tone: "failed", icon: "transfer" },
  statusDiffers: { tone: "failed", icon: "transfer" },
  notComparable: warningLook,
} as const;

interface ReplayResultsProps {
  list: PagedList<ReplayResult>;
  /** Runs that came out alike are left out. */
  onlyDifferent: boolean;
  underWay: boolean;
  workflowId: string;
  /** Leaves a path out of the comparison; undefined for those who may not. */
  onLeaveOut: ((path: string) => void) | undefined;
}

/** The result of each run of a replay; the first one that differs is open. */
export function ReplayResults({ list, onlyDifferent, underWay, ...shared }: ReplayResultsProps) {
  const none = !onlyDifferent ? words.none.other : underWay ? words.none.waiting : words.none.different;
  const nothing = (
    <EmptyState icon={onlyDifferent && !underWay ? "check" : "history"} title={none.title}>
      {none.detail}
    </EmptyState>
  );
  return (
    <ListState list={list} lines={4} empty={nothing}>
      {(results) => (
        <>
          <ul class="replay-results">
            {results.map((result, turn) => (
              <Result key={result.runId} result={result} open={turn === 0 && onlyDifferent} {...shared} />
            ))}
          </ul>
          <LoadMore list={list} />
        </>
      )}
    </ListState>
  );
}

interface ResultProps extends Pick<ReplayResultsProps, "workflowId" | "onLeaveOut"> {
  result: ReplayResult;
  open: boolean;
}

function Result({ result, open, workflowId, onLeaveOut }: ResultProps) {
  const { runId, verdict, reason, before, after, changes, cut, startedAt } = result;
  const shown = useSignal(open);
  const leaveOut = (path: string) => {
    const whole = { output: before?.output, error: before?.error };
    const like = pathOfEveryItem(path, whole);
    return (
      <Button kind="quiet" title={like} aria-label={words.leaveOutOf(like)} onClick={() => onLeaveOut?.(like)}>
        {words.leaveOut}
      </Button>
    );
  };
  return (
    <li class="card replay-result">
      <div class="replay-line">
        <button type="button" class="replay-toggle" aria-expanded={shown.value} onClick={() => (shown.value = !shown.value)}>
          <Icon name={shown.value ? "chevronDown" : "chevronRight"} />
          <State {...(verdict ? looks[verdict] : { tone: "skipped", icon: "time" })}>
            {verdict ? words.verdicts[verdict] : words.pending}
          </State>
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
              {/* Nothing that is left out makes another status the same. */}
              <ValueChanges changes={changes} action={onLeaveOut && verdict === "outputDiffers" ? leaveOut : undefined} />
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
        <ValueView title={title} of={runLabels.sections.output} value={outcome?.output} heading={false} />
      )}
    </div>
  );
}
