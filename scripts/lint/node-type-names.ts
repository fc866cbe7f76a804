/**
 * A node type is named in its own file alone: what others ask of it stands in its declaration. Refused are the comparison of
 * a `type` with a node type's name, its name as a case, a list or table of such names, and the making of a node by it.
 */
import { nodeTypes } from "../../flow/nodes/registry.ts";

/** As much of ESTree as is looked at. */
export interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: string;
  readonly property?: Node;
  readonly operator?: string;
  readonly left?: Node;
  readonly right?: Node;
  readonly discriminant?: Node;
  readonly cases?: readonly { readonly test: Node | null }[];
  readonly elements?: readonly (Node | null)[];
  readonly properties?: readonly { readonly key?: Node; readonly value?: Node }[];
}
type Report = (node: Node, message: string) => void;

const names: ReadonlySet<unknown> = new Set(nodeTypes);
/** A list or table of fewer can mean something else, as `start` and `end` of a range do. */
const fewest = 3;

const isName = (node: Node | null | undefined): node is Node => node?.type === "Literal" && names.has(node.value);
/** `type`, `node.type`, `nodeType`, `step?.node.type`. */
function isType(node: Node | undefined): boolean {
  if (node?.type === "ChainExpression") return isType((node as unknown as { expression: Node }).expression);
  return /^(type|nodeType)$/.test((node?.type === "MemberExpression" ? node.property?.name : node?.name) ?? "");
}
const keyOf = ({ key }: { readonly key?: Node }): unknown => key?.name ?? key?.value;

const messageFor = (name: unknown): string =>
  `Do not name the node type ${String(name)} here. Ask its declaration in flow/nodes, or add to it what you need (docs/decisions/nodes.md).`;

/** The visitors of the rule. */
export function nodeTypeNames(report: Report) {
  const refuse = (node: Node, name = node.value) => report(node, messageFor(name));
  return {
    BinaryExpression({ operator, left, right }: Node) {
      if (operator !== "===" && operator !== "!==") return;
      if (isName(right) && isType(left)) refuse(right);
      if (isName(left) && isType(right)) refuse(left);
    },
    SwitchStatement({ discriminant, cases = [] }: Node) {
      if (isType(discriminant)) for (const { test } of cases) if (isName(test)) refuse(test);
    },
    ArrayExpression({ elements = [] }: Node) {
      if (elements.length >= fewest && elements.every((each) => isName(each))) refuse(elements[0]!);
    },
    ObjectExpression(node: Node) {
      const keys = (node.properties ?? []).map(keyOf);
      if (keys.filter((key) => names.has(key)).length >= fewest)
        refuse(
          node,
          keys.find((key) => names.has(key)),
        );
      for (const { key, value } of node.properties ?? []) if (key?.name === "type" && isName(value)) refuse(value);
    },
  };
}
