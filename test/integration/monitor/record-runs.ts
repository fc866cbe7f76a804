import type { WorkflowId } from "#flow/ids.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import { env } from "../support/deployed.ts";

/** Reports these rows to the Monitor of a workflow with this name, and returns the Monitor. */
export async function recordRuns(name: string, rows: readonly RunRow[]) {
  const monitor = env.MONITOR.getByName(name);
  for (let i = 0; i < rows.length; i += 500) {
    const runs = rows.slice(i, i + 500).map((row) => ({ change: 1, row }));
    await monitor.record({ workflowId: name as WorkflowId, runs, modelRuns: [] });
  }
  return monitor;
}
