import type { ComponentChildren } from "preact";
import { useShortcuts } from "../shortcuts/shortcuts.ts";
import { IconButton } from "./button.tsx";
import { labels } from "../labels.ts";
import "./side-panel.css";

interface SplitProps {
  /** What is open beside the list. */
  panel: ComponentChildren;
  children: ComponentChildren;
}

/** A list, and beside it what is open of it; on a narrow page over its foot. */
export function SplitList({ panel, children }: SplitProps) {
  return (
    <div class={panel ? "split" : "split-whole"}>
      <div class="split-list">{children}</div>
      {panel}
    </div>
  );
}

interface PanelProps {
  title: string;
  /** Beside the title, such as when it was. */
  note?: ComponentChildren;
  onClose: () => void;
  children: ComponentChildren;
}

/** Everything about one row. Esc closes it. */
export function SidePanel({ title, note, onClose, children }: PanelProps) {
  useShortcuts({ Escape: onClose });
  return (
    <aside class="card side-panel" aria-label={title}>
      <div class="card-head">
        <h2>{title}</h2>
        <span class="soft grow">{note}</span>
        <IconButton icon="close" label={labels.common.close} onClick={onClose} />
      </div>
      <div class="card-body stack-l">{children}</div>
    </aside>
  );
}

/** The row so many further than the open one, by its key; the first where none is open. */
export function rowBeside<Item>(items: readonly Item[], isOpen: (item: Item) => boolean, by: number): Item | undefined {
  const at = items.findIndex(isOpen);
  return at === -1 ? items[0] : items[Math.max(0, Math.min(items.length - 1, at + by))];
}

/** Once the row that is open was drawn: brings it into view. */
export function showCurrentRow(): void {
  requestAnimationFrame(() => document.querySelector(".table tr[data-current]")?.scrollIntoView({ block: "nearest" }));
}
