import { expect, it } from "vitest";
import type { AccountId } from "#flow/ids.ts";
import { listAudit } from "#store/audit/list.ts";
import { database } from "#store/database.ts";
import { request, start } from "../support/call.ts";
import { deployed, env } from "../support/deployed.ts";
import { delay, end, flowOf } from "../support/flows.ts";

it("names the key that cancelled a run, once, and never the key itself", async () => {
  const flow = await deployed(flowOf({ Wait: delay(3600), End: end({ a: 1 }) }, ["Start next Wait", "Wait success End"]));
  const { runId } = (await start(flow, "async", {})).body;
  const cancel = () => request("POST", `/v1/workflows/${flow.workflowId}/runs/${runId}/cancel`, { "x-api-key": flow.key });
  expect((await cancel()).body).toMatchObject({ status: "Failed", error: { code: "run_cancelled" } });
  expect((await cancel()).status).toBe(200);
  const accountId = (await env.DB.prepare("SELECT account_id AS id FROM workflows WHERE id = ?")
    .bind(flow.workflowId)
    .first<AccountId>("id"))!;
  const { items } = await listAudit(database(env.DB), { accountId, workflowId: flow.workflowId }, { limit: 10, after: undefined });
  expect(items).toMatchObject([
    { event: "run.cancelled", actorKind: "key", actorName: "test (mr_live…)", subjectId: runId, category: "runs" },
  ]);
  expect(JSON.stringify(items)).not.toContain(flow.key);
});
