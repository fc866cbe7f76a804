/** The document as the canvas library wants it. What has not changed stays the same object, so that nothing else is drawn again. */
import { computed, signal } from "@preact/signals";
import type { Edge, Node } from "@xyflow/react";
import { Position } from "@xyflow/react";
import { summaryOf } from "../drawing/card-line.ts";
import { findNode } from "../../base/workflow/node-reference.ts";
import type { Builder } from "./builder-model.ts";
import { cardWidth, heightOf, inletY, outletY } from "../document/card-shape.ts";
import { edgeId, type FlowEdge, type FlowNode, type FlowNote, type Point } from "../document/changes.ts";
import { testRunOf } from "../test-run/test-run-model.ts";
import { builderLabels } from "../document/builder-labels.ts";
import { testRunLabels } from "../input/trial-labels.ts";
import type { NodeRun } from "../document/flow-editor.ts";
import { kindOf, outcomesOf, hasRole } from "../drawing/node-kinds.ts";
import { firstLine, noteKey } from "../document/notes.ts";

/** What is shown of a node: typing where nothing of it is seen leaves all of this as it was. */
interface Face {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly summary: string;
  readonly outcomes: readonly string[];
}
export interface CardData extends Face, Record<string, unknown> {
  readonly problem: "error" | "warning" | undefined;
  readonly run: NodeRun | undefined;
  /** Whether a test run takes a pinned output in place of running it. */
  readonly pinned: boolean;
  /** The outcomes that lead nowhere yet, joined by spaces. */
  readonly free: string;
  readonly builder: Builder;
}
export type FlowCard = Node<CardData, "card">;
export interface NoteData extends Record<string, unknown> {
  readonly note: FlowNote;
  readonly builder: Builder;
}
export type NoteBox = Node<NoteData, "note">;
export interface WireData extends Record<string, unknown> {
  readonly edge: FlowEdge;
  readonly taken: boolean;
  readonly moving: boolean;
  readonly builder: Builder;
}
export type FlowWire = Edge<WireData, "wire">;

/** Cards and wires as signals that change only when something is drawn differently. */
export function createElements(builder: Builder) {
  const { editor } = builder;
  /** Where nodes are while they are dragged; only the canvas knows of it until they are dropped. */
  const dragged = signal<ReadonlyMap<string, Point> | undefined>();
  const nodes = computed(() => editor.document.value.nodes);
  const edges = computed(() => editor.document.value.edges);
  const inputs = computed(() => editor.document.value.inputs);

  const troubles = computed(() => {
    const found = new Map<string, "error" | "warning">();
    for (const { node, severity } of editor.problems.value) {
      const id = node === undefined ? undefined : (editor.nodeById(node) ?? findNode(nodes.value, node))?.id;
      if (id !== undefined && found.get(id) !== "error") found.set(id, severity);
    }
    return found;
  });
  const used = computed(() => {
    const outcomes = new Map<string, Set<string>>();
    for (const { from, outcome } of edges.value) {
      const known = outcomes.get(from);
      if (known) known.add(outcome);
      else outcomes.set(from, new Set([outcome]));
    }
    return outcomes;
  });

  const faces = new WeakMap<FlowNode, Face>();
  const faceOf = (node: FlowNode): Face => {
    const known = faces.get(node);
    // What Start says is about the workflow's inputs.
    if (known && !hasRole(node, "start")) return known;
    const { id, type, name } = node;
    const face = { id, type, name, summary: summaryOf(node, { inputs: inputs.value }), outcomes: outcomesOf(node) };
    faces.set(node, face);
    return face;
  };
  let data = new Map<string, CardData>();
  const dataOf = computed(() => {
    const [runs, marks, leading, pins] = [editor.runState.value, troubles.value, used.value, testRunOf(editor).pins.value];
    const before = data;
    let isSame = before.size === nodes.value.length;
    data = new Map(
      nodes.value.map((node) => {
        const face = faceOf(node);
        const taken = leading.get(node.id);
        const free = taken ? face.outcomes.filter((outcome) => !taken.has(outcome)) : face.outcomes;
        const next: CardData = {
          ...face,
          problem: marks.get(node.id),
          run: runs.get(node.id),
          pinned: pins.has(node.id),
          free: free.join(" "),
          builder,
        };
        const known = before.get(node.id);
        if (known && equalData(known, next)) return [node.id, known];
        isSame = false;
        return [node.id, next];
      }),
    );
    // The order is that of the document too; a moved item would be one that is not where it was.
    return isSame && sameOrder(before, data) ? (data = before) : data;
  });

  const noteBoxes = new Map<string, NoteBox>();
  const notes = computed(() => editor.document.value.notes ?? noNotes);
  /** Behind the cards, in their own order. */
  const boxes = computed(() => {
    const chosen = editor.selection.value.notes;
    const moving = dragged.value;
    return notes.value.map((note) => {
      const key = noteKey(note.id);
      const known = noteBoxes.get(key);
      const position = moving?.get(key) ?? note.position;
      const selected = chosen.has(note.id);
      const same =
        known?.data.note === note && known.selected === selected && known.position.x === position.x && known.position.y === position.y;
      if (same) return known;
      const box = boxOf(key, { note, builder }, position, selected);
      noteBoxes.set(key, box);
      return box;
    });
  });

  let cards = new Map<string, FlowCard>();
  let shown: (FlowCard | NoteBox)[] = [];
  let shownCards: FlowCard[] = [];
  let wires = new Map<string, FlowWire>();
  let shownWires: FlowWire[] = [];
  const drawnCards = computed(() => {
    const places = builder.places.value;
    const chosen = editor.selection.value.nodes;
    const moving = dragged.value;
    const before = cards;
    cards = new Map();
    for (const [id, each] of dataOf.value) {
      const known = before.get(id);
      const position = moving?.get(id) ?? places.get(id) ?? origin;
      const selected = chosen.has(id);
      const same =
        known?.data === each && known.selected === selected && known.position.x === position.x && known.position.y === position.y;
      cards.set(id, same ? known : cardOf(each, position, selected));
    }
    return (shownCards = sameItems(shownCards, [...cards.values()]));
  });
  return {
    dragged,
    cards: drawnCards,
    notes: boxes,
    nodes: computed(() => (shown = sameItems(shown, [...boxes.value, ...drawnCards.value]))),
    edges: computed(() => {
      const chosen = editor.selection.value.edges;
      const runs = editor.runState.value;
      const known = dataOf.value;
      const before = wires;
      wires = new Map();
      for (const edge of edges.value) {
        // Half-written documents may name nodes that are not there; drawing them twice would confuse the library too.
        const id = edgeId(edge);
        if (!known.has(edge.from) || !known.has(edge.to) || wires.has(id)) continue;
        const [from, to] = [runs.get(edge.from), runs.get(edge.to)];
        // A node that waits may know already how it will leave; it has not left yet.
        const hasLeft = from?.status === "Success" || from?.status === "Failed";
        const taken =
          hasLeft && (from.outcome === undefined ? from.status === "Success" && to !== undefined : from.outcome === edge.outcome);
        const moving = taken && to?.status === "In Progress";
        const selected = chosen.has(id);
        const drawn = before.get(id);
        const same = drawn && drawn.selected === selected && drawn.data!.taken === taken && drawn.data!.moving === moving;
        wires.set(id, same ? drawn : wireOf(id, { edge, taken, moving, builder }, selected));
      }
      return (shownWires = sameItems(shownWires, [...wires.values()]));
    }),
  };
}
export type Elements = ReturnType<typeof createElements>;
const origin: Point = { x: 0, y: 0 };
const noNotes: readonly FlowNote[] = [];

