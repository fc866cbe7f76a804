/** A Monitor on its own, filled and asked through RPC, as lanes and management do. */
import type { RunId, VersionId, WorkflowId } from "#flow/ids.ts";
import type { RunRow } from "#flow/monitoring/run-row.ts";
import type { Monitor as MonitorObject } from "#objects/monitor/monitor.ts";

export { Monitor } from "#objects/monitor/monitor.ts";

interface Env {
  readonly MONITOR: DurableObjectNamespace<MonitorObject>;
}

interface Asked {
  readonly method: "fill" | "list" | "metrics" | "values";
  readonly args: readonly never[];
}

const batch = 500;
const lanes = 2;

/** Runs with the numbers from `first` on, spread over a range: 5 keys, 5 versions one after the other, 6 % failures of 12 kinds. */
function runOf(n: number, of: number, from: number, to: number): RunRow {
  const at = Math.floor(from + ((to - from) * n) / of);
  const chance = hash(n);
  const other = hash(n + 0.5);
  const isFailed = chance < 0.06;
  const durationMs = Math.floor(Math.exp(2 + 2.2 * (hash(n + 0.1) + hash(n + 0.2) + hash(n + 0.3))));
  return {
    runId: `run_loc${n % lanes}_${n.toString(32).padStart(10, "0")}${Math.floor(other * 2 ** 40)
      .toString(32)
      .padStart(16, "0")}` as RunId,
    status: isFailed ? "Failed" : "Success",
    type: other < 0.9 ? "API" : "Schedule",
    source: `Key ${Math.floor(other * 5)}`,
    mode: chance < 0.8 ? "sync" : "async",
    versionId: `ver_${Math.floor((n / of) * 5)}` as VersionId,
    startedAt: at,
    endedAt: at + durationMs,
    durationMs,
    nodesExecuted: 3 + (n % 4),
    error: isFailed
      ? {
          code: ["timeout", "script_failed", "http_error", "run_cancelled"][n % 4]!,
          message: n % 7 === 0 ? `The shop answered ${n}.` : "The call took longer than it may.",
          node: ["Call shop", "Score", null][n % 3]!,
        }
      : null,
    rerunOf: null,
  };
}

/** From 0 to 1, the same for the same number. */
function hash(n: number): number {
  const wave = Math.sin(n * 12.9898) * 43758.5453;
  return wave - Math.floor(wave);
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { method, args } = await request.json<Asked>();
    const monitor = env.MONITOR.getByName("wf_bench");
    if (method === "list") return Response.json(await monitor.list(...(args as never as Parameters<MonitorObject["list"]>)));
    if (method === "metrics") return Response.json(await monitor.metrics(...(args as never as Parameters<MonitorObject["metrics"]>)));
    if (method === "values") return Response.json(await monitor.values());
    const [first, count, of, from, to] = args as never as [number, number, number, number, number];
    for (let n = first; n < first + count; n += batch * lanes) {
      const numbers = Array.from({ length: Math.min(batch * lanes, first + count - n) }, (_, i) => n + i);
      for (let lane = 0; lane < lanes; lane++) {
        const rows = numbers.filter((each) => each % lanes === lane).map((each) => runOf(each, of, from, to));
        // A lane reports its own.
        await monitor.record({ workflowId: "wf_bench" as WorkflowId, runs: rows.map((row) => ({ change: 1, row })), modelRuns: [] });
      }
    }
    return Response.json({});
  },
};
