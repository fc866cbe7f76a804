/** The course of one run as a list of calls into the instance, so that it can be walked with and without pauses. */
import { limits } from "#flow/limits.ts";
import type { Base } from "./base.ts";
import type { Guest } from "./guest.ts";
import type { Outcome } from "./outcome.ts";
import type { Pointer } from "./quickjs.ts";
import { unknownColumn } from "./read-answer.ts";
import type { Work } from "./work.ts";

export type Entry = "_QTS_Eval" | "_QTS_Call" | "_QTS_ExecutePendingJob";
export type Steps<Result> = Generator<readonly [entry: Entry, ...values: number[]], Result, Pointer>;

/**
 * The script starts on a line of its own, so that its columns are the builder's. If QuickJS knows no column it gives
 * that of the function, which is so far to the right that no builder's line reaches it.
 */
const openings = ["async function", "function"].map((word) => `${" ".repeat(unknownColumn)}(${word} (context, env) { "use strict";\n`);
const closing = "\n})";
const jobsAtOnce = 1000;
/** The prelude counts letters, of which some take several bytes. */
const maxAnswerBytes = limits.maxScriptOutputBytes + '{"ok":true,"output":[],"set":{}}'.length;
const outOfMemory: Outcome = { kind: "limit", limit: "memory" };

/** Compiles the script where the instance does not hold it yet (then calls `compiled`), and runs it. */
export function* runSteps(guest: Guest, base: Base, work: Work, isCompiled: boolean, compiled: () => void): Steps<Outcome> {
  const { js } = guest.quickJs;
  if (!isCompiled) {
    const problem = yield* compile(guest, base, work.code);
    if (problem) return problem;
    compiled();
  }
  const input = guest.newString(base.context, work.input);
  if (!input || !(yield* call(guest, base, base.start, [input]))) return outOfMemory;
  for (;;) {
    const hasJobs = js._QTS_IsJobPending(base.runtime) !== 0;
    const answer = yield* call(guest, base, base.answer, [hasJobs ? base.undefined : input]);
    if (!answer) return outOfMemory;
    const text = guest.read(base.context, answer, maxAnswerBytes);
    if (typeof text !== "string") return { kind: "limit", ...text };
    if (text) return { kind: "answer", text, heapEnd: guest.quickJs.sbrk(0) };
    yield ["_QTS_ExecutePendingJob", base.runtime, jobsAtOnce, base.values];
  }
}

/** Leaves the compiled script with the prelude; gives the answer where it does not parse. */
function* compile(guest: Guest, base: Base, code: string): Steps<Outcome | undefined> {
  const { js } = guest.quickJs;
  // A script that cannot wait for a promise needs none to give its result.
  const source = openings[code.includes("await") ? 0 : 1]! + code + closing;
  const { at, bytes } = guest.write(source);
  if (!at) return outOfMemory;
  const script = yield ["_QTS_Eval", base.context, at, bytes, base.file, 0, 0];
  guest.free(at);
  let problem = js._QTS_ResolveException(base.context, script);
  if (!problem) {
    const length = guest.newString(base.context, String(source.length - unknownColumn - 2));
    guest.setValues(base.values, [script, length]);
    problem = js._QTS_ResolveException(base.context, yield ["_QTS_Call", base.context, base.adopt, base.undefined, 2, base.values]);
  }
  if (!problem) return undefined;
  const answer = yield* call(guest, base, base.describe, [problem]);
  const text = answer && guest.read(base.context, answer);
  return typeof text === "string" ? { kind: "answer", text, heapEnd: 0 } : outOfMemory;
}

/** What one of the prelude's functions answers, or 0 where not even that could be done. */
function* call(guest: Guest, base: Base, fn: Pointer, values: readonly Pointer[]): Steps<Pointer> {
  guest.setValues(base.values, values);
  const result = yield ["_QTS_Call", base.context, fn, base.undefined, values.length, base.values];
  return guest.quickJs.js._QTS_ResolveException(base.context, result) ? 0 : result;
}
