import { isExpressionError } from "../expressions/expression-error.ts";
import type { Doubt } from "../expressions/find-doubts.ts";
import { splitTemplate } from "../expressions/split-template.ts";
import { compileTemplate, type Reference } from "../expressions/template.ts";
import { compileBare } from "../nodes/bare-expression.ts";
import { parseJsonTemplate } from "../nodes/json-template.ts";
import type { Lenience } from "../nodes/node.ts";
import type { CheckedGraph, CheckedNode } from "./connect-nodes.ts";
import type { Note } from "./problem.ts";
import { readScript, type ScriptFacts } from "./read-script.ts";

/**
 * A place where a value that is not there is no surprise: a whole output of an End, since an End is where branches
 * meet; a side of a criterion, since every operator says what it makes of null; and an expression that itself chooses
 * (`??`, `?:`, `? :`, `$exists`).
 */
type FoundLenience = Lenience | "choice" | "script";

/** A reference in a setting. */
export interface FoundReference {
  readonly asker: CheckedNode;
  readonly path: readonly (string | number)[];
  readonly reference: Reference;
  readonly lenient: FoundLenience | undefined;
}
/** Something in a setting that cannot be meant. */
interface FoundDoubt {
  readonly asker: CheckedNode;
  readonly path: readonly (string | number)[];
  readonly doubt: Doubt;
}
interface FoundScript {
  readonly asker: CheckedNode;
  readonly path: readonly (string | number)[];
  readonly facts: ScriptFacts;
}
export interface CollectedTexts {
  readonly references: readonly FoundReference[];
  readonly doubts: readonly FoundDoubt[];
  readonly scripts: readonly FoundScript[];
}

/** Every reference and script of all configs; texts that do not parse become problems. */
export function collectTexts({ nodes }: CheckedGraph, note: Note): CollectedTexts {
  const references: FoundReference[] = [];
  const doubts: FoundDoubt[] = [];
  const scripts: FoundScript[] = [];
  for (const asker of nodes) {
    for (const { path, text } of textsOf(asker.node.config).flatMap((found) => insideJson(asker, found))) {
      const kind = asker.declaration?.textKind?.(path, asker.node.config) ?? "template";
      const where = { node: asker.node.id, path: ["nodes", asker.index, "config", ...path] };
      if (kind === "script") {
        const read = text.trim() === "" ? undefined : readScript(text);
        if (read?.ok === false)
          note(
            "script_syntax",
            `The script of “${asker.node.name}” has a syntax error: ${read.message} (line ${read.line}, column ${read.column}).`,
            "Correct the script at that place.",
            where,
          );
        if (read?.ok) scripts.push({ asker, path: where.path, facts: read.facts });
      } else if (kind === "expression" ? text.trim() !== "" : (kind === "template" || kind === "json") && text.includes("{{")) {
        try {
          const template = kind === "expression" ? compileBare(text) : compileTemplate(text);
          for (const reference of template.references)
            references.push({ asker, path: where.path, reference, lenient: lenienceOf(asker, path, kind, text, reference) });
          for (const doubt of template.doubts) doubts.push({ asker, path: where.path, doubt });
        } catch (error) {
          noteSyntax(error, asker, text, where, note);
        }
      }
    }
  }
  return { references, doubts, scripts };
}

/** The strings of a JSON text in place of the text, all under its own path; the text itself where it cannot be read. */
function insideJson({ declaration, node }: CheckedNode, found: FoundText): FoundText[] {
  if (declaration?.textKind?.(found.path, node.config) !== "json" || !found.text.includes("{{")) return [found];
  try {
    return textsOf(parseJsonTemplate(found.text)).map(({ text }) => ({ path: found.path, text }));
  } catch (error) {
    // The node's declaration reports text that is not JSON.
    return error instanceof SyntaxError ? [] : [found];
  }
}

function noteSyntax(error: unknown, asker: CheckedNode, text: string, where: Parameters<Note>[3], note: Note): void {
  if (!isExpressionError(error)) throw error;
  const { position } = error;
  const place = position === undefined ? "" : ` See character ${position + 1} of ${shorten(text)}`;
  note("expression_syntax", `An expression in “${asker.node.name}” is not valid. ${error.message}${place}`, error.suggestion, where);
}

function lenienceOf(
  { declaration }: CheckedNode,
  path: readonly (string | number)[],
  kind: string,
  text: string,
  reference: Reference,
): FoundLenience | undefined {
  if (kind === "expression") return chooses(text) ? "choice" : undefined;
  const pieces = splitTemplate(text);
  const declared = pieces.length === 1 ? declaration?.lenience?.(path) : undefined;
  if (declared) return declared;
  const piece = pieces.find((each) => each.kind === "expression" && each.start <= reference.start && reference.end <= each.end);
  return piece?.kind === "expression" && chooses(text.slice(piece.start, piece.end)) ? "choice" : undefined;
}

function chooses(expression: string): boolean {
  const bare = expression.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|\/\*.*?\*\//gs, '""');
  return bare.includes("?") || /\$exists\s*\(/.test(bare);
}

interface FoundText {
  readonly path: readonly (string | number)[];
  readonly text: string;
}
function textsOf(config: unknown): FoundText[] {
  const texts: FoundText[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (typeof value === "string") texts.push({ path, text: value });
    else if (Array.isArray(value)) value.forEach((item, index) => visit(item, [...path, index]));
    else if (typeof value === "object" && value !== null) for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
  };
  visit(config, []);
  return texts;
}

function shorten(text: string): string {
  return text.length > 100 ? `"${text.slice(0, 100)}…".` : `"${text}".`;
}
