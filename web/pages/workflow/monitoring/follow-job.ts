import { createResource, type Resource } from "../../../base/ui/resource.ts";

export type JobState = "gathering" | "running" | "done" | "cancelled";
const everyMs = 1_000;

/** Whether more of it is to come. */
export const isUnderWay = (job: { state: JobState } | undefined): boolean => job?.state === "gathering" || job?.state === "running";

/** A job that is polled while it is in progress. `onChange` receives each new state. */
export function followJob<Job extends { state: JobState }>(
  fetchJob: () => Promise<Job>,
  onChange: (job: Job) => void,
): Resource<Job> & { start(): void; stop(): void } {
  const resource = createResource(fetchJob);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let seen = "";
  const follow = async () => {
    await resource.load();
    const job = resource.value.peek();
    const text = JSON.stringify(job);
    if (job && text !== seen) onChange(job);
    seen = text;
    if (stopped || (!isUnderWay(job) && resource.problem.peek()?.code !== "unreachable")) return;
    // Another request may have been made in between; one is enough.
    clearTimeout(timer);
    timer = setTimeout(() => void follow(), everyMs);
  };
  return {
    ...resource,
    start() {
      stopped = false;
      void follow();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
