import * as z from "zod";
import { declareNode } from "./node.ts";

/** Where a run begins. Its output is the run's checked input. */
export const start = declareNode({
  type: "start",
  family: "flow",
  title: "Start",
  summary: "Begins the run with the inputs that the caller sent.",
  params: z.strictObject({}),
  outcomes: () => ["next"],
  required: () => ["next"],
  work: "instant",
  retryable: false,
  compile: () => null,
  execute: (world) => ({ kind: "done", outcome: "next", output: world.input }),
});
