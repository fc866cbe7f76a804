import { IconButton } from "./button.tsx";
import { copyText } from "./copy-button.tsx";
import { labels } from "../labels.ts";
import { toast } from "./toasts.tsx";
import "./short-id.css";

/** The end of an id distinguishes runs; its start is the time, which is similar. */
export const shortOf = (id: string): string => id.slice(-8);

/** An id in short, whole on hover, with a button to copy it that appears beside it. */
export function ShortId({ id, href, onOpen }: { id: string; href?: string; onOpen?: () => void }) {
  const copy = async () => {
    if (await copyText(id)) toast(labels.common.copied);
  };
  return (
    <span class="short-id">
      {href ? (
        <a
          class="mono"
          href={href}
          title={id}
          onClick={(event) => {
            if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onOpen();
          }}
        >
          {shortOf(id)}
        </a>
      ) : (
        <code title={id}>{shortOf(id)}</code>
      )}
      <IconButton
        icon="copy"
        class="short-id-copy"
        label={labels.common.copyOf(id)}
        onClick={(event) => {
          event.stopPropagation();
          void copy();
        }}
      />
    </span>
  );
}
