/** What a setting's text would come to, with the data of the last test run. */
import { isExpressionError } from "#flow/expressions/expression-error.ts";
import type { Scope } from "#flow/expressions/scope.ts";
import { compileTemplate, resolveTemplate, type Template } from "#flow/expressions/template.ts";
import { resolveSettings, compileSettings } from "#flow/expressions/settings.ts";
import { compileBare } from "#flow/nodes/bare-expression.ts";
import { parseJsonTemplate } from "#flow/nodes/json-template.ts";

export type TextKind = "template" | "expression" | "json";
export type Preview =
  | { kind: "value"; value: unknown }
  | { kind: "error"; message: string; suggestion: string }
  /** The step whose data is not there yet; none where no test has run at all. */
  | { kind: "noData"; step?: string };

/** For what refers to nothing. */
const nothing: Scope = { steps: {}, env: {}, run: { id: "", startedAt: 0, versionId: "", mode: "test" } };

/** Resolves to what the text means in that scope; nothing is thrown. */
export async function evaluateText(text: string, kind: TextKind, scope: Scope | undefined): Promise<Preview> {
  try {
    if (kind === "json") {
      const settings = compileSettings(parseJsonTemplate(text));
      return missing(settings, scope) ?? { kind: "value", value: await resolveSettings(settings, scope ?? nothing) };
    }
    const template: Template = kind === "expression" ? compileBare(text) : compileTemplate(text);
    return missing(template, scope) ?? { kind: "value", value: await resolveTemplate(template, scope ?? nothing) };
  } catch (error) {
    if (isExpressionError(error)) return { kind: "error", message: error.message, suggestion: error.suggestion };
    return { kind: "error", message: error instanceof Error ? error.message : String(error), suggestion: "" };
  }
}

function missing({ references }: Pick<Template, "references">, scope: Scope | undefined): Preview | undefined {
  if (!scope) return references.length > 0 ? { kind: "noData" } : undefined;
  for (const { root, name } of references) {
    if (root === "steps" && name !== undefined && !Object.hasOwn(scope.steps, name)) return { kind: "noData", step: name };
  }
  return undefined;
}
