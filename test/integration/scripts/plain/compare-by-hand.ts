/**
 * Compares any number of scripts outside the tests: `node test/integration/scripts/plain/compare-by-hand.ts
 * --scripts=1000000 --seed=1`. Each script runs with three contexts, compiled and in the sandbox.
 */
import { registerHooks } from "node:module";

// workerd imports the sandbox's file as a module; this does the same for Node.
registerHooks({
  load: (url, context, next) =>
    url.endsWith(".wasm")
      ? {
          format: "module",
          shortCircuit: true,
          source: `import { readFileSync } from "node:fs"; export default new WebAssembly.Module(readFileSync(new URL(${JSON.stringify(url)})));`,
        }
      : next(url, context),
});

const { compareMany } = await import("./compare-many.ts");
const option = (name: string, otherwise: number) =>
  Number(process.argv.find((each) => each.startsWith(`--${name}=`))?.split("=")[1] ?? otherwise);
const seed = option("seed", Date.now() % 2 ** 31);
console.log(`seed ${seed}`);
const counts = await compareMany({ seed, scripts: option("scripts", 20_000), contexts: 3, isVerbose: true });
console.log(counts);
if (counts.differences.length > 0) process.exitCode = 1;
