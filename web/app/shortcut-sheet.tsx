import { signal } from "@preact/signals";
import { Dialog } from "../base/ui/dialog.tsx";
import { labels } from "../base/labels.ts";
import { useShortcuts } from "../base/shortcuts/shortcuts.ts";

const open = signal(false);
export function openShortcutSheet(): void {
  open.value = true;
}

/** Every shortcut there is, under `?`. */
export function ShortcutSheet() {
  useShortcuts({ "?": openShortcutSheet });
  if (!open.value) return null;
  return (
    <Dialog title={labels.shell.shortcuts} onClose={() => (open.value = false)}>
      <dl class="shortcuts">
        {labels.shortcutList.map(([keys, what]) => (
          <div key={what} class="row-apart">
            <dt>{what}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
