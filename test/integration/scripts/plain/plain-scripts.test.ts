import { expect, it } from "vitest";
import { compareMany } from "./compare-many.ts";

it("scripts made by chance say the same compiled and in the sandbox", { timeout: 180_000 }, async () => {
  const seed = Date.now() % 2 ** 31;
  const { differences, reasons, ...counts } = await compareMany({ seed, scripts: 20_000, contexts: 1 });
  console.log(`seed ${seed}:`, counts, reasons.slice(0, 10));
  expect(differences).toEqual([]);
  // Fewer would mean that the scripts are no longer of a kind that shows anything.
  expect(counts.same).toBeGreaterThan(6_000);
});
