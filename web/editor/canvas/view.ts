/** Where the canvas looks, and what has the keyboard's focus on it. */
import { signal } from "@preact/signals";
import { afterRender } from "../../base/ui/after-render.ts";
import { cardHeight, cardWidth } from "../document/card-shape.ts";
import type { FlowNode, FlowNote, Point } from "../document/changes.ts";
import type { FlowEditor } from "../document/flow-editor.ts";
import { noteKey } from "../document/notes.ts";
import { keepPlaces } from "../document/placing.ts";

/** The part of the canvas that the model moves; the canvas hands it over when it is there. */
export interface Stage {
  toFlow(screen: Point): Point;
  toScreen(flow: Point): Point;
  /** Brings a box into view if it is not. */
  reveal(box: { x: number; y: number; width: number; height: number }): void;
  fit(): void;
  zoom(by: 1 | -1): void;
  middle(): Point;
}

/** The view of an editor's flow: where each card is shown, and how to get to one. */
export function createView(editor: FlowEditor) {
  const places = keepPlaces(() => editor.document.value);
  const writing = signal<string | undefined>();
  let stage: Stage | undefined;
  let pointer: Point | undefined;

  return {
    editor,
    places,
    /** The note whose text is being written on the canvas. */
    writing,
    stage: () => stage,
    setStage: (next: Stage | undefined) => (stage = next),
    /** The pointer's last place over the canvas, where pasted nodes go. */
    pointer: () => pointer,
    setPointer: (at: Point | undefined) => (pointer = at),
    chosen: (): FlowNode[] => editor.document.peek().nodes.filter(({ id }) => editor.selection.peek().nodes.has(id)),
    chosenNotes: (): FlowNote[] => (editor.document.peek().notes ?? []).filter(({ id }) => editor.selection.peek().notes.has(id)),
    focusNode,
    /** Selects a node, brings it into view and focuses it. */
    goTo(id: string, { focus = true } = {}): void {
      editor.select([id]);
      writing.value = undefined;
      const [node, at] = [editor.nodeById(id), places.peek().get(id)];
      if (node && at) stage?.reveal({ ...at, width: cardWidth, height: cardHeight(node) });
      if (focus) focusNode(id);
    },
    goToNote(id: string, { focus = true } = {}): void {
      const note = editor.document.peek().notes?.find((each) => each.id === id);
      if (!note) return;
      editor.select([], [], [id]);
      stage?.reveal({ ...note.position, ...note.size });
      if (focus) focusNode(noteKey(id));
    },
  };
}
export type View = ReturnType<typeof createView>;

/**
 * Focuses the card of a node or a note. The next key belongs to the canvas already, even if the card is drawn only when
 * the view has reached it.
 */
function focusNode(id: string): void {
  const focusCard = (): boolean => {
    const card = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
    card?.focus({ preventScroll: true });
    return card !== null;
  };
  const attempt = (left: number) =>
    requestAnimationFrame(() => {
      // If the focus has moved elsewhere meanwhile, it stays there.
      const isFree = document.activeElement === document.body;
      if (left > 0 && isFree && !focusCard()) attempt(left - 1);
    });
  afterRender(() => {
    if (focusCard()) return;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    attempt(20);
  });
}
