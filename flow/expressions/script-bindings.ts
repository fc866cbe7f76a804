/** Which variables of a script stand for `context` or for something below it. */
import type { AnyNode, Program } from "acorn";

export class Bindings {
  readonly #paths = new Map<string, readonly string[]>([["context", []]]);
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
    const declared = new Map<string, number>();
    const count = (name: string) => declared.set(name, (declared.get(name) ?? 0) + 1);
    walk(program, (node) => {
      for (const name of namesBoundBy(node)) count(name);
    });
    // A name that is declared twice or assigned may stand for something else at any place.
    const isSure = (name: string) => declared.get(name) === 1;
    if (declared.has("context")) this.#paths.clear();
    walk(program, (node) => {
      if (node.type !== "VariableDeclarator" || !node.init) return;
      const path = this.pathOf(node.init);
      if (!path) return;
      for (const [name, below] of namesIn(node.id)) if (isSure(name)) this.#paths.set(name, [...path, ...below]);
    });
  }

  /** The keys that lead from `context` to the value of an expression; undefined where it is something else. */
  pathOf(node: AnyNode): readonly string[] | undefined {
    if (node.type === "ChainExpression") return this.pathOf(node.expression);
    if (node.type === "Identifier") return this.#paths.get(node.name);
    if (node.type !== "MemberExpression") return undefined;
    const object = this.pathOf(node.object);
    const key = constantKey(node);
    return object && key !== undefined ? [...object, key] : undefined;
  }

  /** Whether the value at `owner`, or one that holds it, is used in a way that may read any key of it. */
  escapes(owner: readonly string[]): boolean {
    let escapes = false;
    const visit = (node: AnyNode, parent: AnyNode | null): void => {
      const path = node.type === "Property" || node.type === "TemplateElement" ? undefined : this.pathOf(node);
      if (path && path.length <= owner.length && path.every((key, i) => key === owner[i]) && !this.#isFollowed(node, parent))
        escapes = true;
      // The left side of a declaration only gives names.
      for (const child of node.type === "VariableDeclarator" ? (node.init ? [node.init] : []) : childrenOf(node)) visit(child, node);
    };
    visit(this.#program, null);
    return escapes;
  }

  /** Whether what is read of a value is plain from the place where it stands. */
  #isFollowed(node: AnyNode, parent: AnyNode | null): boolean {
    switch (parent?.type) {
      case "ChainExpression":
        return true;
      case "MemberExpression":
        return parent.object === node ? constantKey(parent) !== undefined : !parent.computed;
      case "Property":
        return parent.key === node && !parent.computed && !parent.shorthand;
      case "VariableDeclarator":
        return isPlainPattern(parent.id) && namesIn(parent.id).every(([name]) => this.#paths.has(name));
      default:
        return false;
    }
  }
}

/** Whether every name of a pattern stands for one key. */
function isPlainPattern(pattern: AnyNode): boolean {
  if (pattern.type === "Identifier") return true;
  if (pattern.type !== "ObjectPattern") return false;
  return pattern.properties.every(
    (each) =>
      each.type === "Property" && keyOf(each) !== undefined && (each.value.type === "AssignmentPattern" || isPlainPattern(each.value)),
  );
}

/** The name after a dot, or of a text without expressions in brackets. */
export function constantKey({ property, computed }: Extract<AnyNode, { type: "MemberExpression" }>): string | undefined {
  if (!computed) return property.type === "Identifier" ? property.name : undefined;
  return textOf(property);
}

export function keyOf({ key, computed }: Extract<AnyNode, { type: "Property" }> | { key: AnyNode; computed: boolean }): string | undefined {
  return key.type === "Identifier" && !computed ? key.name : textOf(key);
}

function textOf(node: AnyNode): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  return node.type === "TemplateLiteral" && node.quasis.length === 1 ? (node.quasis[0]!.value.cooked ?? undefined) : undefined;
}

/** The names of a pattern, each with the keys that lead to its value; those of lists and rests lead nowhere known. */
function namesIn(pattern: AnyNode): [string, readonly string[]][] {
  if (pattern.type === "Identifier") return [[pattern.name, []]];
  if (pattern.type !== "ObjectPattern") return [];
  return pattern.properties.flatMap((property) => {
    const key = property.type === "Property" ? keyOf(property) : undefined;
    if (property.type !== "Property" || key === undefined) return [];
    return namesIn(property.value).map(([name, below]): [string, readonly string[]] => [name, [key, ...below]]);
  });
}

function namesBoundBy(node: AnyNode): string[] {
  switch (node.type) {
    case "VariableDeclarator":
      return identifiersIn(node.id);
    case "AssignmentExpression":
      return identifiersIn(node.left);
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return [...(node.type !== "ArrowFunctionExpression" && node.id ? [node.id.name] : []), ...node.params.flatMap(identifiersIn)];
    case "ClassDeclaration":
      return node.id ? [node.id.name] : [];
    case "CatchClause":
      return node.param ? identifiersIn(node.param) : [];
    default:
      return [];
  }
}

function identifiersIn(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern.name];
    case "Property":
      return identifiersIn(pattern.value);
    case "ObjectPattern":
      return pattern.properties.flatMap(identifiersIn);
    case "ArrayPattern":
      return pattern.elements.flatMap((each) => (each ? identifiersIn(each) : []));
    case "RestElement":
      return identifiersIn(pattern.argument);
    case "AssignmentPattern":
      return identifiersIn(pattern.left);
    default:
      return [];
  }
}

export function walk(node: AnyNode, see: (node: AnyNode) => void): void {
  see(node);
  for (const child of childrenOf(node)) walk(child, see);
}

function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node).flatMap((child) =>
    // Every object with a type in acorn's tree is a node; the others are values and positions.
    (Array.isArray(child) ? child : [child]).filter((one): one is AnyNode => typeof one === "object" && one !== null && "type" in one),
  );
}
