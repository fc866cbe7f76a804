import { type Signal, signal } from "@preact/signals";
import { cardWidth } from "../document/card-shape.ts";
import { edgeId, type Point } from "../document/changes.ts";
import { addNodeChanges, type Spot } from "../document/new-nodes.ts";
import { freeOutcomes, outcomesOf } from "../drawing/node-kinds.ts";
import { newNote } from "../document/notes.ts";
import type { View } from "./view.ts";

export interface OpenPalette {
  readonly spot: Spot;
  /** Where it opens, in the window. */
  readonly screen: Point;
}

/** Adding nodes, by the palette or a key, and notes. */
export function createAdding({ editor, places, stage, pointer, chosen, goTo, goToNote, writing }: View, inspectorOpen: Signal<boolean>) {
  const palette = signal<OpenPalette | undefined>();

  const openPalette = (spot: Spot, screen?: Point): void => {
    if (!editor.mayEdit.peek()) return;
    const at = stage();
    palette.value = { spot, screen: screen ?? at?.toScreen(spot.at ?? at.middle()) ?? { x: 200, y: 200 } };
  };

  return {
    palette,
    openPalette,
    add(type: string, spot: Spot): void {
      const { node, changes } = addNodeChanges(editor.document.peek(), type, spot);
      palette.value = undefined;
      editor.apply(changes);
      inspectorOpen.value = true;
      // The focus goes to its first field; on the node it would only be taken away again.
      goTo(node.id, { focus: false });
      editor.focusPath.value = "";
    },
    /** `A`: after the selected node's free outcome, into the selected edge, or where there is room. */
    addByKey() {
      const { edges } = editor.selection.peek();
      const document = editor.document.peek();
      const [node] = chosen();
      const into = document.edges.find((edge) => edges.has(edgeId(edge)));
      if (!node) return openPalette(into ? { into } : {});
      const outcome = freeOutcomes(node, document.edges)[0] ?? outcomesOf(node)[0];
      const at = places.peek().get(node.id)!;
      const beside = stage()?.toScreen({ x: at.x + cardWidth + 24, y: at.y });
      openPalette(outcome === undefined ? {} : { from: { node: node.id, outcome } }, beside);
    },
    addNote(at?: Point): void {
      if (!editor.mayEdit.peek()) return;
      const middle = stage()?.middle() ?? { x: 0, y: 0 };
      const note = newNote(at ?? pointer() ?? middle, editor.document.peek().notes);
      editor.apply({ kind: "addNotes", notes: [note] });
      goToNote(note.id, { focus: false });
      writing.value = note.id;
    },
  };
}
