/** Trains the local engines of the guardrails. Deterministic: the same data gives the same weights. */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zlibSync } from "fflate";
import { root } from "../root.ts";
import { convertSecretRules } from "./convert-secret-rules.ts";
import type { HeadName } from "./corpora.ts";
import { attributions, hasData } from "./sources.ts";
import { trainHead } from "./train-head.ts";

const folder = join(root, "flow/guardrails/models/weights");

if (hasData()) {
  mkdirSync(folder, { recursive: true });
  convertSecretRules();
  const names: HeadName[] = ["injection", "toxicity", "bias"];
  for (const name of names) {
    const { weights, scale, bias, knots } = trainHead(name);
    const packed = zlibSync(new Uint8Array(weights.buffer), { level: 9 });
    const stored = {
      scale: Number(scale.toPrecision(6)),
      bias: Number(bias.toPrecision(6)),
      knots,
      weights: Buffer.from(packed).toString("base64"),
    };
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(stored, undefined, 2)}\n`);
    console.log(`${name}: ${(packed.length / 1024).toFixed(0)} KiB, ${createHash("sha256").update(weights).digest("hex").slice(0, 16)}`);
  }
  writeFileSync(join(folder, "attributions.json"), `${JSON.stringify(attributions, undefined, 2)}\n`);
}
