import { signal } from "@preact/signals";
import type { FlowEdge } from "../document/changes.ts";
import { refuseEdge } from "../document/refuse-edge.ts";
import type { View } from "./view.ts";

const refusalMs = 4_000;

/** Drawing edges, and saying why one was not drawn. */
export function createConnecting({ editor }: View) {
  const refusal = signal<string | undefined>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    /** The node whose connections are chosen in a dialog. */
    connecting: signal<string | undefined>(),
    refusal,
    /** Says for a while why an edge was not drawn. */
    refuse(why: string | undefined) {
      clearTimeout(timer);
      refusal.value = why;
      if (why) timer = setTimeout(() => (refusal.value = undefined), refusalMs);
    },
    /** Draws an edge, or gives the reason why it cannot be drawn. */
    connect(edge: FlowEdge): string | undefined {
      const why = refuseEdge(editor.document.peek(), edge);
      if (!why) editor.apply({ kind: "addEdge", edge });
      return why;
    },
  };
}
