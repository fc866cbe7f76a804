import { useSignal } from "@preact/signals";
import { Button, IconButton } from "./button.tsx";
import { labels } from "../labels.ts";
import { toast } from "./toasts.tsx";

/** Puts a text on the clipboard; false where the browser refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    toast(labels.common.copyRefused, "problem");
    return false;
  }
}

const confirmedMs = 1600;

/** Copies `text`; the check mark confirms it in place. `label` says what is copied. */
export function CopyButton({ text, label, words }: { text: string; label: string; words?: string }) {
  const copied = useSignal(false);
  const copy = async () => {
    if (!(await copyText(text))) return;
    copied.value = true;
    setTimeout(() => (copied.value = false), confirmedMs);
  };
  const icon = copied.value ? "check" : "copy";
  const said = (
    <span class="unseen" role="status">
      {copied.value ? labels.common.copied : ""}
    </span>
  );
  return (
    <>
      {words ? (
        <Button icon={icon} onClick={copy} aria-label={label}>
          {copied.value ? labels.common.copied : words}
        </Button>
      ) : (
        <IconButton icon={icon} label={label} onClick={copy} />
      )}
      {said}
    </>
  );
}
