import { expect, it } from "vitest";
import { BothWays } from "./both-ways.ts";
import { compareMany } from "./compare-many.ts";
import { scriptEnv, writtenScripts } from "./written-scripts.ts";

it("gives the same answers for scripts as builders write them, most of them compiled", { timeout: 60_000 }, async () => {
  const both = new BothWays();
  const compared = await Promise.all(
    writtenScripts.map(async ({ code, context }) => ({ code, ...(await both.compare(code, context, scriptEnv)) })),
  );
  const same = compared.filter(({ kind }) => kind === "same");
  for (const each of compared) if ("why" in each) console.log(`${each.why}:\n${each.code}\n`);
  console.log(`${same.length} of ${compared.length} scripts run compiled`);
  expect(compared.filter(({ kind }) => kind === "different")).toEqual([]);
  expect(compared.length).toBeGreaterThanOrEqual(300);
  expect(same.length / compared.length).toBeGreaterThanOrEqual(0.8);
});

it("gives the same answers for random scripts, compiled and in the sandbox", { timeout: 300_000 }, async () => {
  const seed = Date.now() % 2 ** 31;
  const { differences, reasons, ...counts } = await compareMany({ seed, scripts: 20_000, contexts: 1 });
  console.log(`seed ${seed}:`, counts, reasons.slice(0, 10));
  expect(differences).toEqual([]);
  // With fewer comparisons, the scripts would no longer prove much.
  expect(counts.same).toBeGreaterThan(6_000);
});
