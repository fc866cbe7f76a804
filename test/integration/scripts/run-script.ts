import { expect } from "vitest";
import { bounds } from "#objects/scripts/bounds.ts";
import { createScriptEngine } from "#objects/scripts/script-engine.ts";
import type { ScriptAnswer } from "#flow/nodes/node.ts";

/** One engine for all tests of a file, as a lane has one for all its runs. */
export const engine = createScriptEngine();

/** The same without plain scripts. */
const sandbox = createScriptEngine({ ...bounds, isPlainAllowed: false });

/** A signal that is never aborted. */
export const never = new AbortController();

export async function runScript(code: string, context: unknown = {}, env: Readonly<Record<string, unknown>> = {}): Promise<ScriptAnswer> {
  const answer = await engine.run({ code, context, env }, never);
  // Only the sandbox gives errors. A script that succeeds may have run compiled, and must succeed alike in the sandbox.
  if (answer.ok && !/Date|random/.test(code)) expect(await sandbox.run({ code, context, env }, never)).toEqual(answer);
  return answer;
}

/** What the script returned; an error where it did not get that far. */
export async function outputOf(code: string, context: unknown = {}, env: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const answer = await runScript(code, context, env);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.output;
}

/** Code and message of the script's error. */
export async function errorOf(code: string, context: unknown = {}): Promise<string> {
  const answer = await runScript(code, context);
  if (answer.ok) throw new Error(`The script returned ${JSON.stringify(answer.output)}`);
  return `${answer.error.code}: ${answer.error.message}`;
}

export async function setBy(code: string, context: unknown = {}): Promise<unknown> {
  const answer = await runScript(code, context);
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.set;
}
