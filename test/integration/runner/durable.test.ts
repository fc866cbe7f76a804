import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { expect, it } from "vitest";
import type { RunId } from "#flow/ids.ts";
import type { RunReport } from "#objects/protocols/run.ts";
import { deployed, env } from "../support/deployed.ts";
import { poll, start } from "../support/call.ts";
import { here, received } from "../support/servers.ts";
import { api, delay, end, flowOf, script } from "../support/flows.ts";
import { laneOf } from "../support/lane-of.ts";

const waiting = flowOf(
  { Wait: delay("{{steps.Start.seconds}}"), Mark: script("return context.steps.Start.mark"), End: end({ mark: "{{steps.Mark.output}}" }) },
  ["Start next Wait", "Wait success Mark", "Mark success End"],
  ["seconds", "mark"],
);

it("resumes a waiting run after the object was evicted", async () => {
  const flow = await deployed(waiting);
  const { body } = await start(flow, "async", { seconds: 4, mark: "kept" });
  expect((await poll(flow, body.runId)).body).toMatchObject({ status: "Waiting", endedAt: null, output: null });
  await evictDurableObject(laneOf(flow, body.runId));
  const polled = await poll(flow, body.runId, 10);
  expect(polled.body).toMatchObject({ status: "Success", output: { mark: "kept" } });
  expect(polled.body.durationMs).toBeGreaterThanOrEqual(4000);
  expect(polled.body.durationMs).toBeLessThan(5000);
});

it("goes on with a run that was cut off in a call, with the same Idempotency-Key", async () => {
  const id = crypto.randomUUID();
  const cut = flowOf({ Call: api(`${here}/hang-once?id=${id}`), End: end({ status: "{{steps.Call.output.status}}" }) }, [
    "Start next Call",
    "Call success End",
  ]);
  const flow = await deployed(cut);
  const { body } = await start(flow, "async", {});
  await expect.poll(async () => (await received(id)).length).toBe(1);
  await abortAllDurableObjects();
  expect((await poll(flow, body.runId, 15)).body).toMatchObject({ status: "Success", output: { status: 200 } });
  const keys = (await received(id)).map((call) => call.headers["idempotency-key"]);
  expect(keys).toEqual([`${body.runId}:n_Call:0`, `${body.runId}:n_Call:0`]);
});

it("ends a step whose outcome is unknown where the builder asked for that", async () => {
  const id = crypto.randomUUID();
  const cut = flowOf({ Call: api(`${here}/hang-once?id=${id}`, { onAmbiguous: "fail" }), End: end({ status: 1 }) }, [
    "Start next Call",
    "Call success End",
  ]);
  const flow = await deployed(cut);
  const { body } = await start(flow, "async", {});
  await expect.poll(async () => (await received(id)).length).toBe(1);
  await abortAllDurableObjects();
  expect((await poll(flow, body.runId, 15)).body).toMatchObject({ status: "Failed", error: { code: "unknown_outcome", node: "Call" } });
  expect(await received(id)).toHaveLength(1);
});

it("records a sync run that died with its lane as interrupted", async () => {
  const id = crypto.randomUUID();
  const flow = await deployed(flowOf({ Call: api(`${here}/hang?id=${id}`), End: end({ a: 1 }) }, ["Start next Call", "Call success End"]));
  const call = start(flow, "sync", {}).catch((error: unknown) => error);
  await expect.poll(async () => (await received(id)).length).toBe(1);
  const runId = (await received(id))[0]!.headers["idempotency-key"]!.split(":")[0]!;
  await abortAllDurableObjects();
  await call;
  expect((await poll(flow, runId, 10)).body).toMatchObject({ status: "Failed", error: { code: "run_interrupted" } });
});

