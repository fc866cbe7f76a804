import { createScriptEngine } from "#objects/scripts/script-engine.ts";
import type { ScriptAnswer } from "#flow/nodes/node.ts";

/** One engine for all tests of a file, as a Runner has one for all its runs. */
export const engine = createScriptEngine();

/** A signal that is never aborted. */
export const never = new AbortController();

export async function runScript(code: string, context: unknown = {}, env: Readonly<Record<string, unknown>> = {}): Promise<ScriptAnswer> {
  return engine.run({ code, context, env }, never);
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
