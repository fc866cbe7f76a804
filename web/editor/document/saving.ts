/** What is known about saving the flow of an editor. `advanceSaving` says how it changes. */
import type { Problem } from "../../base/api/problem.ts";
import type { FlowDocument, FlowProblem } from "../../base/api/resources.ts";
import type { Change } from "./changes.ts";
import type { KeptDraft } from "./kept-drafts.ts";

/** A flow as the server has it. */
export interface Saved {
  readonly flow: FlowDocument;
  readonly problems: readonly FlowProblem[];
  readonly etag: string | null;
}
/** `unsaved`: edits wait for the pause to end. `failed`: they could not be sent, or were refused. */
type SavingStatus = "saved" | "unsaved" | "saving" | "failed" | "conflict";
/** An edit from before a reload is known only by the document that it led to. */
type Edit = Change | "before reload";
interface Sent {
  readonly document: FlowDocument;
  /** How many of the edits it contains. */
  readonly edits: number;
}

export interface SavingState {
  readonly isLoaded: boolean;
  /** What is on the screen. */
  readonly document: FlowDocument;
  /** The last state that the server is known to have, and its ETag. */
  readonly base: FlowDocument;
  readonly etag: string | null;
  /** What led from the base to the document. */
  readonly edits: readonly Edit[];
  /** Sent without an answer. It is sent again before anything newer: if the server has it already, the server says so. */
  readonly unanswered: Sent | undefined;
  /** The save whose answer is awaited, or whose refusal is being looked into. */
  readonly underWay: Sent | undefined;
  /** A save that was asked for meanwhile. */
  readonly next: { readonly overwrite: boolean } | undefined;
  readonly status: SavingStatus;
  readonly problem: Problem | undefined;
  /** What prevents deployment, as the server last said. */
  readonly problems: readonly FlowProblem[];
  /** In a conflict, the flow that another person saved. */
  readonly theirs: Saved | undefined;
}

export const savingOf = (document: FlowDocument): SavingState => ({
  isLoaded: false,
  document,
  base: document,
  etag: null,
  edits: [],
  unanswered: undefined,
  underWay: undefined,
  next: undefined,
  status: "saved",
  problem: undefined,
  problems: [],
  theirs: undefined,
});

/** Returns true when the server is known to have what is on the screen. */
export const isSettled = ({ document, base, unanswered, underWay }: SavingState): boolean => document === base && !unanswered && !underWay;

/** The changes since the base; undefined when some are known only by the document that they led to. */
export function changesOf({ edits }: SavingState): readonly Change[] | undefined {
  const changes = edits.filter((edit) => edit !== "before reload");
  return changes.length === edits.length && changes.length > 0 ? changes : undefined;
}

/** What must survive a reload; undefined when nothing does. */
export function draftOf(state: SavingState): KeptDraft | undefined {
  if (isSettled(state)) return undefined;
  const { document, base, etag, unanswered } = state;
  return { document, base, etag, ...(unanswered && unanswered.document !== document ? { sent: unanswered.document } : {}) };
}
