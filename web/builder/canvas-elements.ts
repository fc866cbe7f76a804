/** The document as the canvas library wants it. What has not changed stays the same object, so that nothing else is drawn again. */
import type { Edge, Node } from "@xyflow/react";
import { Position } from "@xyflow/react";
import { summaryOf } from "../flow/node-look.ts";
import { labels } from "../ui/labels.ts";
import { findNode } from "../workflow/node-reference.ts";
import type { Builder } from "./builder-model.ts";
import { cardHeight, cardWidth, inletY, outletY } from "./card-shape.ts";
import { edgeId, type FlowEdge, type FlowNode, type Point } from "./changes.ts";
import type { NodeRun } from "./flow-editor.ts";
import { kindOf, outcomesOf } from "./node-kinds.ts";

export interface CardData extends Record<string, unknown> {
  readonly node: FlowNode;
  readonly summary: string;
  readonly problem: "error" | "warning" | undefined;
  readonly run: NodeRun | undefined;
  /** The outcomes that lead nowhere yet, joined by spaces. */
  readonly free: string;
  readonly builder: Builder;
}
export type FlowCard = Node<CardData, "card">;
export interface WireData extends Record<string, unknown> {
  readonly edge: FlowEdge;
  readonly taken: boolean;
  readonly moving: boolean;
  readonly builder: Builder;
}
export type FlowWire = Edge<WireData, "wire">;

export function createElements(builder: Builder) {
  const { editor } = builder;
  let cards = new Map<string, FlowCard>();
  let wires = new Map<string, FlowWire>();
  let shownCards: FlowCard[] = [];
  let shownWires: FlowWire[] = [];
  return {
    /** To be called while drawing: it reads the signals that the drawing depends on. */
    nodes(dragged: ReadonlyMap<string, Point> | undefined): FlowCard[] {
      const document = editor.document.value;
      const places = builder.places.value;
      const chosen = editor.selection.value.nodes;
      const runs = editor.runState.value;
      const troubles = new Map<string, "error" | "warning">();
      for (const { node, severity } of editor.problems.value) {
        const id = findNode(document.nodes, node)?.id;
        if (id !== undefined && troubles.get(id) !== "error") troubles.set(id, severity);
      }
      const used = new Map<string, Set<string>>();
      for (const { from, outcome } of document.edges) used.set(from, (used.get(from) ?? new Set()).add(outcome));
      const next = new Map<string, FlowCard>();
      const list = document.nodes.map((node) => {
        const free = outcomesOf(node).filter((outcome) => !used.get(node.id)?.has(outcome));
        const data: CardData = {
          node,
          summary: summaryOf(node, document),
          problem: troubles.get(node.id),
          run: runs.get(node.id),
          free: free.join(" "),
          builder,
        };
        const before = cards.get(node.id);
        const position = dragged?.get(node.id) ?? places.get(node.id)!;
        const selected = chosen.has(node.id);
        const sameData = before && equalData(before.data, data);
        const same = sameData && before.selected === selected && before.position.x === position.x && before.position.y === position.y;
        const card = same ? before : cardOf(node, position, selected, sameData ? before.data : data);
        next.set(node.id, card);
        return card;
      });
      cards = next;
      if (list.length !== shownCards.length || list.some((card, at) => card !== shownCards[at])) shownCards = list;
      return shownCards;
    },
    edges(): FlowWire[] {
      const { edges, nodes } = editor.document.value;
      const chosen = editor.selection.value.edges;
      const runs = editor.runState.value;
      const known = new Set(nodes.map(({ id }) => id));
      const next = new Map<string, FlowWire>();
      for (const edge of edges) {
        // Half-written documents may name nodes that are not there; drawing them twice would confuse the library too.
        const id = edgeId(edge);
        if (!known.has(edge.from) || !known.has(edge.to) || next.has(id)) continue;
        const [from, to] = [runs.get(edge.from), runs.get(edge.to)];
        const taken = from?.outcome === edge.outcome || (from?.status === "Success" && from.outcome === undefined && to !== undefined);
        const moving = taken && to?.status === "In Progress";
        const selected = chosen.has(id);
        const before = wires.get(id);
        const same = before && before.selected === selected && before.data!.taken === taken && before.data!.moving === moving;
        next.set(
          id,
          same
            ? before
            : {
                id,
                type: "wire",
                source: edge.from,
                sourceHandle: edge.outcome,
                target: edge.to,
                selected,
                data: { edge, taken, moving, builder },
                className: [edge.outcome === "failure" ? "wire-failure" : "", taken ? "wire-taken" : "", moving ? "wire-moving" : ""].join(
                  " ",
                ),
              },
        );
      }
      const list = [...next.values()];
      wires = next;
      if (list.length !== shownWires.length || list.some((wire, at) => wire !== shownWires[at])) shownWires = list;
      return shownWires;
    },
  };
}

function equalData(a: CardData, b: CardData): boolean {
  return a.node === b.node && a.summary === b.summary && a.problem === b.problem && a.run === b.run && a.free === b.free;
}

/** Measures and handles are known, so that a thousand cards need not be measured before their edges are drawn. */
function cardOf(node: FlowNode, position: Point, selected: boolean, data: CardData): FlowCard {
  const height = cardHeight(node);
  const outcomes = outcomesOf(node);
  const handle = { width: 10, height: 10 };
  return {
    id: node.id,
    type: "card",
    position: { x: position.x, y: position.y },
    width: cardWidth,
    height,
    measured: { width: cardWidth, height },
    handles: [
      ...(node.type === "start" ? [] : [{ ...handle, type: "target" as const, position: Position.Left, x: -5, y: inletY - 5 }]),
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
      labels.builder.node(node.name, kindOf(node.type).title, data.summary),
      data.problem ? labels.builder.hasProblem : "",
      data.run ? labels.builder.steps[data.run.status] : "",
    ]
      .filter(Boolean)
      .join(", "),
    domAttributes: { "aria-roledescription": labels.builder.nodeWord },
  };
}
