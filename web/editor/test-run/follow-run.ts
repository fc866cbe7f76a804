import { askPatiently, type Waiting } from "../../base/api/ask-patiently.ts";
import { call } from "../../base/api/call.ts";
import { isOver, type RunDetail } from "./run-data.ts";

export interface RunWatcher extends Waiting {
  /** An event of the stream: its name, and the data that it carries. */
  event(name: string, data: Record<string, unknown>): void;
  /** The run as far as it is known. */
  detail(detail: RunDetail): void;
}

const events = ["run.started", "node.started", "node.succeeded", "node.failed", "node.waiting"] as const;
/** How long one question for the run waits, where there is no stream. */
const waitSec = 20;
/** Values come with the detail, which is asked for at most this often while the run goes on. */
const detailEveryMs = 400;

export const fetchRun = (workflowId: string, runId: string, wait?: number, signal?: AbortSignal): Promise<RunDetail> =>
  call("GET", "/api/workflows/{workflowId}/test-runs/{runId}", {
    params: { workflowId, runId },
    ...(wait === undefined ? {} : { query: { wait } }),
    ...(signal ? { signal } : {}),
  });

/** Follows a run to its end: by its stream of events, or by asking where the stream does not come. Resolves to how it ended. */
export async function followRun(workflowId: string, runId: string, watcher: RunWatcher): Promise<RunDetail> {
  await streamRun(workflowId, runId, watcher);
  for (;;) {
    const detail = await askPatiently(() => fetchRun(workflowId, runId, waitSec, watcher.signal), watcher);
    watcher.detail(detail);
    if (isOver(detail)) return detail;
  }
}

/** Resolves when the stream has reported the end of the run, or has failed for good. */
function streamRun(workflowId: string, runId: string, watcher: RunWatcher): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource(`/api/workflows/${encodeURIComponent(workflowId)}/test-runs/${encodeURIComponent(runId)}/events`);
    let pause: ReturnType<typeof setTimeout> | undefined;
    const end = () => {
      clearTimeout(pause);
      source.close();
      resolve();
    };
    const look = () => {
      pause ??= setTimeout(() => {
        pause = undefined;
        fetchRun(workflowId, runId, undefined, watcher.signal).then(
          (detail) => source.readyState !== EventSource.CLOSED && watcher.detail(detail),
          () => undefined,
        );
      }, detailEveryMs);
    };
    for (const name of events) {
      source.addEventListener(name, ({ data }: MessageEvent<string>) => {
        // The server writes one JSON object into each event.
        watcher.event(name, JSON.parse(data) as Record<string, unknown>);
        look();
      });
    }
    source.addEventListener("run.finished", end);
    source.addEventListener("error", () => {
      // While it is connecting again the browser asks for what was missed by itself.
      if (source.readyState === EventSource.CLOSED) end();
    });
    watcher.signal.addEventListener("abort", end);
  });
}
