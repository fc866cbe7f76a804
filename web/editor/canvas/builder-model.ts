/** What the parts of the builder share besides the document: the view of the canvas, and the actions of keys and tools. */
import { signal } from "@preact/signals";
import type { Point } from "../document/changes.ts";
import type { FlowEditor } from "../document/flow-editor.ts";
import { createAdding } from "./adding.ts";
import { createConnecting } from "./connecting.ts";
import { createCopying } from "./copying.ts";
import { createMoving } from "./moving.ts";
import { createPanels } from "./panels.ts";
import { createSelecting } from "./selecting.ts";
import { createView } from "./view.ts";

export function createBuilder(editor: FlowEditor) {
  const view = createView(editor);
  const panels = createPanels(view);
  return {
    ...view,
    ...panels,
    ...createAdding(view, panels.inspectorOpen),
    ...createConnecting(view),
    ...createCopying(view),
    ...createMoving(view),
    ...createSelecting(view),
    /** Where the menu of what is selected stands, in the window. */
    menu: signal<Point | undefined>(),
    finding: signal(false),
  };
}
export type Builder = ReturnType<typeof createBuilder>;
