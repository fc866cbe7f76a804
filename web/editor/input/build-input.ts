import type { InputDefinition } from "./sample-input.ts";
import { parseJsonText } from "../../base/json/json-text.ts";
import { tryItLabels } from "./trial-labels.ts";

export type BuiltInput = { ok: true; input: Record<string, unknown> } | { ok: false; errors: Readonly<Record<string, string>> };

type Read = { value: unknown } | { error: string };
const words = tryItLabels;

/**
 * The `input` of a call from what stands in the form's fields, by input name. An empty field is left out, so that
 * the default applies; what is wrong is said by input name.
 */
export function buildInput(inputs: readonly InputDefinition[], fields: Readonly<Record<string, string>>): BuiltInput {
  const input: Record<string, unknown> = {};
  const errors: Record<string, string> = {};
  for (const definition of inputs) {
    const text = fields[definition.name] ?? "";
    if (text.trim() === "") {
      if (definition.mandatory && definition.default === undefined) errors[definition.name] = words.required;
      continue;
    }
    const read = readField(definition, text);
    if ("error" in read) errors[definition.name] = read.error;
    else input[definition.name] = read.value;
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, input };
}

function readField({ type }: InputDefinition, text: string): Read {
  switch (type) {
    case "number":
      return Number.isFinite(Number(text)) ? { value: Number(text) } : { error: words.notNumber };
    case "boolean":
      return { value: text === "true" };
    case "json": {
      const parsed = parseJsonText(text);
      return parsed.ok ? { value: parsed.value } : { error: words.notJson(parsed.message) };
    }
    case "file":
      return URL.canParse(text.trim()) && /^https?:/i.test(text.trim()) ? { value: text.trim() } : { error: words.notUrl };
    case "text":
    case "enum":
      return { value: text };
  }
}

/** What a field shows before anything was entered: the default, where there is one. */
export function fieldText({ type, default: preset }: InputDefinition): string {
  if (preset === undefined) return "";
  return type !== "json" && typeof preset === "string" ? preset : JSON.stringify(preset, null, 2);
}
