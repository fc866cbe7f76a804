import type { FlowDocument } from "../../base/api/resources.ts";
import { me } from "../../base/session/session-model.ts";

/** Edits that are not saved yet, and the ETag of the state they were made from. */
export interface KeptDraft {
  readonly document: FlowDocument;
  readonly base: FlowDocument;
  readonly etag: string | null;
  /** An older state of them that was sent and not answered. */
  readonly sent?: FlowDocument;
}

/** Named by person too: who signs in next in this tab must not find another's work. */
const nameOf = (workflowId: string): string => `millrace.draft.${me.peek()?.user.id ?? ""}.${workflowId}`;

/** Keeps unsaved edits in this tab, so that they outlive a reload and an ended session. */
export function keepDraft(workflowId: string, draft: KeptDraft | undefined): void {
  try {
    if (draft) sessionStorage.setItem(nameOf(workflowId), JSON.stringify(draft));
    else sessionStorage.removeItem(nameOf(workflowId));
  } catch {
    // Storage that is full or switched off: the edits are still in memory, and saving goes on being tried.
  }
}

export function findDraft(workflowId: string): KeptDraft | undefined {
  try {
    const text = sessionStorage.getItem(nameOf(workflowId));
    // Written by keepDraft above, in this tab.
    return text ? (JSON.parse(text) as KeptDraft) : undefined;
  } catch {
    return undefined;
  }
}
