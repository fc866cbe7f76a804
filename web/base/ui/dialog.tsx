import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "./button.tsx";
import { keepFocus } from "./keep-focus.ts";
import { labels } from "../labels.ts";

interface DialogProps {
  title: string;
  /** Called when the person leaves by Esc or the cross. Without it only the dialog's own buttons end it. */
  onClose?: (() => void) | undefined;
  children: ComponentChildren;
  wide?: boolean;
  /** `roomy`: as large as there is room, and the same whatever it holds. */
  size?: "roomy" | undefined;
}

/** A modal dialog for as long as it is rendered. Focus goes in when it appears and back to where it was after. */
export function Dialog({ title, onClose, children, wide = false, size }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const giveBack = keepFocus();
    const dialog = element.current!;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      dialog.close();
      giveBack();
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={size ? `dialog dialog-${size}` : wide ? "dialog dialog-wide" : "dialog"}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <header class="dialog-head">
        <h2 id={titleId}>{title}</h2>
        {onClose && <IconButton icon="close" label={labels.common.close} onClick={onClose} />}
      </header>
      {children}
    </dialog>
  );
}
