import { unzlibSync } from "fflate";
import { calibrate, type Knot } from "./calibrate.ts";
import { readFeatures, type Features } from "./features.ts";
import type { Finding } from "../scanner.ts";
import type { ScanText } from "../text/scan-text.ts";
import { bestWindow, type Linear } from "./windows.ts";

/** A trained head as it is stored: int8 weights, deflated, as base64. Written by `npm run train:guardrails`. */
export interface StoredHead {
  readonly scale: number;
  readonly bias: number;
  readonly knots: readonly Knot[];
  readonly weights: string;
}

export interface Head extends Linear {
  readonly knots: readonly Knot[];
}

/** Unpacks a stored head. */
export function openHead({ weights, ...rest }: StoredHead): Head {
  return { ...rest, weights: Int8Array.from(unzlibSync(Uint8Array.from(atob(weights), (unit) => unit.charCodeAt(0)))) };
}

/** Texts are read once, whatever number of heads judges them. */
const featuresOf = new WeakMap<ScanText, Features>();

/** The risk of a text by one head, and the window that it stands in. */
export function judgeByHead(head: Head, text: ScanText, label: string): Finding {
  let features = featuresOf.get(text);
  if (!features) featuresOf.set(text, (features = readFeatures(text.folded.text)));
  const { from, to, score: sum } = bestWindow(head, features);
  const score = to > from ? calibrate(sum, head.knots) : 0;
  const start = features.places[2 * from] ?? 0;
  const end = features.places[2 * to - 1] ?? 0;
  return { score, matches: score >= 0.5 ? [{ ...text.folded.originOf({ start, end }), label }] : [] };
}
