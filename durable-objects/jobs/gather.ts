/** Collects the runs of a job, page by page, so that a selection that goes on to match other runs is taken as it was. */
import type { Job } from "./job-store.ts";
import type { JobPorts } from "./job-ports.ts";

const pageSize = 200;

/** Takes the next page. Only runs from before the job are taken, so that no rerun is run again by the job that made it. */
export async function gather(job: Job, { store, write, monitorOf, newRunId }: JobPorts): Promise<void> {
  const { kind, workflowId, selection, max } = job.order;
  const limit = Math.min(pageSize, max - job.total);
  const to = Math.min(selection.to ?? Infinity, job.createdAt);
  const page = { sort: "startedAt", order: "desc", limit, ...(job.cursor === null ? {} : { after: job.cursor }) } as const;
  const { items, next } = await monitorOf(workflowId).list({ ...selection, to }, page);
  const rows = items.map((row) => ({ row, newRunId: newRunId(kind, row.runId) }));
  const total = job.total + rows.length;
  const isFull = total >= max;
  write(() => {
    if (!store.isActive(job.id)) return;
    store.addItems(job, rows);
    store.gathered(job.id, total, isFull ? null : next, isFull && next !== null);
  });
}
