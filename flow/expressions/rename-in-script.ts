import { type AnyNode, parse, type Program, type Token } from "acorn";
import { Bindings, constantKey, keyOf, walk } from "./script-bindings.ts";

/**
 * Rewrites the references to the step `from` in a script: context.steps.Name, context.steps["Name"], the same behind
 * variables that were taken from context, and names taken out of steps by destructuring. Computed names cannot be known
 * and stay; `linesLeft` says where. A script that does not parse stays as it is.
 */
export function renameNodeInScript(code: string, from: string, to: string): string {
  return rewrite(code, ["steps"], from, to).code;
}

/** The same for an input, which stands below the Start of that name. */
export function renameInputInScript(code: string, start: string, from: string, to: string): string {
  return rewrite(code, ["steps", start], from, to).code;
}

/**
 * The lines of a script that may still mean a step, or an input of `start`, by its old name after it was renamed: the
 * name is in a text there, and the script uses its steps in a way that cannot be followed.
 */
export function linesLeft(code: string, from: string, to: string, start?: string): readonly number[] {
  return rewrite(code, start === undefined ? ["steps"] : ["steps", start], from, to).left;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function rewrite(code: string, owner: readonly string[], from: string, to: string): { code: string; left: readonly number[] } {
  const tokens: Token[] = [];
  let program: Program;
  try {
    program = parse(code, { ecmaVersion: "latest", allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true, onToken: tokens });
  } catch {
    return { code, left: code.includes(from) ? [lineOf(code, code.indexOf(from))] : [] };
  }
  const bindings = new Bindings(program);
  const edits: Edit[] = [];
  const isOwner = (node: AnyNode) => isSame(bindings.pathOf(node), owner);
  walk(program, (node) => {
    if (node.type === "MemberExpression" && isOwner(node.object)) edits.push(...inMember(node, from, to, code, tokens));
    if (node.type === "VariableDeclarator" && node.id.type === "ObjectPattern" && node.init && isOwner(node.init))
      edits.push(...inPattern(node.id, from, to));
  });
  const result = edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), code);
  return { code: result, left: bindings.escapes(owner) ? mentions(program, from, code, edits) : [] };
}

type Member = Extract<AnyNode, { type: "MemberExpression" }>;

function inMember(node: Member, from: string, to: string, code: string, tokens: readonly Token[]): Edit[] {
  const { property, computed } = node;
  if (constantKey(node) !== from) return [];
  const { start, end } = property;
  if (computed) return [{ start, end, text: JSON.stringify(to) }];
  if (isIdentifier(to)) return [{ start, end, text: to }];
  // The dot goes, with the blanks in front of it; behind ?. the bracket keeps it. A parenthesis in between stays.
  const dot = tokens[tokens.findIndex((token) => token.start === start) - 1]!;
  const before = code.slice(0, dot.start).trimEnd().length;
  return [{ start: before, end, text: `${node.optional ? "?." : ""}[${JSON.stringify(to)}]` }];
}

function inPattern(pattern: Extract<AnyNode, { type: "ObjectPattern" }>, from: string, to: string): Edit[] {
  return pattern.properties.flatMap((property) => {
    if (property.type !== "Property" || keyOf(property) !== from) return [];
    const { start, end } = property.key;
    if (property.computed) return [{ start, end, text: JSON.stringify(to) }];
    const written = isIdentifier(to) ? to : JSON.stringify(to);
    return [{ start, end, text: property.shorthand ? `${written}: ${from}` : written }];
  });
}

/** Lines on which the name is in a text or after a dot, where it was not rewritten. */
function mentions(program: Program, name: string, code: string, edits: readonly Edit[]): number[] {
  const lines = new Set<number>();
  walk(program, (node) => {
    const isThere =
      (node.type === "Literal" && typeof node.value === "string" && node.value.includes(name)) ||
      (node.type === "TemplateElement" && (node.value.cooked ?? node.value.raw).includes(name)) ||
      (node.type === "MemberExpression" && !node.computed && node.property.type === "Identifier" && node.property.name === name) ||
      (node.type === "Property" && node.key.type === "Identifier" && node.key.name === name);
    const place = node.type === "MemberExpression" ? node.property : node;
    if (isThere && !edits.some(({ start, end }) => start <= place.start && place.end <= end)) lines.add(lineOf(code, place.start));
  });
  return [...lines].toSorted((a, b) => a - b);
}

const isIdentifier = (name: string): boolean => /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name);
const lineOf = (code: string, at: number): number => code.slice(0, at).split("\n").length;
const isSame = (one: readonly string[] | undefined, other: readonly string[]): boolean =>
  one !== undefined && one.length === other.length && one.every((part, i) => part === other[i]);
