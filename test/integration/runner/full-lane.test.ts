import { expect, it } from "vitest";
import { laneName, runIdIn, sortableId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { loadEndpoint } from "#store/endpoint.ts";
import { deployed, env } from "../support/deployed.ts";
import { delay, end, flowOf } from "../support/flows.ts";

it("takes a call again whose Idempotency-Key came while it was full", async () => {
  const flow = await deployed(flowOf({ Wait: delay(2), End: end({ a: 1 }) }, ["Start next Wait", "Wait success End"]));
  const { deployment } = (await loadEndpoint(env.DB, flow.workflowId))!;
  const lane = { place: "loc", n: 0 };
  const begin = (idempotency?: { key: string; body: string }) =>
    env.RUNNER.getByName(laneName(flow.workflowId, lane)).start({
      runId: runIdIn(lane, sortableId(Date.now(), crypto.getRandomValues(new Uint8Array(10)))),
      workflowId: flow.workflowId,
      deploymentId: deployment!.id,
      versionId: deployment!.versionId,
      mode: "sync",
      input: {},
      warnings: [],
      timeoutMs: 60_000,
      requestId: "",
      variables: 0,
      ...(idempotency && { idempotency }),
    });
  const key = { key: "key", body: "body" };
  const running = Array.from({ length: limits.laneCapacity }, () => begin());
  expect(await begin(key)).toMatchObject({ kind: "refused", code: "overloaded" });
  await Promise.all(running);
  expect(await begin(key)).toMatchObject({ kind: "started", replayed: false, report: { status: "Success" } });
  expect(await begin(key)).toMatchObject({ kind: "started", replayed: true });
});
