import { expect, it } from "vitest";
import { deployed } from "../support/deployed.ts";
import { poll, request, start } from "../support/call.ts";
import { here, received } from "../support/servers.ts";
import { api, delay, end, flowOf, script } from "../support/flows.ts";

it("runs branches side by side and joins them once", async () => {
  const flow = await deployed(
    flowOf(
      {
        A: delay(1),
        B: delay(1),
        Join: script("return [context.steps.A.status, context.steps.B.status]"),
        End: end({ both: "{{steps.Join.output}}" }),
      },
      ["Start next A", "Start next B", "A success Join", "B success Join", "Join success End"],
    ),
  );
  const before = Date.now();
  const answer = await start(flow, "sync", {});
  expect(answer.body.output).toEqual({ both: ["Success", "Success"] });
  expect(Date.now() - before).toBeLessThan(1900);
});

it("stops what is still running when a node fails, and starts nothing more", async () => {
  const id = crypto.randomUUID();
  const flow = await deployed(
    flowOf({ Wait: delay(1), Later: api(`${here}/echo?id=${id}`), Fail: script("throw new Error('broken')"), End: end({ a: 1 }) }, [
      "Start next Wait",
      "Wait success Later",
      "Later success End",
      "Start next Fail",
      "Fail success End",
    ]),
  );
  const answer = await start(flow, "sync", {});
  expect(answer).toMatchObject({
    status: 500,
    body: { code: "run_failed", detail: expect.stringContaining("broken"), errors: [{ code: "script_error", node: "Fail" }] },
  });
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(await received(id)).toHaveLength(0);
});

it("retries what the policy names, with one key for all tries", async () => {
  const id = crypto.randomUUID();
  const flow = await deployed(
    flowOf(
      {
        Call: api(`${here}/webhook?failures=2&id=${id}`, { retry: { attempts: 3, backoff: "fixed", delayMs: 20, on: ["5xx"] } }),
        End: end({ tries: "{{steps.Call.attempts}}" }),
      },
      ["Start next Call", "Call success End"],
    ),
  );
  const answer = await start(flow, "sync", {});
  expect(answer.body).toMatchObject({ status: "Success", output: { tries: 3 } });
  expect(new Set((await received(id)).map((call) => call.headers["idempotency-key"])).size).toBe(1);
});

it("cancels a run under way and one that waits", async () => {
  const flow = await deployed(flowOf({ Wait: delay(3600), End: end({ a: 1 }) }, ["Start next Wait", "Wait success End"]), {
    asyncTimeoutSec: null,
  });
  const { body } = await start(flow, "async", {});
  const path = `/v1/workflows/${flow.workflowId}/runs/${body.runId}`;
  expect((await poll(flow, body.runId)).body.status).toBe("Waiting");
  const cancelled = await request("POST", `${path}/cancel`, { "x-api-key": flow.key });
  expect(cancelled).toMatchObject({ status: 200, body: { status: "Failed", error: { code: "run_cancelled" } } });
  expect((await request("POST", `${path}/cancel`, { "x-api-key": flow.key })).body).toEqual(cancelled.body);
});

it("answers a sync caller whose run is cancelled with 409", async () => {
  const id = crypto.randomUUID();
  const flow = await deployed(flowOf({ Call: api(`${here}/hang?id=${id}`), End: end({ a: 1 }) }, ["Start next Call", "Call success End"]));
  const call = start(flow, "sync", {});
  await expect.poll(async () => (await received(id)).length).toBe(1);
  const runId = (await received(id))[0]!.headers["idempotency-key"]!.split(":")[0]!;
  await request("POST", `/v1/workflows/${flow.workflowId}/runs/${runId}/cancel`, { "x-api-key": flow.key });
  expect(await call).toMatchObject({ status: 409, body: { code: "run_cancelled", runId } });
});

it("marks a run as failed with the End's message", async () => {
  const flow = await deployed(
    flowOf(
      {
        End: { type: "end", config: { outputs: [{ name: "a", value: 1 }], fail: true, message: "Order {{steps.Start.id}} is too large" } },
      },
      ["Start next End"],
      ["id"],
    ),
  );
  expect(await start(flow, "sync", { id: 7 })).toMatchObject({
    status: 500,
    body: { code: "run_failed", detail: "The node “End” failed: Order 7 is too large" },
  });
});

it("streams a run's events, and goes on behind the last one that a watcher has seen", async () => {
  const flow = await deployed(
    flowOf({ Wait: delay(1), Sum: script("return 3"), End: end({ sum: "{{steps.Sum.output}}" }) }, [
      "Start next Wait",
      "Wait success Sum",
      "Sum success End",
    ]),
  );
  const { body } = await start(flow, "async", {});
  const events = await watch(flow, body.runId);
  expect(events.map((event) => [event.event, event.data.node])).toEqual([
    ["run.started", undefined],
    ["node.started", "Start"],
    ["node.succeeded", "Start"],
    ["node.started", "Wait"],
    ["node.waiting", "Wait"],
    ["node.succeeded", "Wait"],
    ["node.started", "Sum"],
    ["node.succeeded", "Sum"],
    ["node.started", "End"],
    ["node.succeeded", "End"],
    ["run.finished", undefined],
  ]);
  expect(events.at(-1)!.data).toMatchObject({ status: "Success", output: { sum: 3 } });
  expect(await watch(flow, body.runId, events[4]!.id)).toEqual(events.slice(5));
});

interface Event {
  readonly id: string;
  readonly event: string;
  // eslint-disable-next-line typescript/no-explicit-any -- looked at, not relied on
  readonly data: any;
}

async function watch(flow: { workflowId: string; key: string }, runId: string, lastEventId?: string): Promise<Event[]> {
  const { exports } = await import("cloudflare:workers");
  const response = await (exports as unknown as { default: Fetcher }).default.fetch(
    `http://millrace.test/v1/workflows/${flow.workflowId}/runs/${runId}/events`,
    {
      headers: { "x-api-key": flow.key, ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }) },
    },
  );
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  return (await response.text())
    .split("\n\n")
    .map((block) =>
      Object.fromEntries(block.split("\n").map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)])),
    )
    .filter((block) => block["event"])
    .map((block) => ({ id: block["id"]!, event: block["event"]!, data: JSON.parse(block["data"]!) }));
}
