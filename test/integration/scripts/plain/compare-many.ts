/** Compares random scripts, each with several contexts. */
import { BothWays } from "./both-ways.ts";
import { ScriptWriter } from "./write-script.ts";

interface Counts {
  same: number;
  bailed: number;
  notPlain: number;
  /** Readable descriptions. */
  differences: string[];
  /** Why scripts needed the sandbox, the most frequent reasons first. */
  reasons: [why: string, count: number][];
}

export async function compareMany(options: { seed: number; scripts: number; contexts: number; isVerbose?: boolean }): Promise<Counts> {
  const both = new BothWays();
  const counts: Counts = { same: 0, bailed: 0, notPlain: 0, differences: [], reasons: [] };
  const reasons = new Map<string, number>();
  for (let i = 0; i < options.scripts; i++) {
    // Each script has its own seed, so that it can be reproduced alone.
    const writer = new ScriptWriter(options.seed + i);
    const code = writer.script();
    for (let j = 0; j < options.contexts; j++) {
      const context = writer.context();
      const compared = await both.compare(code, context, { NAME: "env" });
      if (compared.kind === "same") counts.same++;
      else if (compared.kind === "different") {
        counts.differences.push(
          `seed ${options.seed + i}: ${code}\n  with ${JSON.stringify(context)}\n  compiled ${compared.compiled}\n  sandbox  ${compared.sandbox}`,
        );
        if (options.isVerbose && counts.differences.length <= 15) console.log(counts.differences.at(-1)!.slice(0, 2500));
      } else {
        counts[compared.kind === "bailed" ? "bailed" : "notPlain"]++;
        reasons.set(compared.why, (reasons.get(compared.why) ?? 0) + 1);
      }
    }
    if (options.isVerbose && i % 10_000 === 9_999)
      console.log(`${i + 1} scripts: ${counts.same} same, ${counts.differences.length} different`);
  }
  counts.reasons = [...reasons].sort(([, a], [, b]) => b - a).slice(0, 40);
  return counts;
}
