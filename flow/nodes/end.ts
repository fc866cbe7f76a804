import * as z from "zod";
import { compileJson, jsonSetting, requiredText } from "./json-setting.ts";
import { declareNode, type NodeResult } from "./node.ts";
import { settle, settleAll } from "./settle.ts";

const params = z.strictObject({
  outputs: z
    .array(
      z.strictObject({
        name: requiredText.meta({ title: "Name", description: "The key in the run's output." }),
        value: jsonSetting.meta({ title: "Value", description: "A fixed value, or an expression in {{ }}." }),
      }),
    )
    .default([])
    .meta({ title: "Outputs", description: "What the run returns when it reaches this End." }),
  fail: z.boolean().optional().meta({ title: "Mark the run as failed", description: "The run fails with the message below." }),
  message: z.string().optional().meta({ title: "Message", description: "What went wrong. Shown to the caller." }),
});

/** Where a run ends. Its output is one object with a key for each output; a run that reaches several Ends merges them. */
export const end = declareNode({
  type: "end",
  family: "flow",
  icon: "end",
  title: "End",
  summary: "Ends the run and returns its output.",
  params,
  role: "end",
  outcomes: [],
  required: [],
  card: [{ kind: "names", of: "outputs", none: "No outputs" }],
  initial: { outputs: [] },
  form: { editors: { outputs: "outputs" }, shownWith: { message: "fail" } },
  work: "instant",
  retryable: false,
  problems: ["end_without_outputs", "duplicate_end_output"],
  lenience: (path) => (path[0] === "outputs" ? "merged" : undefined),
  textKind: (path) => (path[0] === "outputs" && path[2] === "name" ? "plain" : "template"),
  check(config, report) {
    if (config.outputs.length === 0) {
      report({
        code: "end_without_outputs",
        path: ["outputs"],
        message: "An End needs at least one output.",
        suggestion: "Add an output.",
      });
    }
    const seen = new Set<string>();
    config.outputs.forEach((output, index) => {
      if (seen.has(output.name)) {
        report({
          code: "duplicate_end_output",
          path: ["outputs", index, "name"],
          message: `The output “${output.name}” is set twice.`,
          suggestion: "Remove one of them.",
        });
      }
      seen.add(output.name);
    });
  },
  compile: (config) => ({
    names: config.outputs.map((output) => output.name),
    values: config.outputs.map((output) => compileJson(output.value)),
    message: config.fail ? compileJson(config.message?.trim() || "The workflow marked this run as failed.") : null,
  }),
  execute(world) {
    const { names, values, message } = world.config;
    return settle(
      settleAll([...values, ...(message ? [message] : [])].map((setting) => setting.resolve(world))),
      (resolved): NodeResult => {
        // Own keys only: a key `__proto__` must not reach the prototype.
        const output = Object.fromEntries(names.map((name, i) => [name, resolved[i] ?? null]));
        if (!message) return { kind: "done", outcome: "", output };
        return {
          kind: "fail",
          output,
          error: { code: "run_failed", message: asText(resolved[names.length]), class: "other", fatal: true },
        };
      },
    );
  },
});

function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
