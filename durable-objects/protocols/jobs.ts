/** What the Worker and a workflow's Jobs object say to each other over RPC. All of it is plain data; times are epoch milliseconds. */
import type { JobId, RunId, VersionId, WorkflowId } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import type { ValueChange } from "#flow/diff/flow-diff.ts";
import type { Outcome } from "#flow/reruns/compare-outcomes.ts";
import type { RunSelection } from "./monitor.ts";

interface Order {
  readonly workflowId: WorkflowId;
  readonly createdBy: { readonly id: string; readonly name: string };
  readonly selection: RunSelection;
  /** At most so many of the selected runs, the newest. */
  readonly max: number;
}

export interface BulkRerunOrder extends Order {
  readonly kind: "rerun";
  /** The version that was deployed when it was ordered; null for each run's own. */
  readonly versionId: VersionId | null;
  readonly ratePerMinute: number;
}

export interface ReplayOrder extends Order {
  readonly kind: "replay";
  readonly flow: FlowDocument;
  /** A hash of the flow. */
  readonly flowHash: string;
  /** Paths that are not compared; none in an order of before there were any. */
  readonly leaveOut?: readonly string[];
}

export type JobOrder = BulkRerunOrder | ReplayOrder;
export type JobKind = JobOrder["kind"];

export const jobStates = ["gathering", "running", "done", "cancelled"] as const;

export type RerunState = "pending" | "started" | "succeeded" | "failed" | "refused";
export type Verdict = "same" | "outputDiffers" | "statusDiffers" | "notComparable";
/** Of one run of a job. */
export type ItemState = RerunState | Verdict;

export interface JobReport {
  readonly id: JobId;
  /** `held`: it is stored and waits for `begin`. */
  readonly state: "held" | (typeof jobStates)[number];
  readonly createdAt: number;
  readonly endedAt: number | null;
  /** Without the flow. */
  readonly order: BulkRerunOrder | Omit<ReplayOrder, "flow">;
  /** Runs that were taken, and whether the selection has more. */
  readonly total: number;
  readonly more: boolean;
  readonly counts: Readonly<Partial<Record<ItemState, number>>>;
  /** Why runs were refused or are not comparable, the most frequent first. */
  readonly reasons: readonly { readonly code: string; readonly message: string; readonly count: number }[];
}

export interface Reason {
  readonly code: string;
  readonly message: string;
  readonly node?: string;
  /** What a node would ask now, against what was recorded. */
  readonly request?: readonly ValueChange[];
}

/** The result of one run of a job. */
export interface JobItem {
  readonly runId: RunId;
  /** When the run of the selection started. */
  readonly startedAt: number;
  /** The run that repeats or tries it; null if it did not start. */
  readonly newRunId: RunId | null;
  readonly state: ItemState;
  readonly reason: Reason | null;
  readonly before: Outcome | null;
  readonly after: Outcome | null;
  readonly changes: readonly ValueChange[];
  readonly cut: boolean;
}

export interface ItemPage {
  readonly items: readonly JobItem[];
  /** The start of the next page; null on the last page. */
  readonly next: number | null;
}

export type CreateAnswer =
  | { readonly kind: "created"; readonly job: JobReport }
  | { readonly kind: "refused"; readonly code: "conflict" | "idempotency_mismatch" };

/** The public methods of a workflow's Jobs object. */
export interface JobsProtocol {
  /** Stores a job, or finds the one that the same key made; hashes of the Idempotency-Key and of what came with it. */
  create(order: JobOrder, idempotency?: { readonly key: string; readonly body: string }): Promise<CreateAnswer>;
  /** Starts a job that is held; other jobs are not changed. */
  begin(id: JobId): Promise<JobReport | undefined>;
  find(kind: JobKind, id: string): Promise<JobReport | undefined>;
  /** Those behind `after`, the newest first. */
  list(kind: JobKind, limit: number, after?: string): Promise<readonly JobReport[]>;
  /** The runs of a job in these states, in the order in which they are worked on, behind `after`. */
  items(
    kind: JobKind,
    id: string,
    page: { readonly states?: readonly ItemState[]; readonly limit: number; readonly after?: number },
  ): Promise<ItemPage | undefined>;
  /** Leaves these paths out of a replay's comparison, in place of those that it left out. */
  leaveOut(id: string, paths: readonly string[]): Promise<JobReport | undefined>;
  /** Ends a job, and says whether this call did. */
  cancel(kind: JobKind, id: string): Promise<{ readonly job: JobReport; readonly stopped: boolean } | undefined>;
}
