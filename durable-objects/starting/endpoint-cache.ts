/**
 * The data about a workflow that a call needs, cached in the isolate. An entry older than five seconds is used once
 * more and renewed in the background, so a warm call never waits for D1. An entry older than nine seconds is not used,
 * so a revoked key or an undeploy is known everywhere within ten.
 */
import type { WorkflowId } from "#flow/ids.ts";
import { loadEndpoint, type Endpoint } from "#store/endpoint.ts";

const renewAfterMs = 5_000;
const useUntilMs = 9_000;
const maxEntries = 5_000;

interface Entry {
  readonly endpoint: Endpoint | undefined;
  readonly loadedAt: number;
  isRenewing: boolean;
}

const entries = new Map<WorkflowId, Entry>();
/** Counts the changes seen by this isolate, so that a load that started before a change does not outlive it. */
const changes = new Map<WorkflowId, number>();

/** The endpoint of a workflow, or undefined if there is no such workflow. `later` takes work that no caller waits for. */
export function endpointOf(
  db: D1Database,
  workflowId: WorkflowId,
  later: (work: Promise<unknown>) => void,
): Endpoint | undefined | Promise<Endpoint | undefined> {
  const entry = entries.get(workflowId);
  // A clock that was set back makes nothing younger.
  const ageMs = entry ? Math.abs(Date.now() - entry.loadedAt) : Infinity;
  if (!entry || ageMs > useUntilMs) return load(db, workflowId);
  if (ageMs > renewAfterMs && !entry.isRenewing) {
    entry.isRenewing = true;
    later(load(db, workflowId).catch(() => (entry.isRenewing = false)));
  }
  return entry.endpoint;
}

/** Forgets a workflow's endpoint because this isolate has just changed it. */
export function dropEndpoint(workflowId: WorkflowId): void {
  entries.delete(workflowId);
  changes.set(workflowId, (changes.get(workflowId) ?? 0) + 1);
}

async function load(db: D1Database, workflowId: WorkflowId): Promise<Endpoint | undefined> {
  const change = changes.get(workflowId);
  const loadedAt = Date.now();
  const endpoint = await loadEndpoint(db, workflowId);
  if (changes.get(workflowId) === change) {
    if (entries.size >= maxEntries) entries.delete(entries.keys().next().value!);
    entries.set(workflowId, { endpoint, loadedAt, isRenewing: false });
  }
  return endpoint;
}
