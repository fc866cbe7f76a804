import type { FlowDocument } from "../../base/api/resources.ts";

export type InputDefinition = FlowDocument["inputs"][number];

const samples = { text: "text", number: 1, boolean: true, json: {}, file: "https://example.com/file.pdf" } as const;

/** A value for each input as an example would give it: the default, the first choice of an enum, or one of its type. */
export function sampleInput(inputs: readonly InputDefinition[]): Record<string, unknown> {
  return Object.fromEntries(inputs.map((input) => [input.name, sampleOf(input)]));
}

function sampleOf({ type, default: preset, values }: InputDefinition): unknown {
  if (preset !== undefined) return preset;
  return type === "enum" ? (values?.[0] ?? "") : samples[type];
}
