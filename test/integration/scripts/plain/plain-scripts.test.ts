import { expect, it } from "vitest";
import { BothWays } from "./both-ways.ts";
import { compareMany } from "./compare-many.ts";
import { ScriptWriter } from "./write-script.ts";
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

it("gives the same answers for every letter whose case a plain script changes, and for every space", async () => {
  const both = new BothWays();
  const code =
    "return context.list.map((c) => [c.toUpperCase(), c.toLowerCase(), ('a' + c + 'b').toUpperCase(), (c + ' x ' + c).trim(), /\\s/.test(c)])";
  for (let first = 0; first < 0x250; first += 74) {
    const list = Array.from({ length: 74 }, (_, i) => String.fromCharCode(first + i));
    expect(await both.compare(code, { steps: {}, list }, {})).toEqual({ kind: "same" });
  }
  const list = "\u1680\u180e\u2000\u2007\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff".split("");
  expect(await both.compare("return context.list.map((c) => [(c + 'x').trim(), /\\s/.test(c)])", { steps: {}, list }, {})).toEqual({
    kind: "same",
  });
});

it("writes and reads the same numbers in both ways", async () => {
  const both = new BothWays();
  const writer = new ScriptWriter(Date.now());
  const code = `return context.list.map((n) => [String(n), \`\${n / 3}\`, Number(String(n)), Math.round(n), n % 7, Math.sqrt(Math.abs(n))]
    .concat(Math.abs(n) < 1e15 ? [n.toFixed(), n.toFixed(2), n.toFixed(10), parseFloat(n.toFixed(3))] : []))`;
  for (let round = 0; round < 50; round++) {
    const list = Array.from({ length: 200 }, () => (writer.chance() - 0.5) * 10 ** Math.floor(writer.chance() * 600 - 300));
    list.push(...Array.from({ length: 50 }, () => Math.round(writer.chance() * 1e8) / 10 ** Math.floor(writer.chance() * 8)));
    expect(await both.compare(code, { steps: {}, list }, {})).toEqual({ kind: "same" });
  }
});
