/** What bulk reruns and replays have in common on the wire. */
import { Refusal } from "#flow/problems/refusal.ts";
import { limits } from "#flow/limits.ts";
import type { CreateAnswer, JobReport } from "#objects/protocols/jobs.ts";
import type { RunSelection } from "#objects/protocols/monitor.ts";
import { positionIn } from "../frame/paging.ts";
import { isoTime, isoTimeOrNull } from "../frame/times.ts";

export function jobOnWire({ id, state, createdAt, endedAt, order, total, more }: JobReport) {
  return {
    id,
    // A held job is shown only to the person who is creating it.
    state: state === "held" ? ("gathering" as const) : state,
    createdAt: isoTime(createdAt),
    createdBy: order.createdBy,
    endedAt: isoTimeOrNull(endedAt),
    selection: selectionOnWire(order.selection),
    total,
    more,
  };
}

function selectionOnWire({ from, to, search, filters, join }: RunSelection) {
  const at = (ms: number | undefined) => (ms === undefined ? null : isoTime(ms));
  return { from: at(from), to: at(to), search: search ?? null, filters: (filters ?? []).map((filter) => ({ ...filter })), join };
}

/** The job that was made or found; throws where it was refused. */
export function createdJob(answer: CreateAnswer): JobReport {
  if (answer.kind === "created") return answer.job;
  throw answer.code === "conflict"
    ? new Refusal("conflict", {
        detail: `This workflow already has ${limits.maxActiveJobs} bulk reruns and replays in progress, which is the maximum.`,
        suggestion: "Wait until one finishes, or cancel one.",
      })
    : new Refusal("idempotency_mismatch", { detail: "This Idempotency-Key was used in the last 24 hours with a different body." });
}

/** The number in the cursor of a list of a job's runs. */
export function numberIn(cursor: string | undefined): number | undefined {
  return positionIn(cursor, (position): position is readonly [number] => position.length === 1 && Number.isSafeInteger(position[0]))?.[0];
}

/** `what` is a bulk rerun or a replay. */
export function noSuchJob(what: string): Refusal {
  return new Refusal("not_found", { detail: `This workflow has no ${what} with this id, or it is too old and was deleted.` });
}
