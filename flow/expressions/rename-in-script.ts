import { type AnyNode, parse } from "acorn";

/**
 * Rewrites the references to the step `from` in a script: context.steps.Name, context.steps["Name"], the same behind a
 * `steps` taken from context, and names taken out of steps by destructuring. Computed names cannot be known and stay. A
 * script that does not parse stays as it is.
 */
export function renameNodeInScript(code: string, from: string, to: string): string {
  return rewrite(code, from, to, isSteps);
}

/** The same for an input, which stands below the Start of that name. */
export function renameInputInScript(code: string, start: string, from: string, to: string): string {
  return rewrite(code, from, to, (node, found) => isStepCalled(node, start, found));
}

function rewrite(code: string, from: string, to: string, owns: Found["owns"]): string {
  let program: AnyNode;
  try {
    program = parse(code, { ecmaVersion: "latest", allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true });
  } catch {
    return code;
  }
  const edits: Edit[] = [];
  const found: Found = { from, to, edits, aliased: false, owns };
  walk(program, (node) => {
    if (node.type === "VariableDeclarator" && node.init) found.aliased ||= takesSteps(node);
  });
  walk(program, (node) => visit(node, found));
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), code);
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
interface Found {
  readonly from: string;
  readonly to: string;
  readonly edits: Edit[];
  /** `steps` is a variable that was taken from context. */
  aliased: boolean;
  /** Whether what is called by the name stands directly below this. */
  readonly owns: (node: AnyNode, found: Found) => boolean;
}
type Declarator = Extract<AnyNode, { type: "VariableDeclarator" }>;

function walk(node: AnyNode, see: (node: AnyNode) => void): void {
  see(node);
  for (const child of Object.values(node)) {
    for (const one of Array.isArray(child) ? child : [child]) {
      // Every object with a type in acorn's tree is a node; the others are values and positions.
      if (typeof one === "object" && one !== null && "type" in one) walk(one as AnyNode, see);
    }
  }
}

function visit(node: AnyNode, found: Found): void {
  if (node.type === "MemberExpression" && found.owns(node.object, found)) renameProperty(node, found);
  if (node.type === "VariableDeclarator" && node.id.type === "ObjectPattern" && node.init && found.owns(node.init, found)) {
    for (const property of node.id.properties) {
      if (property.type !== "Property" || property.computed || keyOf(property.key) !== found.from) continue;
      const { start, end } = property.key;
      const written = /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(found.to) ? found.to : JSON.stringify(found.to);
      found.edits.push({ start, end, text: property.shorthand ? `${written}: ${found.from}` : written });
    }
  }
}

function renameProperty(node: Extract<AnyNode, { type: "MemberExpression" }>, { from, to, edits }: Found): void {
  const { property, computed } = node;
  if (computed) {
    if (property.type === "Literal" && property.value === from)
      edits.push({ start: property.start, end: property.end, text: JSON.stringify(to) });
  } else if (property.type === "Identifier" && property.name === from) {
    if (/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(to)) edits.push({ start: property.start, end: property.end, text: to });
    // The dot goes; behind ?. the bracket keeps it.
    else edits.push({ start: node.object.end, end: property.end, text: `${node.optional ? "?." : ""}[${JSON.stringify(to)}]` });
  }
}

function isSteps(node: AnyNode, found: Found): boolean {
  if (node.type === "Identifier") return found.aliased && node.name === "steps";
  return isContextSteps(node);
}

function isStepCalled(node: AnyNode, name: string, found: Found): boolean {
  if (node.type === "ChainExpression") return isStepCalled(node.expression, name, found);
  if (node.type !== "MemberExpression" || !isSteps(node.object, found)) return false;
  const { property, computed } = node;
  return computed ? property.type === "Literal" && property.value === name : property.type === "Identifier" && property.name === name;
}

function isContextSteps(node: AnyNode): boolean {
  if (node.type === "ChainExpression") return isContextSteps(node.expression);
  if (node.type !== "MemberExpression" || node.object.type !== "Identifier" || node.object.name !== "context") return false;
  return node.computed
    ? node.property.type === "Literal" && node.property.value === "steps"
    : node.property.type === "Identifier" && node.property.name === "steps";
}

/** const { steps } = context, or const steps = context.steps. */
function takesSteps({ id, init }: Declarator): boolean {
  if (id.type === "Identifier") return id.name === "steps" && isContextSteps(init!);
  if (id.type !== "ObjectPattern" || init?.type !== "Identifier" || init.name !== "context") return false;
  return id.properties.some(
    (property) =>
      property.type === "Property" &&
      keyOf(property.key) === "steps" &&
      property.value.type === "Identifier" &&
      property.value.name === "steps",
  );
}

function keyOf(key: AnyNode): unknown {
  return key.type === "Identifier" ? key.name : key.type === "Literal" ? key.value : undefined;
}
