/** What the parts of the compiler need of one another. Each throws Bail where a script leaves what they know. */
import type { AnyNode } from "acorn";
import type { Act, Code, Frame, Store } from "./frame.ts";
import type { Scopes } from "./scope.ts";
import type { Callback } from "./values.ts";

export interface Compiler {
  readonly scopes: Scopes;
  /** How many optional chains stand around the present place. */
  chains: number;
  expression(node: AnyNode): Code;
  statement(node: AnyNode): Act;
  /** Statements with a scope of their own. */
  block(nodes: readonly AnyNode[]): Act;
  /** A function, made new for each frame that comes by. */
  function(node: AnyNode): (frame: Frame) => Callback;
  /** Declares the names of a pattern and stores values in them. */
  declaration(pattern: AnyNode, kind: "let" | "const" | "var"): Store;
  /** Stores values in variables and properties that are there. */
  assignment(pattern: AnyNode): Store;
}

/** The parts of syntax below a node, which is what running it once costs at the most. */
export function countNodes(node: AnyNode): number {
  let count = 1;
  for (const child of childrenOf(node)) count += countNodes(child);
  return count;
}

export function childrenOf(node: AnyNode): AnyNode[] {
  return Object.values(node).flatMap((child) =>
    // Every object with a type in acorn's tree is a node; the others are values and positions.
    (Array.isArray(child) ? child : [child]).filter((one): one is AnyNode => typeof one === "object" && one !== null && "type" in one),
  );
}
