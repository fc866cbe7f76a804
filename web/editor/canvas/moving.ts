import type { Change, Point } from "../document/changes.ts";
import { noteKey, noteOf } from "../document/notes.ts";
import { align, type Alignment, grid, tidyPlaces } from "../document/placing.ts";
import type { Direction } from "./neighbours.ts";
import type { View } from "./view.ts";

/** Moving nodes and notes on the canvas. */
export function createMoving({ editor, places, stage, chosen, chosenNotes }: View) {
  /** Takes the new places of nodes by their ids, and of notes by their keys. */
  const moveTo = (moved: ReadonlyMap<string, Point>, group?: string): void => {
    const { nodes, notes = [] } = editor.document.peek();
    const changes: Change[] = [];
    const movedNodes = new Map([...moved].filter(([key]) => noteOf(key) === undefined));
    // As soon as any is moved, a node without a place of its own gets the one where it is shown.
    const isPlaced = nodes.every(({ position }) => position);
    if (movedNodes.size > 0)
      changes.push({ kind: "moveNodes", places: isPlaced ? movedNodes : new Map([...places.peek(), ...movedNodes]) });
    const movedNotes = notes.flatMap((note) => {
      const to = moved.get(noteKey(note.id));
      return to && (to.x !== note.position.x || to.y !== note.position.y) ? [{ ...note, position: { x: to.x, y: to.y } }] : [];
    });
    if (movedNotes.length > 0) changes.push({ kind: "putNotes", notes: movedNotes });
    if (changes.length > 0) editor.apply(changes, group);
  };

  return {
    moveTo,
    arrange(how: Alignment) {
      if (chosen().length > 1) moveTo(align(chosen(), places.peek(), how));
    },
    tidy() {
      editor.apply({ kind: "moveNodes", places: tidyPlaces(editor.document.peek()) });
      requestAnimationFrame(() => stage()?.fit());
    },
    /** Moves what is selected by one step of the grid, or by five. */
    nudge(direction: Direction, far: boolean) {
      const step = far ? grid * 5 : grid;
      const by = {
        ArrowLeft: { x: -step, y: 0 },
        ArrowRight: { x: step, y: 0 },
        ArrowUp: { x: 0, y: -step },
        ArrowDown: { x: 0, y: step },
      };
      const moved = [
        ...chosen().map(({ id }) => [id, places.peek().get(id)!] as const),
        ...chosenNotes().map(({ id, position }) => [noteKey(id), position] as const),
      ].map(([key, { x, y }]) => [key, { x: x + by[direction].x, y: y + by[direction].y }] as const);
      if (moved.length > 0) moveTo(new Map(moved), `nudge:${moved.map(([id]) => id).join()}`);
    },
  };
}
