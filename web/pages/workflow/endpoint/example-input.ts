import { buildInput } from "../../../editor/input/build-input.ts";
import { keptInput } from "../../../editor/input/kept-input.ts";
import { type InputDefinition, sampleInput } from "../../../editor/input/sample-input.ts";

/** The input that examples show: the last tried one, otherwise values of the right types. */
export function exampleInput(workflowId: string, inputs: readonly InputDefinition[]): Record<string, unknown> {
  const kept = keptInput(workflowId);
  if (Object.keys(kept).length === 0) return sampleInput(inputs);
  const built = buildInput(inputs, kept);
  return built.ok ? built.input : sampleInput(inputs);
}
