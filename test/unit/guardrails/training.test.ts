import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { loadHead } from "#flow/guardrails/models/load-head.ts";
import { dataFolder } from "../../../scripts/guardrails/sources.ts";
import { trainHead } from "../../../scripts/guardrails/train-head.ts";

const missing = !existsSync(dataFolder);
if (missing)
  console.log(`Training is not repeated: ${dataFolder} is missing. Set MILLRACE_GUARDRAIL_DATA to the folder of the public data.`);

test.skipIf(missing)(
  "training again gives the weights that are kept",
  async () => {
    const kept = await loadHead("injection");
    const { weights, knots } = trainHead("injection");
    expect(knots).toEqual(kept.knots);
    expect(Buffer.compare(Buffer.from(weights), Buffer.from(Int8Array.from(kept.weights)))).toBe(0);
  },
  180_000,
);
