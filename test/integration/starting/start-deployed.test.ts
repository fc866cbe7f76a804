import { env } from "cloudflare:workers";
import { beforeAll, expect, it, vi } from "vitest";
import type { WorkflowId } from "#flow/ids.ts";
import type { ObjectsEnv } from "#objects/env.ts";
import { findLane } from "#objects/starting/lanes.ts";
import { startDeployed, type Deployed } from "#objects/starting/start-deployed.ts";
import { loadEndpoint } from "#store/endpoint.ts";
import { install, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";

const installation = install();
const bindings = env as unknown as ObjectsEnv;
let ada: Person;
beforeAll(async () => {
  await migrate(installation.db);
  ada = await installation.newPerson("Ada");
});

async function deployed(): Promise<Deployed> {
  const id = await ada.newWorkflow();
  await ada.post(`/api/workflows/${id}/deploy`);
  // It has just been deployed.
  return (await loadEndpoint(bindings.DB, id as WorkflowId)) as Deployed;
}

it("starts a run that no call asked for, and the run says what started it", async () => {
  const endpoint = await deployed();
  const asked = { endpoint, mode: "async", type: "Schedule", source: "nightly", requestId: "r1" } as const;
  const { report } = await startDeployed(bindings, { ...asked, input: { text: "hello" } });
  const lane = await findLane(bindings, endpoint.workflowId, report.runId);
  expect(await lane!.report(report.runId, 5_000)).toMatchObject({ status: "Success", output: { result: "hello" } });
  await vi.waitFor(async () => {
    const { items } = (await ada.get(`/api/workflows/${endpoint.workflowId}/runs`)).body;
    expect(items).toMatchObject([{ runId: report.runId, type: "Schedule", source: "nightly" }]);
  });
});

it("refuses an input that does not fit, and starts nothing", async () => {
  const endpoint = await deployed();
  const start = startDeployed(bindings, { endpoint, mode: "async", source: "nightly", requestId: "r1", input: { text: 7 } });
  await expect(start).rejects.toMatchObject({ code: "validation_failed", more: { errors: [{ path: "/text" }] } });
  expect((await ada.get(`/api/workflows/${endpoint.workflowId}/runs`)).body.items).toEqual([]);
});

it("starts one run for the same idempotency key, and refuses the key with another body", async () => {
  const endpoint = await deployed();
  const start = (body: string) =>
    startDeployed(bindings, {
      endpoint,
      mode: "async",
      source: "nightly",
      requestId: "r1",
      input: { text: "hello" },
      idempotency: { key: "0000000a", body },
    });
  const [first, again] = [await start("one"), await start("one")];
  expect([again.report.runId, again.replayed]).toEqual([first.report.runId, true]);
  await expect(start("two")).rejects.toMatchObject({ code: "idempotency_mismatch" });
});
