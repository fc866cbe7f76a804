/** What the Worker and a lane say to each other over RPC. All of it is plain data: classes do not survive the trip. */
import type { AccountId, DeploymentId, RunId, VersionId, WorkflowId } from "#flow/ids.ts";
import type { Place } from "#flow/engine/place.ts";
import type { TestOptions } from "#flow/engine/test-plan.ts";
import type { RunError } from "#flow/problems/node-error.ts";
import type { NodeResult } from "#flow/nodes/node.ts";
import type { ResolvedFlow } from "#flow/resolved/resolved-flow.ts";
import type { RunRow, RunType } from "#flow/monitoring/run-row.ts";

/** `test` is a run on the canvas: of a draft, kept for a while, not monitored. */
export type RunMode = "sync" | "async" | "push" | "test";
export type RunStatus = "In Progress" | "Waiting" | "Success" | "Failed";

export interface RunWarning {
  readonly path: string;
  readonly message: string;
}

export interface StartRequest {
  readonly runId: RunId;
  readonly workflowId: WorkflowId;
  /** Whose share of the isolate's time the run uses; the lane's own where nothing is said. */
  readonly accountId?: AccountId;
  readonly deploymentId: DeploymentId;
  readonly versionId: VersionId;
  /** The deployment that froze what it runs, where that is not the one above: a rerun may stay at its version. */
  readonly planId?: DeploymentId;
  readonly mode: RunMode;
  /** Checked against the version's inputs, defaults filled in. */
  readonly input: Readonly<Record<string, unknown>>;
  readonly warnings: readonly RunWarning[];
  /** The workflow's timeout; null is none. */
  readonly timeoutMs: number | null;
  readonly requestId: string;
  /** The minimum revision of the workflow's variables for the run, 0 if there are none; without it they are read again. */
  readonly variables?: number;
  /** What started it (by default a call), and its name: the API key, the schedule or the trigger. */
  readonly type?: RunType;
  readonly source?: string;
  /** What a test run runs, since no version holds it. */
  readonly draft?: Draft;
  /** The run that this one repeats; then the same run id starts nothing a second time. */
  readonly rerunOf?: RunId;
  /** JSON of the values that it takes from another run, a Basis; then too the same run id starts nothing a second time. */
  readonly basis?: string;
  /** Hashes of the Idempotency-Key and of the body that came with it. */
  readonly idempotency?: { readonly key: string; readonly body: string };
}

export interface Draft extends TestOptions {
  readonly flow: ResolvedFlow;
  /** Its runs try recorded ones and may touch nothing outside. */
  readonly isReplay?: true;
}

