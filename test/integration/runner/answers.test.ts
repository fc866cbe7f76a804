/** A node that waits for an answer from outside, for as long as it takes. No node type does so yet: the delay stands in for one. */
import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { placeOf } from "#flow/engine/place.ts";
import { laneOfRun, type RunId } from "#flow/ids.ts";
import { limits } from "#flow/limits.ts";
import { declarationOf } from "#flow/nodes/registry.ts";
import type { Answered, AnswerTaken } from "#objects/protocols/lane.ts";
import { deployed, type Deployed } from "../support/deployed.ts";
import { poll, request, start } from "../support/call.ts";
import { delay, end, flowOf } from "../support/flows.ts";
import { laneOf } from "../support/lane-of.ts";

const ask = declarationOf("delay")!;
beforeEach(() => {
  vi.spyOn(ask, "execute").mockImplementation(() => ({ kind: "wait", untilMs: null, outcome: "success", output: { asked: true } }));
});
afterEach(() => {
  vi.restoreAllMocks();
});

const asking = flowOf({ Ask: delay(1), End: end({ answer: "{{steps.Ask.output}}" }) }, ["Start next Ask", "Ask success End"]);
const begin = async (flow: Deployed): Promise<RunId> => (await start(flow, "async", {})).body.runId;
const statusOf = async (flow: Deployed, runId: string) => (await poll(flow, runId)).body.status as string;
const cancel = (flow: Deployed, runId: string) =>
  request("POST", `/v1/workflows/${flow.workflowId}/runs/${runId}/cancel`, { "x-api-key": flow.key });

async function answer(flow: Deployed, runId: RunId, output: unknown, more: Partial<Answered> = {}): Promise<AnswerTaken> {
  const answered: Answered = { place: placeOf(1), attempt: 1, result: { kind: "done", outcome: "success", output }, ...more };
  // The types of RPC lose results, because an output is `unknown`.
  const lane = laneOf(flow, runId) as unknown as { answer(id: RunId, given: Answered): Promise<AnswerTaken> };
  return lane.answer(runId, answered);
}

const rowOf = (flow: Deployed, runId: RunId) =>
  runInDurableObject(laneOf(flow, runId), (_, { storage }) =>
    storage.sql.exec<{ state: string; wake_at: number | null }>("SELECT state, wake_at FROM runs WHERE id = ?", runId).one(),
  );

it("parks a run that waits for an answer without a time, at no cost, and goes on with it after any crash", async () => {
  const flow = await deployed(asking, { asyncTimeoutSec: null });
  const runId = await begin(flow);
  await expect.poll(() => statusOf(flow, runId)).toBe("Waiting");
  expect(await rowOf(flow, runId)).toEqual({ state: "parked", wake_at: null });
  const alarm = () => runInDurableObject(laneOf(flow, runId), (_, { storage }) => storage.getAlarm());
  // Nothing wakes the lane for it: what is left is the alarm by which old runs are forgotten.
  await expect.poll(async () => ((await alarm()) ?? Infinity) - Date.now(), { timeout: 10_000 }).toBeGreaterThan(3_600_000);
  await evictDurableObject(laneOf(flow, runId));
  expect(await statusOf(flow, runId)).toBe("Waiting");
  await abortAllDurableObjects();
  expect(await answer(flow, runId, { yes: true })).toBe("taken");
  // An answer that was taken is stored.
  await abortAllDurableObjects();
  expect((await poll(flow, runId, 10)).body).toMatchObject({ status: "Success", output: { answer: { yes: true } } });
  expect(await answer(flow, runId, { yes: false })).toBe("late");
  expect(await answer(flow, `${runId.slice(0, -2)}00` as RunId, 1)).toBe("not_found");
});

it("waits on after an answer to another try or another step, and takes a failure for an answer", async () => {
  const flow = await deployed(asking, { asyncTimeoutSec: null });
  const runId = await begin(flow);
  await expect.poll(() => statusOf(flow, runId)).toBe("Waiting");
  expect(await answer(flow, runId, 1, { attempt: 2 })).toBe("late");
  expect(await answer(flow, runId, 1, { place: placeOf(2) })).toBe("late");
  expect(await answer(flow, runId, 1, { place: placeOf(1, [{ loop: 0, item: 0 }]) })).toBe("late");
  expect(await rowOf(flow, runId)).toEqual({ state: "parked", wake_at: null });
  const error = { code: "run_failed", message: "Nobody agreed.", class: "other" } as const;
  expect(await answer(flow, runId, null, { result: { kind: "fail", error } })).toBe("taken");
  expect((await poll(flow, runId, 10)).body).toMatchObject({ status: "Failed", error: { code: "run_failed", node: "Ask" } });
});

