import * as z from "zod";
import { declareNode } from "./node.ts";

/** The start of a run. Its output is the run's checked input. */
export const start = declareNode({
  type: "start",
  family: "flow",
  icon: "start",
  title: "Start",
  summary: "Starts the run with the caller's inputs.",
  params: z.strictObject({}),
  role: "start",
  outcomes: ["next"],
  required: ["next"],
  card: [{ kind: "inputs" }],
  initial: {},
  work: "instant",
  retryable: false,
  compile: () => null,
  execute: (world) => ({ kind: "done", outcome: "next", output: world.input }),
});
