import { useLayoutEffect } from "preact/hooks";
import { builderLabels } from "../document/builder-labels.ts";
import { toast } from "../../base/ui/toasts.tsx";
import type { Builder } from "./builder-model.ts";
import type { Direction } from "./neighbours.ts";

const arrows: readonly string[] = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
const isArrow = (key: string): key is Direction => arrows.includes(key);

/** Where keys are text, or belong to a control, a dialog or a menu, the canvas leaves them alone. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    !(target instanceof Element) ||
    target.closest("input, textarea, select, [contenteditable], dialog, [role=menu], [role=dialog], [role=separator]") !== null ||
    document.querySelector("dialog[open]") !== null
  );
}
const isOnControl = (target: EventTarget | null): boolean => target instanceof Element && target.closest("button, a, [role=tab]") !== null;

/** The canvas by keyboard; every key stands in the sheet under `?`. */
export function useBuilderKeys(builder: Builder): void {
  useLayoutEffect(() => {
    const { editor } = builder;
    const plain: Record<string, () => unknown> = {
      a: builder.addByKey,
      c: () => {
        const [node] = builder.chosen();
        if (node && editor.mayEdit.peek()) builder.connecting.value = node.id;
      },
      f: () => builder.stage()?.fit(),
      l: builder.tidy,
      m: builder.toggleMinimap,
      n: () => builder.addNote(),
      p: builder.togglePanel,
      r: editor.requestRun,
      "]": builder.toggleInspector,
      "+": () => builder.stage()?.zoom(1),
      "-": () => builder.stage()?.zoom(-1),
      Delete: builder.remove,
      Backspace: builder.remove,
    };
    const withControl: Record<string, () => unknown> = {
      z: editor.undo,
      y: editor.redo,
      d: builder.duplicate,
      a: builder.selectAll,
      s: editor.flush,
      Enter: editor.requestRun,
    };
    const onKey = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, shiftKey, altKey, target } = event;
      const control = ctrlKey || metaKey;
      if (control && key.toLowerCase() === "f" && !document.querySelector("dialog[open]")) {
        event.preventDefault();
        builder.finding.value = true;
        return;
      }
      if (event.defaultPrevented || isElsewhere(target)) return;
      const act = (() => {
        if (control) return key.toLowerCase() === "z" && shiftKey ? editor.redo : withControl[key.length === 1 ? key.toLowerCase() : key];
        if (isArrow(key))
          return isOnControl(target) ? undefined : () => (altKey ? builder.nudge(key, shiftKey) : builder.walk(key, { keep: shiftKey }));
        if (altKey) return undefined;
        if (key === "Enter") {
          const { nodes, notes } = editor.selection.peek();
          return isOnControl(target) || nodes.size + notes.size !== 1 ? undefined : builder.openChosen;
        }
        if (key === "Escape") return () => close(builder);
        return plain[key.length === 1 ? key.toLowerCase() : key];
      })();
      if (!act) return;
      event.preventDefault();
      act();
    };
    const onCopy = (event: ClipboardEvent) => {
      const { nodes, notes } = editor.selection.peek();
      if (isElsewhere(event.target) || nodes.size + notes.size === 0 || !event.clipboardData || !getSelection()?.isCollapsed) return;
      event.preventDefault();
      event.clipboardData.setData("text/plain", builder.copyText());
      if (event.type === "cut") builder.remove();
      else toast(builderLabels.copied(nodes.size, notes.size));
    };
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData("text/plain");
      if (isElsewhere(event.target) || !text || !editor.mayEdit.peek()) return;
      event.preventDefault();
      void builder.paste(text);
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("copy", onCopy);
    document.addEventListener("cut", onCopy);
    document.addEventListener("paste", onPaste);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("copy", onCopy);
      document.removeEventListener("cut", onCopy);
      document.removeEventListener("paste", onPaste);
    };
  }, [builder]);
}

/** Esc takes away one thing after another: search, the choice, the panel. */
function close({ finding, editor, refusal }: Builder): void {
  if (refusal.peek()) refusal.value = undefined;
  if (finding.peek()) finding.value = false;
  else {
    const { nodes, edges, notes } = editor.selection.peek();
    if (nodes.size + edges.size + notes.size > 0) editor.select([]);
    else editor.panel.value = undefined;
  }
}
