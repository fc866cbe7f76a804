/** What a lane is given to start a run, and what it answers. */
import type { TestOptions } from "#flow/engine/test-plan.ts";
import type { AccountId, DeploymentId, RunId, VersionId, WorkflowId } from "#flow/ids.ts";
import type { ResolvedFlow } from "#flow/resolved/resolved-flow.ts";
import type { RunType } from "#flow/monitoring/run-row.ts";
import type { RunMode, RunReport, RunWarning } from "./run.ts";

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

export type StartAnswer =
  | {
      readonly kind: "started";
      readonly report: RunReport;
      /** An earlier call with the same Idempotency-Key started this run. */ readonly replayed: boolean;
    }
  | { readonly kind: "refused"; readonly code: "overloaded" | "idempotency_mismatch" | "not_found" };
