import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { canBePinned } from "../test-run/run-data.ts";
import { testRunOf } from "../test-run/test-run-model.ts";
import { builderLabels } from "../document/builder-labels.ts";
import type { IconName } from "../../base/ui/icons.tsx";
import { labels } from "../../base/labels.ts";
import { MenuItem } from "../../base/ui/menu.tsx";
import { toast } from "../../base/ui/toasts.tsx";
import type { Builder } from "./builder-model.ts";
import { edgeId, type Point } from "../document/changes.ts";
import { noteKey, noteOf } from "../document/notes.ts";
import { outcomesOf } from "../drawing/node-kinds.ts";

const words = builderLabels.menu;

interface Item {
  readonly label: string;
  readonly icon: IconName;
  readonly keys?: string;
  readonly danger?: boolean;
  act(): unknown;
}

/** Opens the menu for what was pressed, which is chosen first; false where the browser's own is better. */
export function openCanvasMenu(builder: Builder, event: MouseEvent): boolean {
  const { editor } = builder;
  const target = event.target as Element;
  if (!editor.mayEdit.peek() || target.closest("input, textarea")) return false;
  const key = target.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  const edge = target.closest<HTMLElement>(".react-flow__edge")?.dataset.id;
  const { nodes, notes } = editor.selection.peek();
  const note = key === undefined ? undefined : noteOf(key);
  if (note !== undefined) {
    if (!notes.has(note)) editor.select([], [], [note]);
  } else if (key !== undefined) {
    if (!nodes.has(key)) editor.select([key]);
  } else if (edge !== undefined) editor.select([], [edge]);
  else if (target.closest(".react-flow__pane")) editor.select([]);
  else return false;
  // A key opens it too, and then it stands at what has the focus.
  const box = target.getBoundingClientRect();
  const isPointer = event.button === 2 || event.ctrlKey;
  builder.menu.value = isPointer ? { x: event.clientX, y: event.clientY } : { x: box.x + 24, y: box.bottom - 8 };
  return true;
}

/** What can be done with what is chosen, or with the canvas where nothing is; each with its key. */
export function CanvasMenu({ builder }: { builder: Builder }) {
  const at = builder.menu.value!;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = box.current!;
    element.showPopover();
    const { style, offsetWidth, offsetHeight } = element;
    style.left = `${Math.max(8, Math.min(at.x, innerWidth - offsetWidth - 8))}px`;
    style.top = `${Math.max(8, Math.min(at.y, innerHeight - offsetHeight - 8))}px`;
    element.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  }, [at]);
  const close = () => (builder.menu.value = undefined);
  useEffect(() => {
    // The press that opens it ends outside of it, which a menu of the browser's own would take for leaving.
    const outside = ({ target }: PointerEvent) => !box.current?.contains(target as Node) && close();
    addEventListener("pointerdown", outside, true);
    addEventListener("resize", close);
    return () => {
      removeEventListener("pointerdown", outside, true);
      removeEventListener("resize", close);
    };
  }, []);
  const leave = () => {
    close();
    const { nodes, notes } = builder.editor.selection.peek();
    const [key] = [...nodes, ...[...notes].map(noteKey)];
    if (key !== undefined) builder.focusNode(key);
  };
  const move = (event: KeyboardEvent) => {
    const all = [...box.current!.querySelectorAll<HTMLElement>("[role=menuitem]")];
    const now = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined && event.key !== "Escape" && event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    if (next === undefined) {
      leave();
      return;
    }
    all[(next + all.length) % all.length]?.focus();
  };
  return (
    <div ref={box} class="menu" role="menu" tabIndex={-1} popover="manual" aria-label={words.title} onKeyDown={move}>
      {itemsFor(builder, at).map(({ label, icon, keys, danger, act }) => (
        <MenuItem
          key={label}
          icon={icon}
          {...(keys ? { keys } : {})}
          danger={danger ?? false}
          onClick={() => {
            close();
            act();
          }}
        >
          {label}
        </MenuItem>
      ))}
    </div>
  );
}

function itemsFor(builder: Builder, at: Point): Item[] {
  const { editor } = builder;
  const { nodes, edges, notes } = editor.selection.value;
  const place = builder.stage()?.toFlow(at);
  if (nodes.size + notes.size > 0)
    return [
      ...(nodes.size + notes.size === 1 ? singleItems(builder) : []),
      { label: labels.common.copy, icon: "copy", keys: "Ctrl C", act: () => copyChosen(builder) },
      { label: words.duplicate, icon: "node", keys: "Ctrl D", act: builder.duplicate },
      { label: words.delete, icon: "trash", keys: "Del", danger: true, act: builder.remove },
    ];
  const edge = editor.document.value.edges.find((each) => edges.has(edgeId(each)));
  if (edge)
    return [
      { label: builderLabels.insert, icon: "plus", keys: "A", act: () => builder.openPalette({ into: edge }, at) },
      { label: words.deleteEdge, icon: "trash", keys: "Del", danger: true, act: builder.remove },
    ];
  return [
    { label: builderLabels.tools.add, icon: "plus", keys: "A", act: () => builder.openPalette(place ? { at: place } : {}, at) },
    { label: builderLabels.note.add, icon: "note", keys: "N", act: () => builder.addNote(place) },
    { label: words.paste, icon: "copy", keys: "Ctrl V", act: () => pasteAt(builder, place) },
    { label: words.all, icon: "check", keys: "Ctrl A", act: builder.selectAll },
    { label: builderLabels.tools.tidy, icon: "tidy", keys: "L", act: builder.tidy },
    { label: builderLabels.tools.fit, icon: "fit", keys: "F", act: () => builder.stage()?.fit() },
  ];
}

function singleItems(builder: Builder): Item[] {
  const { editor } = builder;
  if (editor.selectedNote.value) return [{ label: words.write, icon: "note", keys: "Enter", act: builder.openChosen }];
  const node = editor.selectedNode.value;
  if (!node) return [];
  const run = testRunOf(editor);
  const pinned = run.pins.value.has(node.id);
  const output = run.samples.value.get(node.id)?.output;
  return [
    { label: words.settings, icon: "details", keys: "Enter", act: builder.openInspector },
    ...(outcomesOf(node).length > 0
      ? ([
          { label: words.addAfter, icon: "plus", keys: "A", act: builder.addByKey },
          { label: words.connect, icon: "endpoint", keys: "C", act: () => (builder.connecting.value = node.id) },
        ] satisfies Item[])
      : []),
    { label: builderLabels.menu.runUpTo, icon: "play", act: () => void run.runUpTo(node.id) },
    ...(canBePinned(node.type) && (pinned || output !== undefined)
      ? ([
          {
            label: pinned ? builderLabels.pin.unset : builderLabels.pin.set,
            icon: "pin",
            act: () => (pinned ? run.unpin(node.id) : run.pin(node.id, output)),
          },
        ] satisfies Item[])
      : []),
  ];
}

async function copyChosen(builder: Builder): Promise<void> {
  const { nodes, notes } = builder.editor.selection.peek();
  try {
    await navigator.clipboard.writeText(builder.copyText());
    toast(builderLabels.copied(nodes.size, notes.size));
  } catch {
    toast(words.noClipboard, "problem");
  }
}

async function pasteAt(builder: Builder, at: Point | undefined): Promise<void> {
  let text: string;
  try {
    text = await navigator.clipboard.readText();
  } catch {
    toast(words.noClipboard, "problem");
    return;
  }
  await builder.paste(text, { at });
}