it("is parked while every branch waits, whatever for, and wakes for the one that has a time", async () => {
  vi.mocked(ask.execute).mockImplementation((world) => {
    const isFirst = world.idempotencyKey.includes("n_Ask");
    return { kind: "wait", untilMs: isFirst ? null : world.now() + 3_000, outcome: "success", output: isFirst ? "asked" : "waited" };
  });
  const flow = await deployed(
    flowOf({ Ask: delay(1), Wait: delay(1), End: end({ a: "{{steps.Ask.output}}", b: "{{steps.Wait.output}}" }) }, [
      "Start next Ask",
      "Start next Wait",
      "Ask success End",
      "Wait success End",
    ]),
    { asyncTimeoutSec: null },
  );
  const runId = await begin(flow);
  await expect.poll(() => statusOf(flow, runId)).toBe("Waiting");
  expect(await rowOf(flow, runId)).toEqual({ state: "parked", wake_at: expect.any(Number) });
  // The wait has ended, and the question is still open.
  await expect.poll(() => rowOf(flow, runId), { timeout: 15_000 }).toEqual({ state: "parked", wake_at: null });
  expect(await answer(flow, runId, "answered")).toBe("taken");
  expect((await poll(flow, runId, 10)).body).toMatchObject({ status: "Success", output: { a: "answered", b: "waited" } });
});

it("takes none of a lane's places while it waits", { timeout: 60_000 }, async () => {
  const flow = await deployed(asking, { asyncTimeoutSec: null });
  const runIds: RunId[] = [];
  for (let n = 0; n <= limits.laneCapacity; n++) runIds.push(await begin(flow));
  expect(new Set(runIds.map((runId) => laneOfRun(runId)!.n))).toEqual(new Set([0]));
  expect(await answer(flow, runIds[7]!, 7)).toBe("taken");
  expect((await poll(flow, runIds[7]!, 10)).body.output).toEqual({ answer: 7 });
});

it("ends exactly once where an answer meets a cancellation, also while it is being parked", async () => {
  const flow = await deployed(asking, { asyncTimeoutSec: null });
  // In parallel, so that some runs are committing while others receive events.
  const races = Array.from({ length: 24 }, async (_, n) => {
    const runId = await begin(flow);
    const first = n % 2 === 0 ? cancel(flow, runId) : undefined;
    const [taken] = await Promise.all([answer(flow, runId, n), first ?? cancel(flow, runId)]);
    const { body } = await poll(flow, runId, 10);
    if (taken === "taken") expect(body).toMatchObject({ status: "Success", output: { answer: n } });
    else expect(body).toMatchObject({ status: "Failed", error: { code: "run_cancelled" } });
    expect(await answer(flow, runId, "again")).toBe("late");
    expect((await poll(flow, runId)).body).toEqual(body);
  });
  await Promise.all(races);
});

it("keeps an answer that comes while the lane is full, and goes on when there is room", { timeout: 60_000 }, async () => {
  const flow = await deployed(asking, { asyncTimeoutSec: null });
  const parked = await begin(flow);
  await expect.poll(() => rowOf(flow, parked)).toEqual({ state: "parked", wake_at: null });
  let held = 0;
  let isReleased = false;
  vi.mocked(ask.execute).mockImplementation(async () => {
    held++;
    // A promise of the test's would belong to another request, which the platform does not let the lane wait for.
    while (!isReleased) await new Promise((resolve) => setTimeout(resolve, 200));
    return { kind: "done", outcome: "success", output: "held" };
  });
  for (let n = 0; n < limits.laneCapacity; n++) await begin(flow);
  await expect.poll(() => held).toBe(limits.laneCapacity);
  expect(await answer(flow, parked, "kept")).toBe("taken");
  expect(await rowOf(flow, parked)).toMatchObject({ state: "queued" });
  expect(await answer(flow, parked, "another")).toBe("busy");
  isReleased = true;
  expect((await poll(flow, parked, 20)).body).toMatchObject({ status: "Success", output: { answer: "kept" } });
});

it("ends at its deadline where no answer came, and an answer after it is late", async () => {
  const flow = await deployed(asking, { asyncTimeoutSec: 2 });
  const runId = await begin(flow);
  await expect.poll(() => statusOf(flow, runId)).toBe("Waiting");
  expect((await poll(flow, runId, 15)).body).toMatchObject({ status: "Failed", error: { code: "run_timeout" } });
  expect(await answer(flow, runId, 1)).toBe("late");
});

it("knows the runs that a lane without a state of its own left behind", async () => {
  const flow = await deployed(asking, { asyncTimeoutSec: null });
  const [parked, over] = [await begin(flow), await begin(flow)];
  expect(await answer(flow, over, 1)).toBe("taken");
  vi.mocked(ask.execute).mockImplementation((world) => ({ kind: "wait", untilMs: world.now() + 3_600_000, outcome: "success" }));
  const timed = await begin(flow);
  await expect.poll(() => statusOf(flow, timed)).toBe("Waiting");
  await runInDurableObject(laneOf(flow, timed), async (_, { storage }) => {
    storage.sql.exec("DROP INDEX runs_open");
    storage.sql.exec("ALTER TABLE runs DROP COLUMN state");
    // Such lanes held no run that waited without a time.
    storage.sql.exec("UPDATE runs SET wake_at = ? WHERE id = ?", Date.now() + 3_600_000, parked);
    await storage.sync();
  });
  await abortAllDurableObjects();
  expect(await rowOf(flow, timed)).toMatchObject({ state: "parked" });
  expect(await rowOf(flow, over)).toMatchObject({ state: "over" });
  expect(await answer(flow, parked, 2)).toBe("taken");
  expect((await poll(flow, parked, 10)).body).toMatchObject({ status: "Success", output: { answer: 2 } });
  await cancel(flow, timed);
  expect(await statusOf(flow, timed)).toBe("Failed");
});
