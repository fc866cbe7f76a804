import { attackLists, attackTemplates } from "./attack-phrases.ts";
import { benignLists, benignTemplates } from "./benign-phrases.ts";
import type { Example } from "./fit.ts";
import { expand, seededRandom, shuffle } from "./random.ts";
import { sources, type Row } from "./sources.ts";

export type HeadName = "injection" | "toxicity" | "bias";

const from = (source: string, list: readonly Row[], weight = 1): Example[] =>
  list.map(({ text, label }) => ({ text, label, source, weight }));

function generate(templates: readonly string[], lists: Readonly<Record<string, readonly string[]>>, each: number, seed: number): string[] {
  const random = seededRandom(seed);
  return [...new Set(templates.flatMap((template) => Array.from({ length: each }, () => expand(template, lists, random))))];
}

/** Even rows set thresholds, odd rows are for measuring; none is trained on. */
export function hardBenign(half: "thresholds" | "measuring"): Row[] {
  return [...sources.notInject(), ...sources.wildguard()].filter((_, k) => k % 2 === (half === "thresholds" ? 0 : 1));
}

/** Ordinary texts: every fifth is kept for thresholds and measuring. */
function ordinary(): Row[] {
  const tasks = sources.selfInstruct().flatMap(({ prompt, answer }): Row[] => [
    { text: prompt, label: 0 },
    { text: answer, label: 0 },
  ]);
  return shuffle([...tasks, ...sources.mails(), ...sources.clinc().train.filter((_, k) => k % 3 === 0)], seededRandom(5)).filter(
    ({ text }) => text !== "",
  );
}

/** Ordinary texts that no training sees. */
export function heldOrdinary(): Row[] {
  return ordinary().filter((_, k) => k % 5 === 0);
}

/** What an injection stands in when it comes with other text. */
export function bury(attack: string, random: () => number, contexts: readonly Row[], chars: number): string {
  let before = "";
  let after = "";
  while (before.length + after.length + attack.length < chars) {
    const context = contexts[Math.floor(random() * contexts.length)]?.text ?? "";
    if (random() < 0.5) before += `${context}\n`;
    else after += `\n${context}`;
  }
  return `${before}${attack}${after}`;
}

function injection(): Example[] {
  const random = seededRandom(7);
  const harmless = ordinary().filter((_, k) => k % 5 !== 0);
  const own = generate(attackTemplates, attackLists, 60, 1).map((text): Row => ({ text, label: 1 }));
  const hard = generate(benignTemplates, benignLists, 400, 2).map((text): Row => ({ text, label: 0 }));
  const buried = own
    .filter((_, k) => k % 2 === 0)
    .map(({ text }): Row => ({ text: bury(text, random, harmless, 200 + random() * 2_500), label: 1 }));
  const other = [...sources.germeval(), ...sources.davidson(), ...sources.openai()]
    .filter((_, k) => k % 6 === 0)
    .map(({ text }): Row => ({ text, label: 0 }));
  return [
    ...from("deepset", sources.deepset(), 2),
    ...from("in the wild", sources.inTheWild(), 1),
    ...from("DAN", sources.dan(), 2),
    ...from("Giskard", sources.giskard(), 2),
    ...from("own", own),
    ...from("own", buried),
    ...from("own hard", hard),
    ...from("ordinary", harmless),
    ...from("other", other),
  ];
}

function toxicity(): Example[] {
  const madlibs = shuffle(sources.madlibs(), seededRandom(3)).slice(0, 8_000);
  const davidson = sources.davidson();
  return [
    // Its many slurs would drown the rest.
    ...from(
      "Davidson",
      davidson.filter(({ label }) => label === 0),
      1,
    ),
    ...from(
      "Davidson",
      davidson.filter(({ label }, k) => label === 1 && k % 3 === 0),
      0.7,
    ),
    ...from("OpenAI", sources.openai(), 2),
    ...from("ToxiGen", sources.toxigen(), 2),
    ...from("madlibs", madlibs, 0.3),
    ...from("GermEval", sources.germeval(), 1),
    ...from("profanity", sources.profanity(), 0.5),
    ...from(
      "ordinary",
      ordinary().filter((_, k) => k % 5 !== 0),
      1,
    ),
    ...from(
      "own hard",
      generate(benignTemplates, benignLists, 40, 4).map((text): Row => ({ text, label: 0 })),
      1,
    ),
  ];
}

function bias(): Example[] {
  const hateful = (list: readonly (Row & { hate: boolean })[]) => list.map(({ text, hate }): Row => ({ text, label: hate ? 1 : 0 }));
  return [
    ...from("Davidson", hateful(sources.davidson().filter(({ hate }, k) => hate || k % 4 === 0)), 1),
    ...from("OpenAI", hateful(sources.openai()), 2),
    ...from("ToxiGen", sources.toxigen(), 3),
    ...from(
      "madlibs",
      shuffle(sources.madlibs(), seededRandom(3))
        .slice(0, 4_000)
        .filter(({ label }) => label === 0),
      0.3,
    ),
    ...from(
      "ordinary",
      ordinary().filter((_, k) => k % 5 !== 0),
      1,
    ),
  ];
}

/** Everything that a head learns from. */
export const corpora: Readonly<Record<HeadName, () => Example[]>> = { injection, toxicity, bias };
