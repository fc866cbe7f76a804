/** Undo and redo without limit: what was done, as steps of changes with those that take them back. */
import type { FlowDocument } from "../../base/api/resources.ts";
import { applyChange, type Change, type RenameReferences } from "./changes.ts";

interface Step {
  /** Steps of the same group one after another are one: typing in one field, one drag. */
  readonly group: string | undefined;
  readonly changes: readonly Change[];
  /** In the order in which they are to be applied. */
  readonly inverses: readonly Change[];
}
export interface History {
  readonly past: readonly Step[];
  readonly future: readonly Step[];
}
export interface Edited {
  readonly document: FlowDocument;
  readonly history: History;
  /** What was applied to the document, for those who apply it to another. */
  readonly changes: readonly Change[];
}
export const emptyHistory: History = { past: [], future: [] };

/** Applies changes as one step; undefined where they change nothing. */
export function edit(
  document: FlowDocument,
  history: History,
  changes: readonly Change[],
  renameReferences: RenameReferences,
  group?: string,
): Edited | undefined {
  const done = applyAll(document, changes, renameReferences);
  if (done.applied.length === 0) return undefined;
  const last = history.past.at(-1);
  const joins = group !== undefined && last?.group === group && history.future.length === 0;
  const step: Step = {
    group,
    changes: joins ? [...last.changes, ...done.applied] : done.applied,
    inverses: joins ? [...done.inverses, ...last.inverses] : done.inverses,
  };
  return {
    document: done.document,
    history: { past: [...(joins ? history.past.slice(0, -1) : history.past), step], future: [] },
    changes: done.applied,
  };
}

/** Takes the last step back; undefined where there is none. */
export function undo(document: FlowDocument, { past, future }: History, renameReferences: RenameReferences): Edited | undefined {
  const step = past.at(-1);
  if (!step) return undefined;
  const done = applyAll(document, step.inverses, renameReferences);
  return { document: done.document, history: { past: past.slice(0, -1), future: [...future, step] }, changes: done.applied };
}

/** Does the step again that was taken back last; undefined where there is none. */
export function redo(document: FlowDocument, { past, future }: History, renameReferences: RenameReferences): Edited | undefined {
  const step = future.at(-1);
  if (!step) return undefined;
  const done = applyAll(document, step.changes, renameReferences);
  // The next change starts a new step, even in the same field.
  const again = { ...step, group: undefined };
  return { document: done.document, history: { past: [...past, again], future: future.slice(0, -1) }, changes: done.applied };
}

function applyAll(document: FlowDocument, changes: readonly Change[], renameReferences: RenameReferences) {
  const applied: Change[] = [];
  const inverses: Change[] = [];
  let now = document;
  for (const change of changes) {
    const result = applyChange(now, change, renameReferences);
    if (!result) continue;
    now = result.document;
    applied.push(change);
    inverses.unshift(result.inverse);
  }
  return { document: now, applied, inverses };
}
