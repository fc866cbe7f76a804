/** What the builder's parts share besides the document: the palette, search, the view of the canvas, and the actions of keys and tools. */
import { signal } from "@preact/signals";
import { afterRender } from "../../base/ui/after-render.ts";
import { builderLabels } from "../document/builder-labels.ts";
import { recall, remember } from "../../base/ui/remembered.ts";
import { toast } from "../../base/ui/toasts.tsx";
import { cardHeight, cardWidth } from "../document/card-shape.ts";
import { type Change, edgeId, type FlowEdge, type FlowNode, type FlowNote, type Point } from "../document/changes.ts";
import { copyText, pasteChanges, readClip } from "./clipboard.ts";
import type { FlowEditor } from "../document/flow-editor.ts";
import { fetchRenamer } from "../document/renamer.ts";
import { addNodeChanges, type Spot } from "../document/new-nodes.ts";
import { fitNote, newNote, noteKey, noteOf } from "../document/notes.ts";
import { type Direction, neighbour } from "./neighbours.ts";
import { freeOutcomes, outcomesOf } from "../document/node-kinds.ts";
import { align, type Alignment, grid, keepPlaces, tidyPlaces } from "../document/placing.ts";
import { refuseEdge } from "../document/refuse-edge.ts";

/** The part of the canvas that the model moves; the canvas hands it over when it is there. */
export interface Stage {
  toFlow(screen: Point): Point;
  toScreen(flow: Point): Point;
  /** Brings a box into view where it is not. */
  reveal(box: { x: number; y: number; width: number; height: number }): void;
  fit(): void;
  zoom(by: 1 | -1): void;
  middle(): Point;
}
interface OpenPalette {
  readonly spot: Spot;
  /** Where it opens, in the window. */
  readonly screen: Point;
}

