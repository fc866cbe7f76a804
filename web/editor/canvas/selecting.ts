import { type Change, edgeId } from "../document/changes.ts";
import { type Direction, neighbour } from "./neighbours.ts";
import type { View } from "./view.ts";
import { hasRole } from "../drawing/node-kinds.ts";

/** Selecting by keys, and removing what is selected. */
export function createSelecting({ editor, places, goTo }: View) {
  return {
    selectAll() {
      const { nodes, notes = [] } = editor.document.peek();
      editor.select(
        nodes.map(({ id }) => id),
        [],
        notes.map(({ id }) => id),
      );
    },
    /** An arrow key: selects the next node, with Shift in addition to what is selected. */
    walk(direction: Direction, { keep = false } = {}) {
      const before = editor.selection.peek();
      // With Shift, from the node that was reached last.
      const first = keep ? [...before.nodes].at(-1) : [...before.nodes][0];
      const document = editor.document.peek();
      const from = first ?? document.nodes.find((node) => hasRole(node, "start"))?.id ?? document.nodes[0]?.id;
      if (from === undefined) return;
      const to = first === undefined ? from : neighbour(document, places.peek(), from, direction);
      if (to === undefined) return;
      goTo(to);
      if (keep) editor.select([...[...before.nodes].filter((id) => id !== to), to], [], before.notes);
    },
    remove(): void {
      const { nodes, edges, notes } = editor.selection.peek();
      const document = editor.document.peek();
      const after = nodes.size === 1 ? neighbour(document, places.peek(), [...nodes][0]!, "ArrowLeft") : undefined;
      const changes: Change[] = [];
      if (edges.size > 0) changes.push({ kind: "removeEdges", edges: document.edges.filter((edge) => edges.has(edgeId(edge))) });
      if (nodes.size > 0) changes.push({ kind: "removeNodes", ids: [...nodes] });
      if (notes.size > 0) changes.push({ kind: "removeNotes", ids: [...notes] });
      if (changes.length === 0 || !editor.mayEdit.peek()) return;
      editor.apply(changes);
      if (after && editor.nodeById(after)) goTo(after);
    },
  };
}
