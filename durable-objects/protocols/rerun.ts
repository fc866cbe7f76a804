/** Running a run again, and recordings that another flow is tried with. */
import type { RunId, VersionId } from "#flow/ids.ts";
import type { RunReport, RunWarning } from "./run.ts";
import type { StartRequest } from "./start.ts";

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
