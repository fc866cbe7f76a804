import { toast } from "../../base/ui/toasts.tsx";
import { builderLabels } from "../document/builder-labels.ts";
import type { Point } from "../document/changes.ts";
import { noteKey } from "../document/notes.ts";
import { fetchRenamer } from "../document/renamer.ts";
import { copyText, pasteChanges, readClip } from "./clipboard.ts";
import type { View } from "./view.ts";

/** Copying what is selected, and pasting what was copied. */
export function createCopying({ editor, pointer, focusNode }: View) {
  const paste = async (text: string, { at = pointer(), quiet = false }: { at?: Point | undefined; quiet?: boolean } = {}) => {
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
  const copied = (): string => copyText(editor.document.peek(), editor.selection.peek().nodes, editor.selection.peek().notes);
  return { paste, copyText: copied, duplicate: () => paste(copied(), { at: undefined, quiet: true }) };
}
