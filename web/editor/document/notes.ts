/** Notes on the canvas: remarks for people, of which a run knows nothing. */
import type { FlowNote, Point } from "./changes.ts";
import { newId } from "./new-nodes.ts";
import { grid, snap } from "./placing.ts";

/** As flow/model/document.ts has them, which brings the schemas with it; a test holds both together. */
export const noteColours = ["yellow", "green", "blue", "pink", "grey"] as const;
export const noteSides = { min: 80, max: 2_000 } as const;
export const maxNoteText = 4_000;
const startSize = { width: 220, height: 120 } as const;

export const isNoteColour = (colour: unknown): colour is FlowNote["colour"] => noteColours.some((known) => known === colour);

/** An empty note, in the colour that was used last. */
export function newNote(at: Point, notes: readonly FlowNote[] = []): FlowNote {
  return { id: newId(), text: "", position: snap(at), size: startSize, colour: notes.at(-1)?.colour ?? "yellow" };
}

/** A size that the server takes, on the grid. */
export function fitSize({ width, height }: FlowNote["size"]): FlowNote["size"] {
  const side = (length: number) => Math.max(noteSides.min, Math.min(noteSides.max, Math.round(length / grid) * grid));
  return { width: side(width || startSize.width), height: side(height || startSize.height) };
}

/** The note within what the server takes. */
export function fitNote(note: FlowNote): FlowNote {
  return { ...note, text: note.text.slice(0, maxNoteText), size: fitSize(note.size) };
}

/** Cards and notes share the canvas's list of elements, where each must have an id of its own. */
export const noteKey = (id: string): string => `note/${id}`;
export const noteOf = (key: string): string | undefined => (key.startsWith("note/") ? key.slice(5) : undefined);

/** What a note is called where there is room for one line. */
export const firstLine = (text: string): string => text.trim().split("\n", 1)[0]!.slice(0, 80);
