import { signal } from "@preact/signals";
import { recall, remember } from "../../base/ui/remembered.ts";
import type { FlowNote } from "../document/changes.ts";
import { fitNote } from "../document/notes.ts";
import type { View } from "./view.ts";

/** What is open around the canvas, and the ways into the settings of a node and the text of a note. */
export function createPanels({ editor, goTo, writing }: View) {
  const inspectorOpen = signal(recall("inspector") !== "closed");
  const minimap = signal(recall("minimap") !== "off");

  /** Focuses a field of the selected node, even if the same field was asked for before. */
  const focusField = (path: string): void => {
    editor.focusPath.value = undefined;
    editor.focusPath.value = path;
  };
  const openInspector = (): void => {
    inspectorOpen.value = true;
    remember("inspector", "open");
    focusField("");
  };

  return {
    inspectorOpen,
    minimap,
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
      focusField(path?.replace(/^\/nodes\/\d+/, "") ?? "");
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
  };
}
