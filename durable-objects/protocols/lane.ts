/** What the Worker and a lane say to each other over RPC. All of it is plain data: classes do not survive the trip. */
import type { Place } from "#flow/engine/place.ts";
import type { DeploymentId, RunId } from "#flow/ids.ts";
import type { NodeResult } from "#flow/nodes/node.ts";
import type { NotRecorded, Recording, RerunAnswer, RerunOrder, RerunPlan, RerunRefused, RerunStart } from "./rerun.ts";
import type { RunDetail } from "./run-detail.ts";
import type { RunReport, RunStatus } from "./run.ts";
import type { StartAnswer, StartRequest } from "./start.ts";

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
