/** How the parts of the compiler call each other. Each of them throws Bail for syntax that plain scripts do not support. */
import type { AnyNode } from "acorn";
import type { Act, Code, Frame, Store } from "./frame.ts";
import type { Scopes } from "./scope.ts";
import type { Callback } from "./values.ts";

export interface Compiler {
  readonly scopes: Scopes;
  /** The number of optional chains around the current node. */
  chains: number;
  expression(node: AnyNode): Code;
  statement(node: AnyNode): Act;
  /** Statements with their own scope. */
  block(nodes: readonly AnyNode[]): Act;
  /** A function; each frame that reaches it creates its own closure. */
  function(node: AnyNode): (frame: Frame) => Callback;
  /** Initializes the names of a declaration. */
  declaration(pattern: AnyNode, kind: "let" | "const" | "var"): Store;
  /** Assigns to variables and properties. */
  assignment(pattern: AnyNode): Store;
}

/** The number of syntax nodes, which is the most steps that running them once takes. */
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
