import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { labels } from "../base/labels.ts";
import { toast } from "../base/ui/toasts.tsx";

const open = signal(false);
const Palette = signal<ComponentType<{ onClose: () => void }> | undefined>();

/** Opens the command palette; its code is fetched the first time. */
export function openPalette(): void {
  open.value = true;
  if (!Palette.value)
    void import("./palette.tsx").then(
      (loaded) => (Palette.value = loaded.Palette),
      () => {
        open.value = false;
        toast(labels.problems.pageMissing.title, "problem");
      },
    );
}

/** Ctrl K or Cmd K, also while something is typed; not over a dialog, whose work it would hide. */
export function PaletteHost() {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (open.value) open.value = false;
      else if (!document.querySelector("dialog[open]")) openPalette();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  const Loaded = Palette.value;
  return open.value && Loaded ? <Loaded onClose={() => (open.value = false)} /> : null;
}
