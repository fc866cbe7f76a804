import * as z from "zod";
import { requiredText } from "./json-setting.ts";
import { declareNode, type NodeResult, type ScriptAnswer } from "./node.ts";
import { settle } from "./settle.ts";

const params = z.strictObject({
  code: requiredText.meta({ title: "Code", description: "JavaScript. Use `context` and `env`, and `return` the output." }),
  language: z.literal("javascript").optional().meta({ title: "Language" }),
});

/** JavaScript of the builder's own, run apart from everything else. */
export const script = declareNode({
  type: "script",
  family: "data",
  icon: "script",
  title: "Script",
  summary: "Runs JavaScript on the run's data.",
  params,
  role: "step",
  outcomes: ["success", "failure"],
  required: ["success"],
  card: [{ kind: "code", of: "code" }],
  initial: { code: "return {};" },
  timeout: { minSec: 1, maxSec: 60, defaultSec: 30 },
  work: "computation",
  retryable: true,
  textKind: (path) => (path[0] === "code" ? "script" : "plain"),
  compile: (config) => config.code,
  execute(world) {
    const answer = world.script({ code: world.config, context: { ...world.scope, env: world.plainEnv }, env: world.plainEnv });
    return settle(answer, resultOf);
  },
});

function resultOf(answer: ScriptAnswer): NodeResult {
  if (!answer.ok) return { kind: "fail", error: answer.error, logs: answer.logs };
  const { output, set, logs, warnings } = answer;
  return { kind: "done", outcome: "success", output, set, logs, ...(warnings && { warnings }) };
}
