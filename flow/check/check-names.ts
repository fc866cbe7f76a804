import { reservedNames } from "../model/document.ts";
import { foldName } from "../text/fold-name.ts";
import type { CheckedGraph } from "./connect-nodes.ts";
import type { Note } from "./problem.ts";

const maxNameLength = 100;

/** Ids, names and parents of nodes. */
export function checkNames({ nodes, indexOf }: CheckedGraph, note: Note): void {
  const byName = new Map<string, string>();
  for (const { node, index } of nodes) {
    const where = { node: node.id, path: ["nodes", index, "name"] };
    if (indexOf.get(node.id) !== index)
      note(
        "node_id_duplicate",
        `“${nodes[indexOf.get(node.id)!]!.node.name}” and “${node.name}” have the same id.`,
        "Change one of the ids.",
        { node: node.id, path: ["nodes", index, "id"] },
      );
    const fault = faultOfName(node.name);
    if (fault) note("node_name_invalid", `The node “${node.name}” ${fault}.`, "Rename the node.", where);
    const other = byName.get(foldName(node.name));
    if (other === undefined) byName.set(foldName(node.name), node.name);
    else
      note(
        "node_name_duplicate",
        other === node.name
          ? `Two nodes are named “${node.name}”.`
          : `The names “${other}” and “${node.name}” differ only in upper and lower case.`,
        "Rename one of the nodes.",
        where,
      );
    // The types that exist hold no nodes inside them.
    if (node.parent !== undefined)
      note("node_parent_invalid", `“${node.name}” is inside a node that is not a loop.`, "Move the node out.", {
        node: node.id,
        path: ["nodes", index, "parent"],
      });
  }
}

function faultOfName(name: string): string | undefined {
  if (name.trim() === "") return "has no name";
  if (name !== name.trim()) return "has a name that starts or ends with a space";
  if (name.length > maxNameLength) return `has a name of more than ${maxNameLength} characters`;
  // oxlint-disable-next-line no-control-regex -- control characters are the very thing that is looked for
  if (/[`\u0000-\u001f\u007f]/.test(name)) return "has a backtick or control character in its name, so expressions cannot refer to it";
  return reservedNames.includes(name) ? "has a reserved name that expressions cannot use" : undefined;
}
