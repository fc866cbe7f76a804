import { listDurableObjectIds } from "cloudflare:test";
import { expect, it } from "vitest";
import { poll, request, start } from "../support/call.ts";
import { deployed, env } from "../support/deployed.ts";
import { end, flowOf } from "../support/flows.ts";

const shortest = flowOf({ End: end({}) }, ["Start next End"]);

it("makes no object for an id that somebody made up", async () => {
  const flow = await deployed(shortest);
  const { body } = await start(flow, "sync", {});
  expect(body).toBeDefined();
  const before = await listDurableObjectIds(env.RUNNER);
  const runIds = ["abc0", "zzz7", "loc7", "key3", "lhr1"].map((lane) => `run_${lane}_01jd000000000000000000000a`);
  for (const runId of runIds) {
    expect((await poll(flow, runId)).status).toBe(404);
    const headers = { "x-api-key": flow.key };
    for (const [method, view] of [
      ["GET", "events"],
      ["GET", "deliveries"],
      ["POST", "cancel"],
      ["POST", "redeliver"],
    ] as const)
      expect((await request(method, `/v1/workflows/${flow.workflowId}/runs/${runId}/${view}`, headers)).status).toBe(404);
  }
  expect(await listDurableObjectIds(env.RUNNER)).toHaveLength(before.length);
});

it("finds a run in a lane that nobody here has heard of", async () => {
  const flow = await deployed(shortest);
  // As another isolate would, far away: this one has not seen the lane.
  const name = `${flow.workflowId}:syd:2`;
  const runId = "run_syd2_01jd000000000000000000000a";
  const { id: deploymentId, version_id: versionId } = (await env.DB.prepare("SELECT id, version_id FROM deployments WHERE workflow_id = ?")
    .bind(flow.workflowId)
    .first<{ id: string; version_id: string }>())!;
  await env.RUNNER.getByName(name).start({
    runId: runId as never,
    workflowId: flow.workflowId,
    deploymentId: deploymentId as never,
    versionId: versionId as never,
    mode: "async",
    input: {},
    warnings: [],
    timeoutMs: null,
    requestId: "req",
  });
  expect((await poll(flow, runId, 10)).body).toMatchObject({ runId, status: "Success" });
  // The next question needs no database.
  await env.DB.prepare("ALTER TABLE lanes RENAME TO lanes_away").run();
  try {
    expect((await poll(flow, runId)).status).toBe(200);
  } finally {
    await env.DB.prepare("ALTER TABLE lanes_away RENAME TO lanes").run();
  }
});

it("takes runs again when the database is back that a new lane has to be noted in", async () => {
  const flow = await deployed(shortest);
  await env.DB.prepare("ALTER TABLE lanes RENAME TO lanes_away").run();
  try {
    expect((await start(flow, "async", {})).status).toBe(503);
  } finally {
    await env.DB.prepare("ALTER TABLE lanes_away RENAME TO lanes").run();
  }
  expect((await start(flow, "sync", {})).status).toBe(200);
});
