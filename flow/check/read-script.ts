/** Reads a script's syntax with acorn, as the engine will: the body of an async function. Never on a caller's path. */
import { parse, type AnyNode, type Program } from "acorn";

/** The names that a script uses. `anything`: it may set keys on `context` that cannot be known beforehand. */
export interface ScriptFacts {
  readonly steps: readonly string[];
  readonly env: readonly string[];
  readonly sets: readonly string[];
  readonly anything: boolean;
}
export type ReadScript =
  | { readonly ok: true; readonly facts: ScriptFacts }
  | { readonly ok: false; readonly message: string; readonly line: number; readonly column: number };

/** Lines and columns count from 1. */
export function readScript(code: string): ReadScript {
  try {
    return {
      ok: true,
      facts: factsOf(
        parse(code, { ecmaVersion: 2023, sourceType: "script", allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true }),
      ),
    };
  } catch (error) {
    // acorn and the walk over its tree are recursive.
    if (error instanceof RangeError) return { ok: false, message: "It is nested too deeply", line: 1, column: 1 };
    if (!(error instanceof SyntaxError)) throw error;
    const { loc } = error as SyntaxError & { loc?: { line: number; column: number } }; // acorn's own addition.
    return { ok: false, message: error.message.replace(/ \(\d+:\d+\)$/, ""), line: loc?.line ?? 1, column: (loc?.column ?? 0) + 1 };
  }
}

function factsOf(program: Program): ScriptFacts {
  const steps = new Set<string>();
  const env = new Set<string>();
  const sets = new Set<string>();
  let anything = false;
  const shadowed = new Set<string>();
  const visit = (node: AnyNode, parent: AnyNode | null, target: boolean): void => {
    switch (node.type) {
      case "VariableDeclarator":
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        for (const name of declaredBy(node)) shadowed.add(name);
        break;
      case "Identifier":
        // `context` itself is passed on, so the receiver may set any key.
        if (node.name === "context" && !isPlainUse(node, parent)) anything = true;
        break;
      case "MemberExpression": {
        const key = keyOf(node);
        const object = node.object;
        if (object.type === "Identifier" && object.name === "env" && key !== undefined) env.add(key);
        if (
          object.type === "MemberExpression" &&
          object.object.type === "Identifier" &&
          object.object.name === "context" &&
          key !== undefined
        ) {
          if (keyOf(object) === "steps") steps.add(key);
          if (keyOf(object) === "env") env.add(key);
        }
        if (target && object.type === "Identifier" && object.name === "context") {
          if (key === undefined) anything = true;
          else sets.add(key);
        }
        break;
      }
    }
    for (const [name, child] of childrenOf(node)) {
      const writes =
        (node.type === "AssignmentExpression" && name === "left") ||
        (node.type === "UpdateExpression" && name === "argument") ||
        ((node.type === "ForOfStatement" || node.type === "ForInStatement") && name === "left");
      const passesOn = target && ["ArrayPattern", "ObjectPattern", "Property", "RestElement", "AssignmentPattern"].includes(node.type);
      visit(child, node, writes || passesOn);
    }
  };
  visit(program, null, false);
  // A script that has its own `context` or `env` means something else by the name.
  if (shadowed.has("context")) return { steps: [], env: [], sets: [], anything: true };
  return { steps: [...steps], env: shadowed.has("env") ? [] : [...env], sets: [...sets], anything };
}

/** True if an identifier is the object of `context.x`, or not a variable but a name after a dot or in an object. */
function isPlainUse(node: AnyNode, parent: AnyNode | null): boolean {
  if (parent?.type === "MemberExpression") return parent.object === node || !parent.computed;
  if (parent?.type === "Property") return parent.key === node && !parent.shorthand && !parent.computed;
  // `const { steps } = context` only reads.
  return (
    parent?.type === "VariableDeclarator" &&
    parent.init === node &&
    parent.id.type === "ObjectPattern" &&
    parent.id.properties.every((each) => each.type === "Property")
  );
}

function keyOf(node: AnyNode): string | undefined {
  if (node.type !== "MemberExpression") return undefined;
  const { property } = node;
  if (!node.computed) return property.type === "Identifier" ? property.name : undefined;
  if (property.type === "Literal" && typeof property.value === "string") return property.value;
  return property.type === "TemplateLiteral" && property.quasis.length === 1 ? (property.quasis[0]!.value.cooked ?? undefined) : undefined;
}

function declaredBy(node: AnyNode): string[] {
  if (node.type === "VariableDeclarator") return namesIn(node.id);
  if (node.type === "FunctionDeclaration" || node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression")
    return node.params.flatMap(namesIn);
  return [];
}
function namesIn(pattern: AnyNode): string[] {
  if (pattern.type === "Identifier") return [pattern.name];
  if (pattern.type === "Property") return namesIn(pattern.value);
  return ["ObjectPattern", "ArrayPattern", "RestElement", "AssignmentPattern"].includes(pattern.type)
    ? childrenOf(pattern).flatMap(([, child]) => namesIn(child))
    : [];
}

/** In plain loops: this is most of what reading a script costs. */
function childrenOf(node: AnyNode): [string, AnyNode][] {
  const children: [string, AnyNode][] = [];
  for (const [name, value] of Object.entries(node)) {
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value)) {
      if (isNode(value)) children.push([name, value]);
    } else for (const each of value) if (isNode(each)) children.push([name, each]);
  }
  return children;
}
function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
