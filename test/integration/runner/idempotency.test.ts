import { expect, it } from "vitest";
import { deployed } from "../support/deployed.ts";
import { start } from "../support/call.ts";
import { end, flowOf, script } from "../support/flows.ts";

const echo = flowOf(
  { Echo: script("return context.steps.Start.a"), End: end({ a: "{{steps.Echo.output}}" }) },
  ["Start next Echo", "Echo success End"],
  ["a"],
);

it.each(["sync", "async"] as const)("begins one run for 100 concurrent %s starts with one Idempotency-Key", async (mode) => {
  const flow = await deployed(echo);
  const answers = await Promise.all(Array.from({ length: 100 }, () => start(flow, mode, { a: 1 }, { "idempotency-key": "one" })));
  expect(new Set(answers.map((answer) => answer.body.runId)).size).toBe(1);
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([mode === "sync" ? 200 : 202]));
  expect(answers.filter((answer) => answer.headers.get("idempotent-replayed") === "true")).toHaveLength(99);
});

it("refuses the same key with another body, and begins nothing", async () => {
  const flow = await deployed(echo);
  const first = await start(flow, "sync", { a: 1 }, { "idempotency-key": "k" });
  expect(await start(flow, "sync", { a: 2 }, { "idempotency-key": "k" })).toMatchObject({
    status: 422,
    body: { code: "idempotency_mismatch" },
  });
  expect((await start(flow, "async", { a: 1 }, { "idempotency-key": "k" })).body.runId).toBe(first.body.runId);
});

it("takes calls with different keys, or without one, for different runs", async () => {
  const flow = await deployed(echo);
  const answers = await Promise.all([
    start(flow, "sync", { a: 1 }),
    start(flow, "sync", { a: 1 }),
    start(flow, "sync", { a: 1 }, { "idempotency-key": "x" }),
    start(flow, "sync", { a: 1 }, { "idempotency-key": "y" }),
  ]);
  expect(new Set(answers.map((answer) => answer.body.runId)).size).toBe(4);
});

it("refuses a key that is no printable text of at most 255 characters", async () => {
  const flow = await deployed(echo);
  expect(await start(flow, "sync", { a: 1 }, { "idempotency-key": "k".repeat(256) })).toMatchObject({
    status: 400,
    body: { code: "bad_request" },
  });
});
