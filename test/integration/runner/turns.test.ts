import { expect, it } from "vitest";
import { start } from "../support/call.ts";
import { deployed } from "../support/deployed.ts";
import { end, flowOf, script } from "../support/flows.ts";
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

it("a thousand scripts side by side in one run end well within their time", { timeout: 90_000 }, async () => {
  const scripts: string[] = [];
  const edges: string[] = [];
  const grow = (from: string, outcome: string, name: string, isLast: boolean): void => {
    scripts.push(name);
    edges.push(`${from} ${outcome} ${name}`);
    if (isLast) edges.push(`${name} success End`);
  };
  // No outcome leads to more than ten nodes.
  for (let a = 0; a < 10; a++) {
    grow("Start", "next", `A${a}`, false);
    for (let b = 0; b < 10; b++) {
      grow(`A${a}`, "success", `A${a}B${b}`, false);
      for (let c = 0; c < 9; c++) grow(`A${a}B${b}`, "success", `A${a}B${b}C${c}`, true);
    }
  }
  const nodes = Object.fromEntries(scripts.map((name) => [name, script("return 1")]));
  const flow = await deployed(flowOf({ ...nodes, End: end({ a: "{{steps.A9B9C8.output}}" }) }, edges));
  const startedAt = Date.now();
  const { status, body } = await start(flow, "sync", {});
  console.log(`${scripts.length} scripts took ${Date.now() - startedAt} ms`);
  expect([status, body.output ?? body]).toEqual([200, { a: 1 }]);
});
