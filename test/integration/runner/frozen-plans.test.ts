import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, expect, it } from "vitest";
import { engineRevision } from "#flow/engine/revision.ts";
import type { RunId } from "#flow/ids.ts";
import { declarationOf } from "#flow/nodes/registry.ts";
import type { DeploymentId, VersionId } from "#flow/ids.ts";
import { deployed, env, type Deployed } from "../support/deployed.ts";
import { poll, request, start } from "../support/call.ts";
import { api, delay, end, flowOf } from "../support/flows.ts";
import { laneOf } from "../support/lane-of.ts";
import { here } from "../support/servers.ts";

const timeout = declarationOf("api")!.timeout!;
const { defaultSec } = timeout;
/** As a build with another default. */
const changeDefault = (seconds: number): unknown => Object.assign(timeout, { defaultSec: seconds });
afterEach(() => changeDefault(defaultSec));

const hanging = flowOf({ Call: api(`${here}/hang`), End: end({ a: 1 }) }, ["Start next Call", "Call success End"]);
const begin = async (flow: Deployed): Promise<RunId> => (await start(flow, "async", {})).body.runId;
const cancel = (flow: Deployed, runId: string) =>
  request("POST", `/v1/workflows/${flow.workflowId}/runs/${runId}/cancel`, { "x-api-key": flow.key });

it("gives a run the defaults that its deployment was made with, whatever later code says", async () => {
  const frozen = await deployed(hanging);
  const old = await deployed(hanging, { isFrozen: false });
  changeDefault(1);
  const after = await deployed(hanging);
  const earlier = [
    [frozen, await begin(frozen)],
    [old, await begin(old)],
  ] as const;
  // With the same default these would have finished before this one, which started later.
  expect((await poll(after, await begin(after), 20)).body).toMatchObject({ status: "Failed", error: { code: "node_timeout" } });
  for (const [flow, runId] of earlier) {
    expect((await poll(flow, runId)).body.status).toBe("In Progress");
    await cancel(flow, runId);
  }
});

it("keeps those defaults when the run is taken up again, also where a later deployment has others", async () => {
  const flow = await deployed(
    flowOf({ Wait: delay(3), Call: api(`${here}/hang`), End: end({ a: 1 }) }, ["Start next Wait", "Wait success Call", "Call success End"]),
  );
  const runId = await begin(flow);
  changeDefault(1);
  await flow.redeploy(hanging);
  const after = await deployed(hanging);
  await abortAllDurableObjects();
  await expect.poll(async () => (await poll(flow, runId)).body.status, { timeout: 10_000 }).toBe("In Progress");
  expect((await poll(after, await begin(after), 20)).body).toMatchObject({ status: "Failed", error: { code: "node_timeout" } });
  expect((await poll(flow, runId)).body.status).toBe("In Progress");
  await cancel(flow, runId);
});

it("runs a run again on its own version with the defaults that the run had", async () => {
  const flow = await deployed(hanging);
  const first = await begin(flow);
  await cancel(flow, first);
  changeDefault(1);
  await flow.redeploy(hanging);
  const { deployment_id: deploymentId } = (await env.DB.prepare("SELECT deployment_id FROM workflows WHERE id = ?")
    .bind(flow.workflowId)
    .first<{ deployment_id: DeploymentId }>())!;
  const { version_id: versionId } = (await env.DB.prepare("SELECT version_id FROM deployments WHERE id = ?")
    .bind(deploymentId)
    .first<{ version_id: VersionId }>())!;
  const lane = laneOf(flow, first);
  const again = { deploymentId, timeoutMs: null, requestId: "", mode: "async", source: "Ada" } as const;
  const idOf = (n: number) => `${first.slice(0, -4)}00${n}0` as RunId;
  expect(await lane.rerun({ of: first, versionId: null }, { ...again, runId: idOf(1) })).toMatchObject({ kind: "started" });
  expect(await lane.rerun({ of: first, versionId }, { ...again, runId: idOf(2) })).toMatchObject({ kind: "started" });
  expect((await poll(flow, idOf(2), 20)).body).toMatchObject({ status: "Failed", error: { code: "node_timeout" } });
  expect((await poll(flow, idOf(1))).body.status).toBe("In Progress");
  // Also from storage, where the run's own deployment is of another version.
  await abortAllDurableObjects();
  expect((await poll(flow, idOf(1))).body.status).toBe("In Progress");
  await cancel(flow, idOf(1));
});

it("leaves runs of a newer engine alone until the build that knows their rules is back", async () => {
  const flow = await deployed(flowOf({ Wait: delay(2.5), End: end({ a: 1 }) }, ["Start next Wait", "Wait success End"]));
  const runId = await begin(flow);
  const setRevision = (revision: number) =>
    runInDurableObject(laneOf(flow, runId), (_, { storage }) => {
      storage.sql.exec("UPDATE runs SET revision = ? WHERE id = ?", revision, runId);
    });
  await setRevision(engineRevision + 1);
  // Others are not held up by it.
  const other = await begin(flow);
  expect((await poll(flow, other, 20)).body.status).toBe("Success");
  expect((await poll(flow, runId)).body.status).toBe("Waiting");
  await setRevision(engineRevision);
  await evictDurableObject(laneOf(flow, runId));
  expect((await poll(flow, runId, 20)).body.status).toBe("Success");
});
