import type { ComponentChildren } from "preact";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { labels } from "../labels.ts";

interface Props {
  /** What is deleted. */
  name: string;
  confirm: string;
  /** Closes the dialog itself where it succeeds. */
  act: () => Promise<void>;
  onClose: () => void;
  /** One paragraph: what goes with it. */
  children: ComponentChildren;
}

/** Asks before something that has a name is deleted. */
export function DeleteDialog({ name, confirm, act, onClose, children }: Props) {
  return (
    <ConfirmDialog danger title={labels.common.deleteTitle(name)} confirm={confirm} act={act} onClose={onClose}>
      <p>{children}</p>
    </ConfirmDialog>
  );
}
