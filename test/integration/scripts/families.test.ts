import { expect, it } from "vitest";
import { createScriptEngine } from "#objects/scripts/script-engine.ts";
import { argumentLists, callOf, listNatives, receivers } from "./native-functions.ts";
import { never, outputOf } from "./run-script.ts";

/** Little fuel, because every second call here uses it up. */
const engine = createScriptEngine({ firstSliceFuel: 200_000, totalFuel: 100_000 });

it("every native function ends, whatever it is called on and with", { timeout: 120_000 }, async () => {
  const paths = (await outputOf(listNatives)) as string[];
  // Fewer would mean that the walk misses some; more come with a newer QuickJS, and are tried like these.
  expect(paths.length).toBeGreaterThan(500);
  const seen = { ended: 0, limited: 0 };
  for (const [i, path] of paths.entries()) {
    for (const [j, receiver] of receivers.entries()) {
      // Half of all pairs, so that every function meets seven receivers and every receiver half of the functions.
      if ((i + j) % 2) continue;
      const code = callOf(path, receiver, argumentLists[(i + j) % argumentLists.length]!);
      const answer = await engine.run({ code, context: {}, env: {} }, never);
      if (!answer.ok && answer.error.code === "script_limit") seen.limited++;
      else seen.ended++;
    }
  }
  console.log(`${paths.length} functions: ${seen.ended} calls ended by themselves, ${seen.limited} were ended`);
  expect(seen.limited).toBeGreaterThan(0);
  expect(await engine.run({ code: "return 1", context: {}, env: {} }, never)).toMatchObject({ ok: true, output: 1 });
});
