/** Measures the local engines on rows, and on sources, that their training did not see. Shares come with 95 % intervals. */
import { calibrate } from "#flow/guardrails/models/calibrate.ts";
import type { Head } from "#flow/guardrails/models/head.ts";
import { readFeatures } from "#flow/guardrails/models/features.ts";
import { loadHead } from "#flow/guardrails/models/load-head.ts";
import { bestWindow } from "#flow/guardrails/models/windows.ts";
import { prepareText } from "#flow/guardrails/text/scan-text.ts";
import { bury, corpora, hardBenign, heldOrdinary } from "./corpora.ts";
import { disguises } from "./disguises.ts";
import { seededRandom } from "./random.ts";
import { hasData, sources, type Row } from "./sources.ts";
import { heldRows, trainHead } from "./train-head.ts";

const strikes = (head: Head, text: string) =>
  calibrate(bestWindow(head, readFeatures(prepareText(text).folded.text)).score, head.knots) > 0.5;

/** A share with Wilson's 95 % interval. */
function share(hits: number, of: number): string {
  if (of === 0) return "no rows";
  const z = 1.96;
  const p = hits / of;
  const middle = (p + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z * Math.sqrt((p * (1 - p)) / of + z ** 2 / (4 * of ** 2))) / (1 + z ** 2 / of);
  return `${(100 * p).toFixed(1)} % (${(100 * Math.max(0, middle - half)).toFixed(1)}–${(100 * (middle + half)).toFixed(1)}; ${hits} of ${of})`;
}

const caught = (head: Head, rows: readonly Row[]) => share(rows.filter(({ text }) => strikes(head, text)).length, rows.length);
const positive = <R extends Row>(rows: readonly R[]) => rows.filter(({ label }) => label === 1);

function macroF1(judged: readonly { readonly label: 0 | 1; readonly struck: boolean }[]): number {
  const f1 = (label: 0 | 1) => {
    const is = (row: (typeof judged)[number]) => row.struck === (label === 1);
    const hits = judged.filter((row) => row.label === label && is(row)).length;
    const missed = judged.filter((row) => row.label === label && !is(row)).length;
    const wrong = judged.filter((row) => row.label !== label && is(row)).length;
    return hits === 0 ? 0 : (2 * hits) / (2 * hits + missed + wrong);
  };
  return (f1(0) + f1(1)) / 2;
}

/** Macro-F1 with the interval of 200 samples drawn from the rows. */
function balance(head: Head, rows: readonly Row[]): string {
  const judged = rows.map(({ text, label }) => ({ label, struck: strikes(head, text) }));
  const random = seededRandom(1);
  const drawn = Array.from({ length: 200 }, () => macroF1(judged.flatMap(() => judged[Math.floor(random() * judged.length)] ?? []))).sort(
    (a, b) => a - b,
  );
  return `macro-F1 ${macroF1(judged).toFixed(2)} (${(drawn[5] ?? 0).toFixed(2)}–${(drawn[194] ?? 0).toFixed(2)}; ${rows.length} rows)`;
}

const bySource = (rows: readonly (Row & { readonly source: string })[]) => Map.groupBy(rows, ({ source }) => source);

async function injection(): Promise<void> {
  const head = await loadHead("injection");
  console.log("\nPrompt injection");
  console.log(`  false positives, hard benign texts: ${caught(head, hardBenign("measuring"))}`);
  console.log(`  false positives, ordinary texts:    ${caught(head, heldOrdinary())}`);
  const seen = positive(heldRows("injection", "measuring"));
  for (const [source, rows] of bySource(seen)) console.log(`  recall, rows not seen of ${source}: ${caught(head, rows)}`);
  for (const source of ["deepset", "in the wild", "DAN", "Giskard"])
    console.log(
      `  recall, trained without ${source}: ${caught(trainHead("injection", source), positive(corpora.injection().filter((row) => row.source === source)))}`,
    );
  const short = seen.filter(({ text }) => text.length < 1_000);
  console.log(`  texts under 1,000 characters, undisguised: ${caught(head, short)}`);
  for (const [name, disguise] of Object.entries(disguises))
    console.log(
      `    ${name}: ${caught(
        head,
        short.map(({ text }): Row => ({ text: disguise(text), label: 1 })),
      )}`,
    );
  const random = seededRandom(9);
  console.log(
    `    in 4 KB of mails: ${caught(
      head,
      short.map(({ text }): Row => ({ text: bury(text, random, sources.mails(), 4_096), label: 1 })),
    )}`,
  );
}

async function balanced(name: "toxicity" | "bias", left: readonly string[]): Promise<void> {
  const head = await loadHead(name);
  console.log(`\n${name}`);
  console.log(`  false positives, ordinary texts: ${caught(head, heldOrdinary())}`);
  for (const [source, rows] of bySource(heldRows(name, "measuring"))) console.log(`  rows not seen of ${source}: ${balance(head, rows)}`);
  for (const source of left)
    console.log(
      `  trained without ${source}: ${balance(
        trainHead(name, source),
        corpora[name]().filter((row) => row.source === source),
      )}`,
    );
}

if (hasData()) {
  await injection();
  await balanced("toxicity", ["Davidson", "OpenAI", "ToxiGen", "GermEval"]);
  await balanced("bias", ["OpenAI", "ToxiGen"]);
}
