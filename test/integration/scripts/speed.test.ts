import { expect, it } from "vitest";
import { bounds } from "#objects/scripts/bounds.ts";
import { putImage } from "#objects/scripts/image.ts";
import { Images } from "#objects/scripts/images.ts";
import { openQuickJs } from "#objects/scripts/quickjs.ts";
import { Sandbox } from "#objects/scripts/sandbox.ts";
import { createScriptEngine } from "#objects/scripts/script-engine.ts";
import { prepareWork } from "#objects/scripts/work.ts";
import { never } from "./run-script.ts";

// Figures are printed and never judged: they are the machine's as much as ours.
const request = {
  code: "return { sum: context.steps.Start.a + context.steps.Start.b }",
  context: { steps: { Start: { a: 1, b: 2 } }, run: { id: "run_1" } },
  env: {},
};

async function perCallMs(count: number, call: (i: number) => unknown): Promise<string> {
  let best = Infinity;
  for (let round = 0; round < 3; round++) {
    await scheduler.wait(1);
    const start = Date.now();
    for (let i = 0; i < count; i++) await call(i);
    // The clock stands still while a Worker computes.
    await scheduler.wait(0);
    best = Math.min(best, (Date.now() - start) / count);
  }
  return best.toFixed(3);
}

it("prints what a script costs", { timeout: 60_000 }, async () => {
  const engine = createScriptEngine();
  console.log(`a script, compiled before: ${await perCallMs(2000, () => engine.run(request, never))} ms`);
  console.log(
    `twenty scripts in a row: ${await perCallMs(100, async () => {
      for (let i = 0; i < 20; i++) await engine.run({ ...request, code: `${request.code} // ${i}` }, never);
    })} ms`,
  );
  let n = 0;
  console.log(
    `a script met for the first time: ${await perCallMs(200, () => engine.run({ ...request, code: `${request.code} // ${n++}` }, never))} ms`,
  );
  const sandbox = new Sandbox(new Images(), () => {});
  console.log(`a new instance over used memory: ${await perCallMs(50, () => sandbox.open(openQuickJs))} ms`);
  console.log(`a new instance and a new context: ${await perCallMs(50, () => new Sandbox(new Images(), () => {}).open(openQuickJs))} ms`);
  const images = new Images();
  const own = new Sandbox(images, () => {});
  await own.open(openQuickJs);
  const work = prepareWork(request);
  console.log(`the run alone: ${await perCallMs(2000, () => own.runNow(work, bounds.firstSliceFuel))} ms`);
  const pieces = [images.base!.image, images.find(request.code)!];
  const memory = new Uint8Array(bounds.minPages * 65536);
  const other = new Uint8Array(memory.length);
  console.log(
    `putting back ${pieces.map(({ byteLength }) => (byteLength / 1024).toFixed(0)).join(" + ")} KiB: ${await perCallMs(2000, () => {
      for (const image of pieces) putImage(memory, image);
    })} ms`,
  );
  console.log(`putting back the whole memory: ${await perCallMs(200, () => memory.set(other))} ms`);
  expect(await engine.run(request, never)).toMatchObject({ output: { sum: 3 } });
});

it("prints how ordinary scripts fare after each kind of attack", { timeout: 60_000 }, async () => {
  const engine = createScriptEngine();
  const before = await perCallMs(500, () => engine.run(request, never));
  for (const attack of [
    "for (;;);",
    "const a = []; for (;;) a.push({})",
    "return JSON.parse('['.repeat(1e6))",
    "return new Array(1e9).join('x')",
  ]) {
    for (let i = 0; i < 3; i++) await engine.run({ ...request, code: attack }, never);
    console.log(`${before} ms before, ${await perCallMs(500, () => engine.run(request, never))} ms after: ${attack}`);
  }
  expect(await engine.run(request, never)).toMatchObject({ output: { sum: 3 } });
});
