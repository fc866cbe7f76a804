import { createPagedList } from "../../../base/ui/paged-list.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { toast } from "../../../base/ui/toasts.tsx";
import { followJob, type JobState } from "./follow-job.ts";

interface JobSource<Job, Item> {
  get(): Promise<Job>;
  cancel(): Promise<Job>;
  /** A page of the results of its runs. */
  items(cursor: string | undefined): Promise<{ items: readonly Item[]; nextCursor: string | null }>;
  /** What is said when it was cancelled. */
  cancelled: string;
}

/** A job that is followed while it is in progress, with the results of its runs. */
export function createJobModel<Job extends { state: JobState }, Item>(source: JobSource<Job, Item>) {
  const list = createPagedList((cursor) => source.items(cursor));
  const job = followJob(
    () => source.get(),
    () => void list.reload(),
  );
  return {
    job,
    list,
    start: job.start,
    stop: job.stop,
    cancel: createAction(async () => {
      job.set(await source.cancel());
      toast(source.cancelled);
    }),
  };
}
export type JobModel<Job extends { state: JobState }, Item> = ReturnType<typeof createJobModel<Job, Item>>;
