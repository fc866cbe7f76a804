import { expect, it } from "vitest";
import { start } from "../support/call.ts";
import { deployed } from "../support/deployed.ts";
import { end, flowOf } from "../support/flows.ts";
import { longestGap } from "../support/longest-gap.ts";

it("runs with long expressions, all at once, let others have their turn between them", { timeout: 60_000 }, async () => {
  const sum = "{{ $sum($map([1..30000], function($v) { $v * 2 + $v })) }}";
  const flow = await deployed(flowOf({ End: end({ sum }) }, ["Start next End"], [], [{ name: "sum", type: "number" }]));
  await start(flow, "sync", {});
  const calls = Promise.all(Array.from({ length: 20 }, () => start(flow, "sync", {})));
  const { beats, longestMs } = await longestGap(calls);
  console.log(`${beats} beats, the longest pause was ${longestMs} ms beside 20 runs`);
  // Without turns there would be next to none before all are done.
  expect(beats).toBeGreaterThan(20);
  for (const { status, body } of await calls) expect({ status, sum: body.output.sum }).toEqual({ status: 200, sum: 1_350_045_000 });
});