/** Asks for a run of this lane to be run again. */
export interface RerunOrder {
  readonly of: RunId;
  /** The version that is deployed; null for the one that the run used. */
  readonly versionId: VersionId | null;
  /** The node from which it runs, by its id in the run's version; what ran before it is copied. */
  readonly fromNode?: string;
  /** In place of the recorded input. */
  readonly input?: { readonly value: unknown };
  /** In place of the recorded outputs of copied nodes, by their ids in the run's version. */
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** How the new run starts. The deployment is the one in service, whose timeout counts. */
export type RerunStart = Pick<StartRequest, "runId" | "deploymentId" | "timeoutMs" | "requestId" | "variables" | "idempotency"> & {
  readonly mode: "async" | "push";
  /** The name of the person who runs it again. */
  readonly source: string;
};

export interface CopiedReport {
  readonly nodeId: string;
  readonly name: string;
  readonly type: string;
  readonly outcome: string;
  readonly output: unknown;
  /** The length of the output's JSON, where it was left out. */
  readonly tooLarge: number | null;
  readonly masked: boolean;
}

/** What a rerun would be. */
export interface RerunPlan {
  readonly kind: "planned";
  readonly versionId: VersionId;
  readonly input: unknown;
  readonly copied: readonly CopiedReport[];
  readonly warnings: readonly RunWarning[];
}

export interface RerunRefused {
  readonly kind: "refused";
  readonly code: "not_found" | "conflict" | "validation_failed" | "overloaded" | "idempotency_mismatch";
  readonly detail: string;
  readonly suggestion?: string;
  readonly errors?: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

export type RerunAnswer =
  | (Omit<RerunPlan, "kind" | "input"> & {
      readonly kind: "started";
      readonly runId: RunId;
      /** An earlier rerun with the same key started it. */ readonly replayed: boolean;
    })
  | RerunRefused;

/** A run as another flow can be tried with it. */
export interface Recording {
  readonly kind: "recording";
  readonly report: RunReport;
  readonly input: unknown;
  /** JSON of the Answers, to be given to the try as its basis. */
  readonly basis: string;
}

export interface NotRecorded {
  readonly kind: "none";
  readonly code: "run_gone" | "run_under_way" | "run_too_large";
}

/** One try of a step. Times are epoch milliseconds. */
export interface StepTry {
  readonly startedAt: number;
  /** Since when nothing was done but to wait for a time or an answer; null where it never waited. */
  readonly waitingSince: number | null;
  readonly endedAt: number | null;
  readonly error: StepReport["error"];
}

/** A step of a run as its log shows it. Times are epoch milliseconds. */
export interface StepReport {
  readonly place: Place;
  readonly nodeId: string;
  readonly name: string;
  readonly type: string;
  readonly status: "In Progress" | "Waiting" | "Success" | "Failed" | "Cancelled";
  readonly attempts: number;
  readonly tries: readonly StepTry[];
  /** How long the finished part only waited: within tries and between them. */
  readonly waitedMs: number;
  /** When it goes on or gives up waiting; null where it does not wait, or without end. */
  readonly dueAt: number | null;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly durationMs: number | null;
  readonly outcome: string | null;
  readonly input: unknown;
  readonly output: unknown;
  /** Which values were left out, and the length of their JSON. */
  readonly tooLarge: { readonly input?: number; readonly output?: number };
  readonly error: { readonly code: string; readonly message: string; readonly suggestion?: string } | null;
  readonly logs: readonly string[];
  /** The run that the step was copied from, instead of being run; it has no tries then. */
  readonly copiedFrom: RunId | null;
}

/** A run with all its steps, in the order of their starts. */
export interface RunDetail {
  readonly report: RunReport;
  /** As lists show it; null for a run on the canvas, which no list shows. */
  readonly row: RunRow | null;
  readonly mode: RunMode;
  /** What started it: for a test run, the id of the person. */
  readonly source: string;
  readonly versionId: VersionId;
  readonly requestId: string;
  /** When the workflow's timeout ends it; null without one. */
  readonly timeoutAt: number | null;
  /** Set where the report's output was left out: the length of its JSON. */
  readonly outputTooLarge: number | null;
  readonly input: unknown;
  readonly nodesExecuted: number;
  readonly steps: readonly StepReport[];
}

/** What a poll answers and a push delivers. */
export interface RunReport {
  readonly runId: RunId;
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  readonly output: unknown;
  readonly warnings: readonly RunWarning[];
  readonly error: RunError | null;
}

export type StartAnswer =
  | {
      readonly kind: "started";
      readonly report: RunReport;
      /** An earlier call with the same Idempotency-Key started this run. */ readonly replayed: boolean;
    }
  | { readonly kind: "refused"; readonly code: "overloaded" | "idempotency_mismatch" | "not_found" };

/** One try to deliver a push. */
export interface Delivery {
  readonly attempt: number;
  readonly at: string;
  readonly status: number | null;
  readonly durationMs: number;
  /** The first KiB of the answer. */
  readonly answer: string;
  readonly error: string | null;
}

export interface Deliveries {
  readonly state: "pending" | "delivered" | "failed";
  readonly nextAttemptAt: string | null;
  readonly attempts: readonly Delivery[];
}

/** What a step was waiting for. */
export interface Answered {
  readonly place: Place;
  /** The try that waits: an answer to an earlier one is late. */
  readonly attempt: number;
  readonly result: Exclude<NodeResult, { readonly kind: "wait" }>;
}

/** `taken`: stored, and the run goes on. `late`: the step no longer waits for it. `busy`: the run is just being taken up; ask again. */
export type AnswerTaken = "taken" | "late" | "busy" | "not_found";

/** The public methods of a lane. */
export interface LaneProtocol {
  /** Sync: answers when the run has finished. Async and push: when it is stored. */
  start(request: StartRequest): Promise<StartAnswer>;
  /** The run as it stands, after at most `waitMs` if it is not over before; undefined where this lane has no such run. */
  report(runId: RunId, waitMs: number): Promise<RunReport | undefined>;
  /** Gives a step what it waits for; of two answers, or an answer and a deadline, the first one counts. */
  answer(runId: RunId, answered: Answered): Promise<AnswerTaken>;
  /** Stops a run; the answer is the run as it stands then, and whether this call is what stopped it. */
  cancel(runId: RunId): Promise<{ readonly report: RunReport; readonly stopped: boolean } | undefined>;
  /** Stops every run, and refuses further ones of this deployment; answers how many were stopped. */
  undeploy(deploymentId: DeploymentId): Promise<number>;
  /**
   * The run with its steps; undefined where this lane has no such run. With `bounded`, large values are left out: its
   * `fetch` gives them at `/value?run=…&of=input|output`, with `&place=` a step's, or with `&node=` the last step of a node.
   */
  detail(runId: RunId, bounded?: boolean): Promise<RunDetail | undefined>;
  deliveries(runId: RunId): Promise<Deliveries | undefined>;
  redeliver(runId: RunId): Promise<Deliveries | undefined>;
  /** What running a run of this lane again would copy. */
  planRerun(order: RerunOrder): Promise<RerunPlan | RerunRefused>;
  /** Reruns a run of this lane in this lane. The same run id starts nothing a second time. */
  rerun(order: RerunOrder, start: RerunStart): Promise<RerunAnswer>;
  recording(runId: RunId): Promise<Recording | NotRecorded>;
  /** The results of those runs that have finished. */
  ends(runIds: readonly RunId[]): Promise<Readonly<Record<RunId, RunStatus>>>;
}