function sameItems<Item>(before: Item[], after: Item[]): Item[] {
  return before.length === after.length && after.every((item, at) => item === before[at]) ? before : after;
}
function sameOrder(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): boolean {
  const keys = before.keys();
  for (const key of after.keys()) if (key !== keys.next().value) return false;
  return true;
}

function equalData(a: CardData, b: CardData): boolean {
  return (
    a.name === b.name &&
    a.summary === b.summary &&
    a.type === b.type &&
    a.problem === b.problem &&
    a.run === b.run &&
    a.pinned === b.pinned &&
    a.free === b.free &&
    (a.outcomes === b.outcomes || a.outcomes.join(" ") === b.outcomes.join(" "))
  );
}

function wireOf(id: string, data: WireData, selected: boolean): FlowWire {
  const { edge, taken, moving } = data;
  return {
    id,
    type: "wire",
    source: edge.from,
    sourceHandle: edge.outcome,
    target: edge.to,
    selected,
    data,
    className: [edge.outcome === "failure" ? "wire-failure" : "", taken ? "wire-taken" : "", moving ? "wire-moving" : ""].join(" "),
  };
}

/** Below edges and cards, also while it is chosen, which raises an element by a thousand. */
const behindAll = -2_000;

function boxOf(id: string, data: NoteData, { x, y }: Point, selected: boolean): NoteBox {
  const { size, text } = data.note;
  return {
    id,
    type: "note",
    position: { x, y },
    ...size,
    measured: size,
    handles: [],
    zIndex: behindAll,
    connectable: false,
    selected,
    data,
    ariaRole: "group",
    ariaLabel: builderLabels.note.called(firstLine(text)),
    domAttributes: { "aria-roledescription": builderLabels.note.title },
  };
}

/** Measures and handles are known, so that a thousand cards need not be measured before their edges are drawn. */
function cardOf(data: CardData, position: Point, selected: boolean): FlowCard {
  const { id, type, name, outcomes } = data;
  const height = heightOf(outcomes);
  const handle = { width: 10, height: 10 };
  return {
    id,
    type: "card",
    position: { x: position.x, y: position.y },
    width: cardWidth,
    height,
    measured: { width: cardWidth, height },
    handles: [
      ...(hasRole({ type }, "start") ? [] : [{ ...handle, type: "target" as const, position: Position.Left, x: -5, y: inletY - 5 }]),
      ...outcomes.map((outcome) => ({
        ...handle,
        id: outcome,
        type: "source" as const,
        position: Position.Right,
        x: cardWidth - 5,
        y: outletY(outcomes, outcome) - 5,
      })),
    ],
    selected,
    data,
    ariaRole: "group",
    ariaLabel: [
      builderLabels.node(name, kindOf(type).title, data.summary),
      data.problem ? builderLabels.hasProblem : "",
      data.run?.status ?? "",
      data.pinned ? testRunLabels.pinned : "",
    ]
      .filter(Boolean)
      .join(", "),
    domAttributes: { "aria-roledescription": builderLabels.nodeWord },
  };
}
