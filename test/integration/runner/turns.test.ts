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

const heavy = "$count([1..9].($map([1..4000], function($v) { $v * 2 + $v }))) > 0";

/** Conditions in a row, all of which hold. */
function chain(expressions: readonly string[], more: Record<string, object> = {}) {
  const names = expressions.map((_, i) => `C${i}`);
  const nodes = Object.fromEntries(
    expressions.map((expression, i) => [`C${i}`, { type: "condition", config: { branches: [{ expression }] } }]),
  );
  return flowOf({ ...nodes, ...more, End: end({ done: true }) }, [
    "Start next C0",
    ...names.slice(1).map((name, i) => `C${i} if ${name}`),
    `${names.at(-1)} if End`,
  ]);
}

it("a chain of long conditions keeps neither another account's calls waiting nor those of its own", { timeout: 120_000 }, async () => {
  const ordinary = chain(["$sum([1..20]) > 3"]);
  const [attack, neighbour] = [await deployed(chain(Array.from({ length: 4 }, () => heavy))), await deployed(ordinary)];
  for (const flow of [attack, neighbour]) await start(flow, "sync", {});
  const state = { isDone: false };
  const attacks = Promise.all([1, 2].map(() => start(attack, "sync", {}))).finally(() => (state.isDone = true));
  let calls = 0;
  while (!state.isDone) {
    expect(await start(neighbour, "sync", {})).toMatchObject({ status: 200 });
    calls++;
    await scheduler.wait(5);
  }
  console.log(`${calls} calls were answered beside 2 runs of 4 long conditions`);
  // One or two, if they had to wait for the chain.
  expect(calls).toBeGreaterThan(10);
  for (const { status } of await attacks) expect(status).toBe(200);
});

it("a long expression lets a timer beat on while it is evaluated", { timeout: 60_000 }, async () => {
  const flow = await deployed(chain([heavy]));
  await start(flow, "sync", {});
  const { beats, longestMs } = await longestGap(start(flow, "sync", {}));
  console.log(`${beats} beats, the longest pause was ${longestMs} ms beside one long expression`);
  // Without pauses inside the expression there would be two or three.
  expect(beats).toBeGreaterThan(5);
});

it("a run that computes too much ends with an error that says so", { timeout: 60_000 }, async () => {
  // Each match is counted as most of a second, though a text without any digit is looked at in next to no time.
  const criteria = Array.from({ length: 60 }, () => ({
    left: "{{steps.Start.text}}",
    operator: "matches",
    right: "([a-z]{1,60}[0-9]){1,8}x$",
  }));
  const flow = await deployed(
    flowOf(
      { Match: { type: "condition", config: { branches: [{ join: "or", criteria }] } }, End: end({ done: true }) },
      ["Start next Match", "Match if End", "Match else End"],
      ["text"],
    ),
  );
  const { status, body } = await start(flow, "sync", { text: "abcdefghij".repeat(4_000) });
  expect([status, body.code, body.errors[0].code]).toEqual([500, "run_failed", "run_work_limit"]);
  expect(body.detail).toContain("30 seconds of computing");
});
