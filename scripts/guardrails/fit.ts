import { buckets, readFeatures, type Features } from "#flow/guardrails/models/features.ts";
import { bestWindow, lengthNorm, type Linear } from "#flow/guardrails/models/windows.ts";
import { prepareText } from "#flow/guardrails/text/scan-text.ts";
import { seededRandom, shuffle } from "./random.ts";

/** A text with what it is (1 or 0) and how much it counts. */
export interface Example {
  readonly text: string;
  readonly label: 0 | 1;
  readonly source: string;
  readonly weight?: number;
}

interface Fitted extends Linear {
  readonly weights: Int8Array;
}

const epochs = 6;
const learningRate = 0.4;
/** Pulls weights towards 0 at each step, so that rare words decide nothing. */
const decay = 2e-6;
/** Longer texts say nothing new. */
const maxChars = 6_000;

const read = new Map<string, Features>();

/** The features of a text, kept for other rounds. */
export function featuresOf(text: string): Features {
  let features = read.get(text);
  if (!features) read.set(text, (features = readFeatures(prepareText(text.slice(0, maxChars)).folded.text)));
  return features;
}

/** Logistic regression by AdaGrad on the window of each text that scores highest, as it is judged later. */
export function fit(examples: readonly Example[], seed: number): Fitted {
  const weights = new Float32Array(buckets);
  const squares = new Float32Array(buckets).fill(1e-2);
  let bias = 0;
  let biasSquare = 1;
  const random = seededRandom(seed);
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const { text, label, weight = 1 } of shuffle(examples, random)) {
      const features = featuresOf(text);
      const { from, to, score } = bestWindow({ weights, scale: 1, bias }, features);
      if (to === from) continue;
      const error = (1 / (1 + Math.exp(-score)) - label) * weight;
      if (Math.abs(error) < 0.01) continue;
      const gradient = error / lengthNorm(to - from);
      const end = features.first[to] ?? 0;
      for (let f = features.first[from] ?? 0; f < end; f++) {
        const bucket = features.buckets[f] ?? 0;
        const slope = gradient + decay * (weights[bucket] ?? 0);
        squares[bucket] = (squares[bucket] ?? 0) + slope * slope;
        weights[bucket] = (weights[bucket] ?? 0) - (learningRate * slope) / Math.sqrt(squares[bucket] ?? 1);
      }
      biasSquare += error * error;
      bias -= (0.1 * error) / Math.sqrt(biasSquare);
    }
  return quantize({ weights, scale: 1, bias });
}

/** Weights as whole numbers from -127 to 127; the few beyond the 99.95th percentile are cut. */
function quantize({ weights, bias }: Linear): Fitted {
  const sizes = Float32Array.from(weights, Math.abs)
    .filter((size) => size > 0)
    .sort();
  const scale = (sizes[Math.floor(sizes.length * 0.9995)] ?? 1) / 127;
  return { weights: Int8Array.from(weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale)))), scale, bias };
}
