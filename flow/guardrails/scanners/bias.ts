import * as z from "zod";
import { judgeOf } from "../judge.ts";
import { judgeByHead } from "../models/head.ts";
import { loadHead } from "../models/load-head.ts";
import { declareScanner } from "../scanner.ts";

/** What it was measured on, and what it misses: docs/guardrails.md. */
export const bias = declareScanner({
  type: "bias",
  title: "Bias",
  summary: "Finds hateful or demeaning statements about groups of people.",
  sides: ["output"],
  settings: z.strictObject({}),
  defaultThreshold: 0.5,
  scan: async ({ text }) => judgeByHead(await loadHead("bias"), text, "Bias"),
  judge: judgeOf("Does the text demean a group of people, or judge people by group?"),
});
