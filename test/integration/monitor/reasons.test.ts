import { expect, it } from "vitest";
import { errors } from "#flow/errors.ts";
import { feedRow } from "#objects/runner/feed-row.ts";
import type { DeploymentId, RunId, VersionId } from "#flow/ids.ts";
import { deployed, env } from "../support/deployed.ts";
import { end, flowOf } from "../support/flows.ts";

it("shows whatever stopped a run as a failure with that reason, and finds it by its reason", async () => {
  const { workflowId } = await deployed(flowOf({ End: end({}) }, ["Start next End"]));
  const monitor = env.MONITOR.getByName(workflowId);
  const startedAt = Date.now() - 60_000;
  const reasons = ["run_cancelled", "run_timeout", "content_filter"] as const;
  const runs = reasons.map((code, n) => {
    const head = {
      id: `run_loc0_${String(n).padStart(26, "0")}` as RunId,
      mode: "async" as const,
      type: "API" as const,
      source: "Shop",
      versionId: "ver_1" as VersionId,
      deploymentId: "dep_1" as DeploymentId,
      workflowId,
      status: "Failed" as const,
      requestId: "",
      warnings: [],
      startedAt: startedAt + n,
      deadlineAt: null,
      endedAt: startedAt + 500,
      nodesExecuted: 2,
      result: null,
      crashes: 0,
      rerunOf: null,
    };
    return { change: n, row: feedRow(head, head, { code, message: errors[code].title, node: "Answer" })! };
  });
  await monitor.record({ workflowId, lane: "lane", runs, modelRuns: [] });
  for (const [n, code] of reasons.entries()) {
    const selection = { filters: [{ column: "error", operator: "is", value: code }], join: "and" } as const;
    const { items } = await monitor.list(selection, { sort: "startedAt", order: "desc", limit: 10 });
    expect(items).toMatchObject([
      { runId: runs[n]!.row.runId, status: "Failed", error: { code, message: errors[code].title, node: "Answer" } },
    ]);
    expect(await monitor.metrics(selection)).toMatchObject({ total: 1, failed: 1 });
  }
});
