import { api } from "./api.ts";
import { condition } from "./condition.ts";
import { delay } from "./delay.ts";
import { end } from "./end.ts";
import type { NodeDeclaration } from "./node.ts";
import { script } from "./script.ts";
import { start } from "./start.ts";

/** Every node type, in the order in which a palette shows them. */
const declarations: readonly NodeDeclaration[] = [start, end, api, condition, script, delay];

const byType: ReadonlyMap<string, NodeDeclaration> = new Map(declarations.map((declaration) => [declaration.type, declaration]));

/** The names of all node types. */
export const nodeTypes: readonly string[] = declarations.map((declaration) => declaration.type);

/** A type's declaration, or undefined where there is no such type. */
export function declarationOf(type: string): NodeDeclaration | undefined {
  return byType.get(type);
}