it("fails a run whose script was running when the lane died three times, and nobody else's", async () => {
  const flow = await deployed(waiting);
  const culprit = (await start(flow, "async", { seconds: 3, mark: 1 })).body.runId as string;
  const other = (await start(flow, "async", { seconds: 3, mark: 2 })).body.runId as string;
  const lane = laneOf(flow, culprit);
  // As storage looks when the lane died with both runs in a script, and then twice more while it tried the culprit alone.
  await runInDurableObject(lane, async (_, { storage }) => {
    const rows = [...storage.sql.exec<{ run: string; seq: number; entries: string }>("SELECT * FROM journal")];
    for (const { run, seq, entries } of rows) {
      const last = (JSON.parse(entries) as { event: { kind: string; node?: number; attempt?: number; at: number } }[]).at(-1)!.event;
      const woken = { event: { kind: "timer.due", at: last.at + 3000, node: last.node, attempt: last.attempt, timer: "wake" } };
      storage.sql.exec(
        "INSERT INTO journal VALUES (?, ?, ?)",
        run,
        seq + (JSON.parse(entries) as unknown[]).length,
        JSON.stringify([woken]),
      );
    }
    storage.sql.exec("UPDATE runs SET wake_at = 0");
    storage.sql.exec("UPDATE runs SET crashes = 2 WHERE id = ?", culprit);
    storage.sql.exec("INSERT INTO facts VALUES ('suspect', ?)", culprit);
    await storage.sync();
  });
  await abortAllDurableObjects();
  expect((await poll(flow, culprit, 10)).body).toMatchObject({ status: "Failed", error: { code: "run_crashed" } });
  expect((await poll(flow, other, 10)).body).toMatchObject({ status: "Success", output: { mark: 2 } });
});

it("keeps large outputs apart and reads them back when they are referenced", async () => {
  const big = flowOf(
    {
      Make: script("return { text: 'x'.repeat(900000), small: 7 }"),
      Wait: delay(3),
      Use: script("return context.steps.Make.output.text.length"),
      End: end({ length: "{{steps.Use.output}}", small: "{{steps.Make.output.small}}", text: "{{steps.Make.output.text}}" }),
    },
    ["Start next Make", "Make success Wait", "Wait success Use", "Use success End"],
  );
  const flow = await deployed(big);
  const { body } = await start(flow, "async", {});
  await expect.poll(async () => (await poll(flow, body.runId)).body.status).toBe("Waiting");
  await evictDurableObject(laneOf(flow, body.runId));
  const { output } = (await poll(flow, body.runId, 10)).body;
  expect(output).toMatchObject({ length: 900_000, small: 7 });
  expect(output.text).toHaveLength(900_000);
});

it("runs to its end on the version it began with", async () => {
  const flow = await deployed(waiting);
  const { body } = await start(flow, "async", { seconds: 3, mark: "old" });
  await flow.redeploy(flowOf({ End: end({ mark: "new" }) }, ["Start next End"]));
  await evictDurableObject(laneOf(flow, body.runId));
  expect((await poll(flow, body.runId, 10)).body).toMatchObject({ status: "Success", output: { mark: "old" } });
});

it("ends a run with the reason where the server stopped in the middle of an undeployment", async () => {
  const id = crypto.randomUUID();
  const flow = await deployed(
    flowOf({ Call: api(`${here}/hang-once?id=${id}`), After: api(`${here}/after?id=${id}`), End: end({ a: 1 }) }, [
      "Start next Call",
      "Call success After",
      "After success End",
    ]),
  );
  const runId = (await start(flow, "async", {})).body.runId as string;
  await expect.poll(async () => (await received(id)).length).toBe(1);
  // It is written, and no lane was notified.
  await env.DB.prepare("UPDATE workflows SET deployment_id = NULL, status = 'Undeployed' WHERE id = ?").bind(flow.workflowId).run();
  await abortAllDurableObjects();
  // The types of RPC lose reports, because an output is `unknown`.
  const report = async () => (await laneOf(flow, runId).report(runId as RunId, 0)) as unknown as RunReport | undefined;
  await expect.poll(async () => (await report())?.endedAt, { timeout: 15_000 }).not.toBeNull();
  expect(await report()).toMatchObject({ status: "Failed", error: { code: "undeployed" } });
  expect(await received(id)).toHaveLength(1);
});