export function createBuilder(editor: FlowEditor) {
  const palette = signal<OpenPalette | undefined>();
  const connecting = signal<string | undefined>();
  /** Where the menu of what is chosen stands, in the window. */
  const menu = signal<Point | undefined>();
  const finding = signal(false);
  const refusal = signal<string | undefined>();
  const inspectorOpen = signal(recall("inspector") !== "closed");
  const minimap = signal(recall("minimap") !== "off");
  const places = keepPlaces(() => editor.document.value);
  let stage: Stage | undefined;
  /** The pointer's last place over the canvas, where pasted nodes go. */
  let pointer: Point | undefined;
  let refusalTimer: ReturnType<typeof setTimeout> | undefined;

  /** The note whose text is being written on the canvas. */
  const writing = signal<string | undefined>();
  const chosenNotes = (): FlowNote[] => (editor.document.peek().notes ?? []).filter(({ id }) => editor.selection.peek().notes.has(id));
  const chosen = (): FlowNode[] => editor.document.peek().nodes.filter(({ id }) => editor.selection.peek().nodes.has(id));

  /** Chooses a node, brings it into view and puts the keyboard's focus on it. */
  const goTo = (id: string, { focus = true } = {}): void => {
    editor.select([id]);
    writing.value = undefined;
    const [node, at] = [editor.nodeById(id), places.peek().get(id)];
    if (node && at) stage?.reveal({ ...at, width: cardWidth, height: cardHeight(node) });
    if (focus) focusNode(id);
  };
  /** Puts the keyboard's focus on a node or a note. The next key is the canvas's already, also where the card is only drawn when the view has come to it. */
  const focusNode = (id: string): void => {
    const focusCard = (): boolean => {
      const card = document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`);
      card?.focus({ preventScroll: true });
      return card !== null;
    };
    const attempt = (left: number) =>
      requestAnimationFrame(() => {
        // Who has gone on to something else in the meantime keeps it.
        const isFree = document.activeElement === document.body;
        if (left > 0 && isFree && !focusCard()) attempt(left - 1);
      });
    afterRender(() => {
      if (focusCard()) return;
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      attempt(20);
    });
  };

  /** A node without a place of its own gets the one where it is shown as soon as any is moved. */
  /** Takes the places of nodes by their ids, and of notes by their keys. */
  const moveTo = (moved: ReadonlyMap<string, Point>, group?: string): void => {
    const { nodes, notes = [] } = editor.document.peek();
    const changes: Change[] = [];
    const movedNodes = new Map([...moved].filter(([key]) => noteOf(key) === undefined));
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

  const goToNote = (id: string, { focus = true } = {}): void => {
    const note = editor.document.peek().notes?.find((each) => each.id === id);
    if (!note) return;
    editor.select([], [], [id]);
    stage?.reveal({ ...note.position, ...note.size });
    if (focus) focusNode(noteKey(id));
  };

  const addNote = (at?: Point): void => {
    const middle = stage?.middle() ?? { x: 0, y: 0 };
    if (!editor.mayEdit.peek()) return;
    const note = newNote(at ?? pointer ?? middle, editor.document.peek().notes);
    editor.apply({ kind: "addNotes", notes: [note] });
    goToNote(note.id, { focus: false });
    writing.value = note.id;
  };

  const openPalette = (spot: Spot, screen?: Point): void => {
    if (!editor.mayEdit.peek()) return;
    palette.value = { spot, screen: screen ?? stage?.toScreen(spot.at ?? stage.middle()) ?? { x: 200, y: 200 } };
  };

  const add = (type: string, spot: Spot): void => {
    const { node, changes } = addNodeChanges(editor.document.peek(), type, spot);
    palette.value = undefined;
    editor.apply(changes);
    inspectorOpen.value = true;
    // The focus goes to its first field; on the node it would only be taken away again.
    goTo(node.id, { focus: false });
    editor.focusPath.value = "";
  };

  const remove = (): void => {
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
  };

  const paste = async (text: string, { at = pointer, quiet = false }: { at?: Point | undefined; quiet?: boolean } = {}) => {
    const clip = readClip(text);
    const renameReferences = await fetchRenamer().catch(() => undefined);
    if (!renameReferences) {
      toast(builderLabels.partMissing, "problem");
      return;
    }
    const pasted = clip && pasteChanges(editor.document.peek(), clip, at, renameReferences);
    if (!pasted) {
      if (!quiet) toast(builderLabels.nothingToPaste, "problem");
      return;
    }
    const { nodes, notes, changes } = pasted;
    editor.apply(changes);
    editor.select(
      nodes.map(({ id }) => id),
      [],
      notes.map(({ id }) => id),
    );
    if (!quiet) toast(builderLabels.pasted(nodes.length, notes.length));
    focusNode(nodes[0]?.id ?? noteKey(notes[0]!.id));
  };

  const openInspector = (): void => {
    inspectorOpen.value = true;
    remember("inspector", "open");
    // A field that was asked for before is asked for again.
    editor.focusPath.value = undefined;
    editor.focusPath.value = "";
  };

  return {
    editor,
    places,
    palette,
    connecting,
    menu,
    finding,
    refusal,
    inspectorOpen,
    minimap,
    chosen,
    writing,
    goToNote,
    addNote,
    goTo,
    focusNode,
    moveTo,
    openPalette,
    add,
    remove,
    paste,
    setStage: (next: Stage | undefined) => (stage = next),
    stage: () => stage,
    setPointer: (at: Point | undefined) => (pointer = at),
    /** Says for a while why an edge was not drawn. */
    refuse(why: string | undefined) {
      clearTimeout(refusalTimer);
      refusal.value = why;
      if (why) refusalTimer = setTimeout(() => (refusal.value = undefined), 4_000);
    },
    connect(edge: FlowEdge): string | undefined {
      const why = refuseEdge(editor.document.peek(), edge);
      if (!why) editor.apply({ kind: "addEdge", edge });
      return why;
    },
    /** `A`: behind the chosen node's free outcome, into the chosen edge, or where there is room. */
    addByKey() {
      const { edges } = editor.selection.peek();
      const document = editor.document.peek();
      const [node] = chosen();
      const into = document.edges.find((edge) => edges.has(edgeId(edge)));
      if (node) {
        const outcome = freeOutcomes(node, document.edges)[0] ?? outcomesOf(node)[0];
        const at = places.peek().get(node.id)!;
        const beside = stage?.toScreen({ x: at.x + cardWidth + 24, y: at.y });
        openPalette(outcome === undefined ? {} : { from: { node: node.id, outcome } }, beside);
      } else openPalette(into ? { into } : {});
    },
    copyText: () => copyText(editor.document.peek(), editor.selection.peek().nodes, editor.selection.peek().notes),
    duplicate: () => {
      const { nodes, notes } = editor.selection.peek();
      return paste(copyText(editor.document.peek(), nodes, notes), { at: undefined, quiet: true });
    },
    selectAll() {
      const { nodes, notes = [] } = editor.document.peek();
      editor.select(
        nodes.map(({ id }) => id),
        [],
        notes.map(({ id }) => id),
      );
    },
    arrange(how: Alignment) {
      if (chosen().length > 1) moveTo(align(chosen(), places.peek(), how));
    },
    tidy() {
      editor.apply({ kind: "moveNodes", places: tidyPlaces(editor.document.peek()) });
      requestAnimationFrame(() => stage?.fit());
    },
    /** An arrow key: on to the next node; with Alt the chosen nodes move instead. */
    walk(direction: Direction, { keep = false } = {}) {
      const before = editor.selection.peek();
      // With Shift, from the node that was come to last.
      const first = keep ? [...before.nodes].at(-1) : [...before.nodes][0];
      const document = editor.document.peek();
      const from = first ?? document.nodes.find(({ type }) => type === "start")?.id ?? document.nodes[0]?.id;
      if (from === undefined) return;
      const to = first === undefined ? from : neighbour(document, places.peek(), from, direction);
      if (to === undefined) return;
      goTo(to);
      if (keep) editor.select([...[...before.nodes].filter((id) => id !== to), to], [], before.notes);
    },
    nudge(direction: Direction, far: boolean) {
      const step = far ? grid * 5 : grid;
      const [dx, dy] = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[direction] as [
        number,
        number,
      ];
      const moved = [
        ...chosen().map(({ id }) => [id, places.peek().get(id)!] as const),
        ...chosenNotes().map(({ id, position }) => [noteKey(id), position] as const),
      ].map(([key, { x, y }]) => [key, { x: x + dx, y: y + dy }] as const);
      if (moved.length > 0) moveTo(new Map(moved), `nudge:${moved.map(([id]) => id).join()}`);
    },
    /** Enter, or a double click: into the settings of a node, into the text of a note. */
    openChosen() {
      const note = editor.selectedNote.peek();
      if (!note) return openInspector();
      if (editor.mayEdit.peek()) writing.value = note.id;
    },
    /** Changes a note; what is typed into it is one step. */
    setNote(id: string, set: Partial<FlowNote>, group?: string) {
      const note = editor.document.peek().notes?.find((each) => each.id === id);
      if (note) editor.apply({ kind: "putNotes", notes: [fitNote({ ...note, ...set })] }, group && `note/${id}/${group}`);
    },
    endWriting(id: string) {
      if (writing.peek() === id) writing.value = undefined;
      editor.endGroup();
    },
    openInspector,
    toggleInspector() {
      inspectorOpen.value = !inspectorOpen.peek();
      remember("inspector", inspectorOpen.peek() ? "open" : "closed");
    },
    toggleMinimap() {
      minimap.value = !minimap.peek();
      remember("minimap", minimap.peek() ? "on" : "off");
    },
    togglePanel: () => (editor.panel.value = editor.panel.peek() ? undefined : "problems"),
    /** Leads to what a problem is about: the node, and the field in the inspector. */
    showProblem(nodeId: string, path: string | undefined) {
      inspectorOpen.value = true;
      goTo(nodeId, { focus: false });
      editor.focusPath.value = undefined;
      editor.focusPath.value = path?.replace(/^\/nodes\/\d+/, "") ?? "";
    },
  };
}
export type Builder = ReturnType<typeof createBuilder>;
