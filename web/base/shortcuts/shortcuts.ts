import { useLayoutEffect } from "preact/hooks";

type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;
const layers: Keys[] = [];

/** While something is typed, or a dialog or menu is open, single letters belong to it. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target as Element;
  return (
    event.metaKey ||
    event.ctrlKey ||
    event.altKey ||
    target.closest("input, textarea, select, [contenteditable], dialog, [role=menu]") !== null ||
    document.querySelector("dialog[open]") !== null
  );
}

export function startShortcuts(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isTaken(event)) return;
    const act = layers.findLast((keys) => keys[event.key])?.[event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  });
}

/** Single-key shortcuts for as long as a component is shown, from its first picture on; the one shown last wins. */
export function useShortcuts(keys: Keys): void {
  useLayoutEffect(() => {
    layers.push(keys);
    return () => void layers.splice(layers.indexOf(keys), 1);
  });
}
