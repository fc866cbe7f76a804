import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { FlowDocument } from "../../base/api/resources.ts";
import { edgeId, type FlowNode, type FlowNote } from "./changes.ts";

export interface Selection {
  readonly nodes: ReadonlySet<string>;
  /** Ids as `edgeId` makes them. */
  readonly edges: ReadonlySet<string>;
  readonly notes: ReadonlySet<string>;
}

/** What is selected of a document, and which field of it the inspector is to focus. */
export function createSelection(document: ReadonlySignal<FlowDocument>, byId: ReadonlySignal<ReadonlyMap<string, FlowNode>>) {
  const selection = signal<Selection>({ nodes: new Set(), edges: new Set(), notes: new Set() });
  const focusPath = signal<string | undefined>();
  return {
    selection,
    /** Asks the inspector to focus a field of the selected node: an RFC 6901 pointer below the node, such as `/config/url`. */
    focusPath,
    /** The node that is selected, if nothing else is; for the inspector. */
    selectedNode: computed<FlowNode | undefined>(() => {
      const { nodes, notes } = selection.value;
      const [id] = nodes;
      return nodes.size === 1 && notes.size === 0 && id !== undefined ? byId.value.get(id) : undefined;
    }),
    /** The same for a note. */
    selectedNote: computed<FlowNote | undefined>(() => {
      const { nodes, notes } = selection.value;
      const [id] = notes;
      return nodes.size === 0 && notes.size === 1 ? document.value.notes?.find((note) => note.id === id) : undefined;
    }),
    select(nodes: Iterable<string>, edges: Iterable<string> = [], notes: Iterable<string> = []) {
      // A field that was asked for belongs to what was selected before.
      focusPath.value = undefined;
      selection.value = { nodes: new Set(nodes), edges: new Set(edges), notes: new Set(notes) };
    },
    /** Forgets what the document no longer has. */
    prune() {
      const { nodes, edges, notes } = selection.peek();
      const known = document.peek();
      const edgeIds = edges.size > 0 ? new Set(known.edges.map(edgeId)) : edges;
      const kept = {
        nodes: new Set([...nodes].filter((id) => byId.peek().has(id))),
        edges: new Set([...edges].filter((id) => edgeIds.has(id))),
        notes: new Set([...notes].filter((id) => known.notes?.some((note) => note.id === id))),
      };
      if (kept.nodes.size !== nodes.size || kept.edges.size !== edges.size || kept.notes.size !== notes.size) selection.value = kept;
    },
  };
}
