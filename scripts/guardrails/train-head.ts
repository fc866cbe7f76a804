import type { Head } from "#flow/guardrails/models/head.ts";
import { bestWindow } from "#flow/guardrails/models/windows.ts";
import { corpora, hardBenign, heldOrdinary, type HeadName } from "./corpora.ts";
import { featuresOf, fit, type Example } from "./fit.ts";
import { knotsByBalance, knotsByFalsePositives, sumsOf } from "./thresholds.ts";

/** Rows of the sources whose place in the list leaves this remainder by ten set thresholds; the next ones are for measuring. */
const held = { thresholds: 0, measuring: 1 } as const;

/** The part of a head's corpus that it does not learn from, in the sources that were not made here. */
export function heldRows(name: HeadName, use: keyof typeof held): Example[] {
  return corpora[name]().filter(({ source }, k) => k % 10 === held[use] && isPublic(source));
}

const isPublic = (source: string) => !source.startsWith("own") && source !== "ordinary" && source !== "other" && source !== "profanity";

/** Trains a head, without a source where one is left out to measure on it. The same data gives the same head. */
export function trainHead(name: HeadName, without?: string): Head & { readonly weights: Int8Array } {
  const corpus = corpora[name]();
  const learned = corpus.filter(({ source }, k) => source !== without && !(isPublic(source) && k % 10 <= held.measuring));
  const head = fit(learned, 1);
  const ordinary = sumsOf(head, heldOrdinary());
  if (name === "injection") {
    const hard = sumsOf(head, hardBenign("thresholds"));
    const all = [...hard, ...ordinary].sort((a, b) => b - a);
    return { ...head, knots: knotsByFalsePositives(hard, all) };
  }
  const rows = heldRows(name, "thresholds").filter(({ source }) => source !== without);
  // Each source counts the same, and in each both kinds do.
  const sizes = new Map<string, number>();
  for (const { source, label } of rows) sizes.set(`${source} ${label}`, (sizes.get(`${source} ${label}`) ?? 0) + 1);
  const judged = rows.map(({ text, label, source }) => ({
    sum: bestWindow(head, featuresOf(text)).score,
    label,
    weight: 1 / (sizes.get(`${source} ${label}`) ?? 1),
  }));
  return { ...head, knots: knotsByBalance(judged, ordinary) };
}
