import { beforeAll, expect, it, vi } from "vitest";
import { errors, type ErrorCode } from "#flow/problems/errors.ts";
import { declarationOf } from "#flow/nodes/registry.ts";
import { delay, end, flowOf, script } from "../support/flows.ts";
import { call, DB } from "../variables/world.ts";
import { newMonitoring, type Row, type Watched } from "../runs/world.ts";

const slow = flowOf({ Answer: script("return 1"), Wait: delay(3600), End: end({ a: 1 }) }, [
  "Start next Answer",
  "Answer success Wait",
  "Wait success End",
]);
let world: Awaited<ReturnType<typeof newMonitoring>>;
let flow: Watched;

beforeAll(async () => {
  world = await newMonitoring();
  flow = await world.deployed(slow);
});

/** The list's row of the finished run; the filter by its reason must find only this run. */
async function shown(runId: string, code: ErrorCode): Promise<Row> {
  const filters = JSON.stringify([{ column: "error", operator: "is", value: code }]);
  const rows = await flow.listed(([row]) => row?.runId === runId, `?${new URLSearchParams({ filters }).toString()}`);
  expect(rows).toHaveLength(1);
  return rows[0];
}

it("shows a run that was stopped as failed, with that reason", async () => {
  const runId = await flow.begin("async");
  await world.need("POST", `${flow.at}/runs/${runId}/cancel`);
  expect(await shown(runId, "run_cancelled")).toMatchObject({ status: "Failed", error: { code: "run_cancelled" } });
});

it("shows a run that took too long as failed, with that reason", async () => {
  flow = await world.deployed(slow);
  // The shortest that can be set is a minute.
  await DB.prepare("UPDATE deployments SET settings = json_set(settings, '$.sync.timeoutSec', 1) WHERE workflow_id = ?")
    .bind(flow.workflowId)
    .run();
  const { status, body } = await call(flow, "sync", {});
  expect({ status, code: body.code }).toEqual({ status: 504, code: "run_timeout" });
  expect(await shown(body.runId, "run_timeout")).toMatchObject({ status: "Failed", error: { code: "run_timeout" } });
});

it("shows a run that a content filter stopped as failed, with that reason and the node", async () => {
  // The answer of a guardrail, in place of the script; everything after it is the real code.
  const filtered = { code: "content_filter", message: errors.content_filter.title, class: "other", fatal: true } as const;
  const execute = vi.spyOn(declarationOf("script")!, "execute").mockImplementation(() => ({ kind: "fail", error: filtered }));
  const { status, body } = await call(flow, "sync", {}).finally(() => execute.mockRestore());
  expect({ status, code: body.code }).toEqual({ status: 403, code: "content_filter" });
  expect(await shown(body.runId, "content_filter")).toMatchObject({
    status: "Failed",
    error: { code: "content_filter", message: errors.content_filter.title, node: "Answer" },
  });
  const detail = await world.need("GET", `${flow.at}/runs/${body.runId}`);
  expect(detail).toMatchObject({ status: "Failed", error: { code: "content_filter", node: "Answer" } });
});
