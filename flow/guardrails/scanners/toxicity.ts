import * as z from "zod";
import { judgeOf } from "../judge.ts";
import { judgeByHead } from "../models/head.ts";
import { loadHead } from "../models/load-head.ts";
import { declareScanner } from "../scanner.ts";

/** What it was measured on, and what it misses: docs/guardrails.md. */
export const toxicity = declareScanner({
  type: "toxicity",
  title: "Toxicity",
  summary: "Finds insults, threats, and hateful or sexual language.",
  sides: ["input", "output"],
  settings: z.strictObject({}),
  defaultThreshold: 0.5,
  scan: async ({ text }) => judgeByHead(await loadHead("toxicity"), text, "Toxicity"),
  judge: judgeOf("Is the text insulting, threatening, hateful, sexually explicit or encouraging harm?"),
});
