/** Runs a script compiled and in the sandbox, and compares the answers. */
import type { ScriptAnswer } from "#flow/nodes/node.ts";
import { compilePlainScript } from "#flow/plain-scripts/plain-script.ts";
import { Images } from "#objects/scripts/images.ts";
import { LimitReached } from "#objects/scripts/outcome.ts";
import { openQuickJs } from "#objects/scripts/quickjs.ts";
import { limitAnswer, readAnswer } from "#objects/scripts/read-answer.ts";
import { Sandbox } from "#objects/scripts/sandbox.ts";
import { LogLines } from "#objects/scripts/log-lines.ts";
import { prepareWork } from "#objects/scripts/work.ts";

export type Compared =
  | { readonly kind: "same" }
  /** Only the sandbox can run it. */
  | { readonly kind: "bailed" | "not plain"; readonly why: string }
  | { readonly kind: "different"; readonly compiled: string; readonly sandbox: string };

const fuel = 40_000_000;

export class BothWays {
  readonly #sandbox = new Sandbox(new Images(), () => {
    throw new LimitReached("instructions");
  });

  async compare(code: string, context: Record<string, unknown>, env: Record<string, unknown>): Promise<Compared> {
    const compiled = runCompiled(code, context, env);
    if (compiled.kind !== "done") return compiled;
    const [one, other] = [textOf(compiled.answer), textOf(await this.inSandbox(code, context, env))];
    return one === other ? { kind: "same" } : { kind: "different", compiled: one, sandbox: other };
  }

  async inSandbox(code: string, context: Record<string, unknown>, env: Record<string, unknown>): Promise<ScriptAnswer> {
    const sandbox = this.#sandbox;
    if (!sandbox.isOpen) await sandbox.open(openQuickJs);
    const { outcome } = sandbox.runNow(prepareWork({ code, context, env }), fuel);
    if (outcome.kind === "stopped") throw outcome.reason;
    return outcome.kind === "limit" ? limitAnswer(outcome.limit, sandbox.logs) : readAnswer(code, outcome, sandbox.logs);
  }
}

/** Does what the engine does. */
function runCompiled(
  code: string,
  context: Record<string, unknown>,
  env: Record<string, unknown>,
): { readonly kind: "done"; readonly answer: ScriptAnswer } | Extract<Compared, { why: string }> {
  const script = compilePlainScript(code);
  if (!("run" in script)) return { kind: "not plain", why: script.why };
  for (const copies of [false, true]) {
    const logs = new LogLines();
    const result = script.run(context, env, copies, { now: Date.now, random: Math.random, log: (line) => logs.add(line) });
    if (result.kind === "done") return { kind: "done", answer: { ok: true, output: result.output, set: result.set, logs: logs.lines } };
    if (!result.wantsCopy) return { kind: "bailed", why: result.why };
  }
  return { kind: "bailed", why: "a copy is not enough" };
}

function textOf(answer: ScriptAnswer): string {
  return answer.ok ? JSON.stringify([answer.output, answer.set, answer.logs]) : JSON.stringify(answer);
}
