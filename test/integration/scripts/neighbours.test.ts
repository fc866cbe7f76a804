import { expect, it } from "vitest";
import { longestGap } from "../support/longest-gap.ts";
import { engine, errorOf, never, outputOf } from "./run-script.ts";

const endless = [
  "for (;;);",
  "return new Array(1e9).join('x')",
  "return /(a+)+$/.test('a'.repeat(60) + 'b')",
  "return [].indexOf.call({ length: 2 ** 53 - 1 }, 1)",
  "const a = []; for (;;) try { for (;;) a.push('x'.repeat(1000) + a.length) } catch {}",
  "return (7n ** 500000n).toString().length",
  "await (async () => { for (;;) await null })()",
];

for (const code of endless) {
  it(`\`${code}\` lets a timer beat on`, { timeout: 5_000 }, async () => {
    const { beats, longestMs } = await longestGap(errorOf(code));
    console.log(`${beats} beats, the longest pause was ${longestMs} ms: ${code}`);
    // Without pauses there would be one beat, after the whole script.
    expect(beats).toBeGreaterThan(20);
  });
}

it("several endless scripts at once let a timer beat on, and each ends", { timeout: 15_000 }, async () => {
  const all = Promise.all(endless.map((code) => errorOf(code)));
  const { beats, longestMs } = await longestGap(all);
  console.log(`${beats} beats, the longest pause was ${longestMs} ms beside ${endless.length} scripts`);
  expect(beats).toBeGreaterThan(100);
  for (const error of await all) expect(error).toMatch(/^script_limit: /);
});

it("short scripts go on being answered beside endless ones", { timeout: 15_000 }, async () => {
  const state = { isDone: false };
  const all = Promise.all([1, 2, 3, 4].map(() => errorOf("for (;;);"))).finally(() => (state.isDone = true));
  const waits: number[] = [];
  while (!state.isDone) {
    const start = Date.now();
    await scheduler.wait(0);
    expect(await outputOf("return context.steps.A", { steps: { A: waits.length } })).toBe(waits.length);
    waits.push(Date.now() - start);
  }
  await all;
  console.log(`${waits.length} short scripts, the slowest after ${Math.max(...waits)} ms`);
  expect(waits.length).toBeGreaterThan(50);
});

it("a script that takes several slices and ends gives the right result", async () => {
  expect(await outputOf("let n = 0; for (let i = 0; i < 1e6; i++) n += i; return n")).toBe(499999500000);
});

it("a suspended script ends when its signal is aborted, and its place is free for the next", async () => {
  for (let i = 0; i < 4; i++) {
    const controller = new AbortController();
    const run = engine.run({ code: "for (;;);", context: {}, env: {} }, controller);
    setTimeout(() => controller.abort(new Error("cancelled")), 20);
    await expect(run).rejects.toThrow("cancelled");
  }
  expect(await outputOf("for (let i = 0; i < 5e5; i++); return 1")).toBe(1);
});

it("a script that waits for its turn ends when its signal is aborted", async () => {
  const busy = [1, 2].map(() => errorOf("for (;;);"));
  const controller = new AbortController();
  const waiting = engine.run({ code: "for (;;);", context: {}, env: {} }, controller);
  setTimeout(() => controller.abort(new Error("cancelled")), 20);
  await expect(waiting).rejects.toThrow("cancelled");
  await Promise.all(busy);
});

it("the places of runs whose timers have gone with their object are given to others", { timeout: 15_000 }, async () => {
  const { setTimeout } = globalThis;
  try {
    // What an eviction leaves behind: a run that is suspended for ever.
    globalThis.setTimeout = (() => 0) as unknown as typeof setTimeout;
    for (let i = 0; i < 3; i++) void engine.run({ code: "for (;;);", context: {}, env: {} }, never);
    await scheduler.wait(200);
  } finally {
    globalThis.setTimeout = setTimeout;
  }
  expect(await outputOf("return 1")).toBe(1);
  expect(await outputOf("for (let i = 0; i < 5e5; i++); return 2")).toBe(2);
});

it("a long script logs and reads its steps as a short one does", async () => {
  const context = { steps: { A: { output: [1, 2, 3] } }, seen: 1 };
  const code =
    "console.log('before'); for (let i = 0; i < 5e5; i++); console.log('after', context.steps.A.output); context.seen += 1; return context.steps.A.output.length";
  expect(await engine.run({ code, context, env: {} }, never)).toEqual({
    ok: true,
    output: 3,
    set: { seen: 2 },
    logs: ["before", "after [1, 2, 3]"],
  });
});

it("many scripts that each end soon let a timer beat on between them", { timeout: 30_000 }, async () => {
  // Twenty runs side by side, each of ten scripts in a row with an answer of nearly half a megabyte.
  const row = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) expect(await outputOf("return 'é'.repeat(240000)")).toHaveLength(240_000);
  };
  const { beats, longestMs } = await longestGap(Promise.all(Array.from({ length: 20 }, row)));
  console.log(`${beats} beats, the longest pause was ${longestMs} ms beside 200 short scripts`);
  // Without pauses there would be one beat, after all of them.
  expect(beats).toBeGreaterThan(40);
});
