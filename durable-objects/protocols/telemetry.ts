/** What Monitors and management say to an account's exporter over RPC. All of it is plain data; times are epoch milliseconds. */
import type { AccountId, WorkflowId } from "#flow/ids.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";

/** A finished run that is to be exported. */
export type ExportedRun = Pick<RunRow, "runId" | "type" | "source">;

export interface TelemetryStatus {
  /** Runs that wait to be sent. */
  readonly pending: number;
  readonly sent: number;
  /** Runs that were given up: the backlog was full, the receiver refused them, or they were gone or could not be read. */
  readonly dropped: number;
  readonly lastDroppedAt: number | null;
  readonly lastSentAt: number | null;
  readonly lastError: string | null;
  readonly lastErrorAt: number | null;
  /** When it is tried again; null where nothing waits for that. */
  readonly nextAttemptAt: number | null;
}

/** The public methods of the object that exports the runs of one account. */
export interface TelemetryProtocol {
  /** Takes runs over; when it answers, they are durable. A run may come twice. `dropped` were lost before they came here. */
  take(accountId: AccountId, workflowId: WorkflowId, runs: readonly ExportedRun[], dropped: number): Promise<void>;
  status(): Promise<TelemetryStatus>;
  /** The settings have changed: batches that failed with the old ones are tried again. */
  settingsChanged(accountId: AccountId): Promise<void>;
  /** Sends a test trace with the stored settings, turned on or not. */
  sendTest(accountId: AccountId): Promise<{ readonly ok: boolean; readonly message: string; readonly traceId: string }>;
}
