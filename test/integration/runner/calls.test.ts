import { expect, it } from "vitest";
import { deployed } from "../support/deployed.ts";
import { poll, start } from "../support/call.ts";
import { api, end, flowOf, script } from "../support/flows.ts";
import { here } from "../support/servers.ts";

const sum = flowOf(
  { Sum: script("return context.steps.Start.a + context.steps.Start.b"), End: end({ sum: "{{steps.Sum.output}}" }) },
  ["Start next Sum", "Sum success End"],
  ["a", "b"],
  [{ name: "sum", type: "number" }],
);

it("answers a sync call with the output", async () => {
  const flow = await deployed(sum);
  const answer = await start(flow, "sync", { a: 2, b: 3 });
  expect(answer).toMatchObject({ status: 200, body: { status: "Success", output: { sum: 5 }, warnings: [] } });
  const polled = await poll(flow, answer.body.runId);
  expect(polled).toMatchObject({ status: 200, body: { runId: answer.body.runId, status: "Success", output: { sum: 5 }, error: null } });
});

it("accepts an async call and gives the same result by poll", async () => {
  const flow = await deployed(sum);
  const accepted = await start(flow, "async", { a: 2, b: 3 });
  expect(accepted).toMatchObject({ status: 202, body: { statusUrl: expect.stringContaining(`/runs/${accepted.body.runId}`) } });
  const polled = await poll(flow, accepted.body.runId, 5);
  expect(polled.body).toMatchObject({ status: "Success", output: { sum: 5 } });
});

it("never shows a run as over before its result is there", async () => {
  const flow = await deployed(sum);
  const accepted = await Promise.all(Array.from({ length: 40 }, (_, n) => start(flow, "async", { a: n, b: 1 })));
  await Promise.all(
    accepted.map(async ({ body: { runId } }, n) => {
      for (;;) {
        const { body } = await poll(flow, runId);
        if (body.status === "In Progress") continue;
        expect(body).toMatchObject({ status: "Success", endedAt: expect.any(String), output: { sum: n + 1 } });
        return;
      }
    }),
  );
});

it("warns of a number of an API node's answer that cannot be kept exactly, and keeps its digits", async () => {
  const body64 = encodeURIComponent(btoa('{"p_id":7615917337495251231}'));
  const flow = await deployed(
    flowOf({ Ask: api(`${here}/answer?type=application/json&body64=${body64}`), End: end({ out: "{{steps.Ask.output.body}}" }) }, [
      "Start next Ask",
      "Ask success End",
    ]),
  );
  const answer = await start(flow, "sync", {});
  expect(answer).toMatchObject({ status: 200, body: { output: { out: { p_id: "7615917337495251231" } } } });
  expect(answer.body.warnings).toEqual([
    {
      path: "/steps/Ask/output/body/p_id",
      code: "inexact_number",
      message: "The number 7615917337495251231 has more digits than a number can keep. It was kept as text.",
    },
  ]);
  expect((await poll(flow, answer.body.runId)).body.warnings).toHaveLength(1);
});
