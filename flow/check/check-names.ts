import { foldName } from "../model/fold-name.ts";
import type { CheckedGraph } from "./connect-nodes.ts";
import type { Note } from "./problem.ts";

const maxNameLength = 100;
/** Names that JavaScript keeps for itself on every object, so that no reference could reach such a node or input. */
export const reservedNames: readonly string[] = ["__proto__", "constructor", "prototype"];

/** Ids, names and parents of nodes. */
export function checkNames({ nodes, indexOf }: CheckedGraph, note: Note): void {
  const byName = new Map<string, string>();
  for (const { node, index } of nodes) {
    const where = { node: node.id, path: ["nodes", index, "name"] };
    if (indexOf.get(node.id) !== index)
      note(
        "node_id_duplicate",
        `The nodes "${nodes[indexOf.get(node.id)!]!.node.name}" and "${node.name}" have the same id.`,
        "Give one of them another id.",
        { node: node.id, path: ["nodes", index, "id"] },
      );
    const fault = faultOfName(node.name);
    if (fault) note("node_name_invalid", `The node "${node.name}" ${fault}.`, "Rename it.", where);
    const other = byName.get(foldName(node.name));
    if (other === undefined) byName.set(foldName(node.name), node.name);
    else
      note(
        "node_name_duplicate",
        other === node.name
          ? `Two nodes are called "${node.name}".`
          : `The nodes "${other}" and "${node.name}" differ in upper and lower case only.`,
        "Rename one of them.",
        where,
      );
    // The types that exist hold no nodes inside them.
    if (node.parent !== undefined)
      note("node_parent_invalid", `The node "${node.name}" is placed inside something that is no loop.`, "Move it out.", {
        node: node.id,
        path: ["nodes", index, "parent"],
      });
  }
}

function faultOfName(name: string): string | undefined {
  if (name.trim() === "") return "has no name";
  if (name !== name.trim()) return "has blanks around its name";
  if (name.length > maxNameLength) return `has a name of more than ${maxNameLength} characters`;
  // oxlint-disable-next-line no-control-regex -- control characters are the very thing that is looked for
  if (/[`\u0000-\u001f\u007f]/.test(name)) return "has a backtick or a control character in its name, so that no expression could quote it";
  return reservedNames.includes(name) ? "has a name that expressions cannot reach" : undefined;
}
