import { declarationOf, nodeTypes } from "../nodes/registry.ts";
import { documentLimits, flowDocument, type FlowDocument } from "../model/document.ts";
import { findUnsafe } from "../json/find-unsafe.ts";
import { toIssue, type Issue } from "../problems/issue.ts";

/** A flow document, or everything that makes the value none, each with its path (RFC 6901 pointer). */
export function parseDocument(
  value: unknown,
): { readonly ok: true; readonly document: FlowDocument } | { readonly ok: false; readonly issues: readonly Issue[] } {
  const unsafe = findUnsafe(value, documentLimits.depth);
  if (unsafe) return { ok: false, issues: [unsafe] };
  const parsed = flowDocument.safeParse(value);
  if (!parsed.success) return { ok: false, issues: parsed.error.issues.flatMap((issue) => toIssue(issue)) };
  const issues = parsed.data.nodes.flatMap((node, index) => refusalsOf(node.type, node.config, ["nodes", index]));
  return issues.length > 0 ? { ok: false, issues } : { ok: true, document: parsed.data };
}

/** Unknown types and unknown keys of a config refuse the document; every other fault of a config is left to `checkFlow`. */
function refusalsOf(type: string, config: unknown, path: readonly (string | number)[]): Issue[] {
  const declaration = declarationOf(type);
  if (!declaration)
    return toIssue({
      code: "unknown_node_type",
      path: [...path, "type"],
      message: `Unknown node type “${type}”. The node types are ${nodeTypes.join(", ")}.`,
    });
  const parsed = declaration.params.safeParse(config);
  if (parsed.success) return [];
  return unknownKeys(parsed.error.issues).flatMap((issue) => toIssue(issue, [...path, "config"]));
}

interface FoundIssue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly FoundIssue[])[];
}

/**
 * Inside a union every alternative complains. A key is unknown only if it is unknown to all alternatives, so the
 * complaints of the alternative that knows most keys are taken.
 */
function unknownKeys(issues: readonly FoundIssue[]): FoundIssue[] {
  return issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return [issue];
    if (issue.code !== "invalid_union" || !issue.errors?.length) return [];
    const alternatives = issue.errors.map((found) =>
      unknownKeys(found).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
    );
    const count = (found: readonly FoundIssue[]) => found.reduce((sum, each) => sum + (each.keys?.length ?? 0), 0);
    return alternatives.reduce((best, next) => (count(next) < count(best) ? next : best));
  });
}
