/** What the mouse does on the canvas. Made once: the library takes every new function for a change of its state. */
import { batch } from "@preact/signals";
import type { Connection, EdgeChange, FinalConnectionState, NodeChange } from "@xyflow/react";
import type { Builder } from "./builder-model.ts";
import type { Elements, FlowCard, FlowWire, NoteBox } from "./canvas-elements.ts";
import { noteKey, noteOf } from "../document/notes.ts";
import { refuseEdge } from "../document/refuse-edge.ts";

export function createHandlers(builder: Builder, elements: Elements) {
  const { editor } = builder;
  const edgeOf = ({ source, sourceHandle, target }: Connection) => ({ from: source, outcome: sourceHandle ?? "", to: target });
  // A whole drag is one step; while it lasts only the canvas knows of it.
  const drop = () =>
    batch(() => {
      const dragged = elements.dragged.peek();
      if (dragged) builder.moveTo(dragged);
      elements.dragged.value = undefined;
    });
  return {
    onNodesChange(changes: NodeChange<FlowCard | NoteBox>[]) {
      const { nodes, edges, notes } = editor.selection.peek();
      const chosen = selected(changes, new Set([...nodes, ...[...notes].map(noteKey)]));
      if (chosen) {
        const keys = [...chosen];
        editor.select(
          keys.filter((key) => noteOf(key) === undefined),
          edges,
          keys.flatMap((key) => noteOf(key) ?? []),
        );
      }
      const moved = changes.flatMap((change) =>
        change.type === "position" && change.position ? [[change.id, change.position] as const] : [],
      );
      if (moved.length > 0) elements.dragged.value = new Map([...(elements.dragged.peek() ?? []), ...moved]);
    },
    onEdgesChange(changes: EdgeChange<FlowWire>[]) {
      const chosen = selected(changes, editor.selection.peek().edges);
      const { nodes, notes } = editor.selection.peek();
      if (chosen) editor.select(nodes, chosen, notes);
    },
    onNodeDragStop: drop,
    onSelectionDragStop: drop,
    onNodeDoubleClick: builder.openChosen,
    isValidConnection(edge: FlowWire | Connection): boolean {
      const why = refuseEdge(editor.document.peek(), edgeOf({ ...edge, sourceHandle: edge.sourceHandle ?? null } as Connection));
      builder.refuse(why);
      return why === undefined;
    },
    onConnect: (connection: Connection) => builder.refuse(builder.connect(edgeOf(connection))),
    onConnectStart: () => builder.refuse(undefined),
    onConnectEnd(event: MouseEvent | TouchEvent, { fromNode, fromHandle, toHandle, isValid }: FinalConnectionState) {
      if (isValid || toHandle || !fromNode || fromHandle?.type !== "source") return;
      const from = { node: fromNode.id, outcome: fromHandle.id ?? "" };
      const { clientX: x, clientY: y } = "changedTouches" in event ? event.changedTouches[0]! : event;
      const under = document.elementFromPoint(x, y);
      const target = under?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
      if (target !== undefined) {
        if (target !== from.node) builder.refuse(builder.connect({ from: from.node, outcome: from.outcome, to: target }));
      } else if (under?.closest(".react-flow__pane, .react-flow__edges"))
        builder.openPalette({ from, at: builder.stage()!.toFlow({ x, y: y - 28 }) }, { x, y });
    },
  };
}

/** The ids that are chosen after the changes; undefined where they choose nothing else. */
function selected(
  changes: readonly { type: string; id?: string; selected?: boolean }[],
  before: ReadonlySet<string>,
): Set<string> | undefined {
  const chosen = new Set(before);
  for (const change of changes) {
    if (change.type !== "select" || change.id === undefined) continue;
    if (change.selected) chosen.add(change.id);
    else chosen.delete(change.id);
  }
  return chosen.size === before.size && [...chosen].every((id) => before.has(id)) ? undefined : chosen;
}
