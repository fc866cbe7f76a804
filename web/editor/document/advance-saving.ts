/**
 * How edits reach the server: events go in, the next state and the commands come out. It calls nothing and knows no time,
 * so a test can try every order of events.
 */
import { mayPass, type Problem } from "../../base/api/problem.ts";
import type { FlowDocument } from "../../base/api/resources.ts";
import type { Change } from "./changes.ts";
import type { KeptDraft } from "./kept-drafts.ts";
import { isSettled, type Saved, type SavingState, savingOf } from "./saving.ts";

export type SavingEvent =
  /** The answer to a load, and the ETag that was known when it was asked for. */
  | { kind: "loaded"; got: Saved; askedWith: string | null }
  | { kind: "restored"; draft: KeptDraft }
  | { kind: "edited"; document: FlowDocument; changes: readonly Change[] }
  /** The pause has ended, or the person wants to save now. Without the right to edit, nothing is sent. */
  | { kind: "asked"; isAllowed: boolean; overwrite?: boolean }
  | { kind: "saved"; got: Saved }
  | { kind: "failed"; problem: Problem }
  | { kind: "theirsFound"; theirs: Saved }
  | { kind: "theirsMissed"; problem: Problem }
  | { kind: "tookTheirs" }
  /** The edits were applied to the other person's save. */
  | { kind: "merged"; document: FlowDocument };

export type SavingCommand =
  | { kind: "send"; document: FlowDocument; etag: string | null }
  | { kind: "fetchTheirs" }
  /** Replaces an earlier wait. */
  | { kind: "askLater"; afterMs: number }
  | { kind: "keepDraft" }
  | { kind: "forgetDraft" }
  /** The document was replaced, so what was done before cannot be undone. */
  | { kind: "forgetHistory" };

interface Step {
  readonly state: SavingState;
  readonly commands: readonly SavingCommand[];
}

const pauseMs = 600;
const retryMs = 5_000;

/** Takes what happened and gives the next state and what is to be done. */
export function advanceSaving(state: SavingState, event: SavingEvent): Step {
  switch (event.kind) {
    case "loaded": {
      // What was edited or saved while it was asked for is newer; the next save notices what others saved.
      if (state.isLoaded && (!isSettled(state) || state.etag !== event.askedWith)) return { state, commands: [] };
      const isOther = !state.isLoaded || event.got.etag !== state.etag;
      return replaced(state, event.got, isOther ? ["forgetHistory"] : []);
    }
    case "restored": {
      const { document, base, etag, sent } = event.draft;
      const unanswered = sent && { document: sent, edits: 0 };
      return { state: { ...state, document, base, etag, edits: ["before reload"], unanswered, status: "unsaved" }, commands: [] };
    }
    case "edited": {
      const edits = [...state.edits, ...event.changes];
      const status = state.status === "conflict" ? "conflict" : "unsaved";
      return { state: { ...state, document: event.document, edits, status }, commands: [{ kind: "askLater", afterMs: pauseMs }] };
    }
    case "asked":
      return asked(state, event.isAllowed, event.overwrite ?? false);
    case "saved":
      return saved(state, event.got);
    case "failed":
      return failed(state, event.problem);
    case "theirsFound":
      return goOn({ ...state, underWay: undefined, theirs: event.theirs, status: "conflict" }, []);
    case "theirsMissed": {
      const again: SavingCommand[] = mayPass(event.problem) ? [{ kind: "askLater", afterMs: retryMs }] : [];
      return goOn({ ...state, underWay: undefined, problem: event.problem, status: "failed" }, again);
    }
    case "tookTheirs":
      return state.theirs && !state.underWay ? replaced(state, state.theirs, ["forgetHistory"]) : { state, commands: [] };
    case "merged": {
      if (!state.theirs || state.underWay) return { state, commands: [] };
      const { state: shown, commands } = replaced(state, state.theirs, ["forgetHistory"]);
      // They may contain the edits already: the answer to a save that reached the server was lost.
      if (event.document === shown.document) return { state: shown, commands };
      return {
        state: { ...shown, document: event.document, edits: state.edits, status: "unsaved" },
        commands: [...commands, { kind: "askLater", afterMs: 0 }],
      };
    }
  }
}

/** Shows what the server has. */
function replaced(state: SavingState, { flow, problems, etag }: Saved, also: readonly "forgetHistory"[]): Step {
  return {
    state: { ...savingOf(flow), isLoaded: true, etag, problems },
    commands: [{ kind: "forgetDraft" }, ...also.map((kind) => ({ kind }))],
  };
}

function asked(state: SavingState, isAllowed: boolean, overwrite: boolean): Step {
  if (state.underWay)
    return { state: isAllowed ? { ...state, next: { overwrite: overwrite || (state.next?.overwrite ?? false) } } : state, commands: [] };
  if (isSettled(state)) {
    const status = state.status === "unsaved" ? "saved" : state.status;
    return { state: { ...state, status }, commands: [{ kind: "forgetDraft" }] };
  }
  if (!isAllowed || (state.status === "conflict" && !overwrite)) return { state, commands: [] };
  const sent = state.unanswered ?? { document: state.document, edits: state.edits.length };
  return {
    state: { ...state, unanswered: sent, underWay: sent, status: "saving" },
    commands: [{ kind: "keepDraft" }, { kind: "send", document: sent.document, etag: overwrite ? null : state.etag }],
  };
}

function saved(state: SavingState, { etag, problems }: Saved): Step {
  const sent = state.underWay;
  if (!sent) return { state, commands: [] };
  const isAll = state.document === sent.document;
  const next: SavingState = {
    ...state,
    base: sent.document,
    etag,
    problems,
    edits: state.edits.slice(sent.edits),
    unanswered: undefined,
    underWay: undefined,
    status: isAll ? "saved" : "unsaved",
    problem: undefined,
    theirs: undefined,
  };
  return goOn(next, [isAll ? { kind: "forgetDraft" } : { kind: "askLater", afterMs: pauseMs }]);
}

/** What the server could not take for reasons of its own is sent again; what it refused waits for an edit. */
function failed(state: SavingState, problem: Problem): Step {
  const sent = state.underWay;
  if (mayPass(problem)) return goOn({ ...state, underWay: undefined, problem, status: "failed" }, [{ kind: "askLater", afterMs: retryMs }]);
  if (problem.code === "stale") return { state: { ...state, unanswered: undefined }, commands: [{ kind: "fetchTheirs" }] };
  // What was edited since may be what the server accepts.
  const again: SavingCommand[] = state.document === sent?.document ? [] : [{ kind: "askLater", afterMs: pauseMs }];
  return goOn({ ...state, unanswered: undefined, underWay: undefined, problem, status: "failed" }, again);
}

/** After an answer, the save that was asked for meanwhile. */
function goOn(state: SavingState, commands: readonly SavingCommand[]): Step {
  if (!state.next) return { state, commands };
  const { overwrite } = state.next;
  const then = asked({ ...state, next: undefined }, true, overwrite);
  return { state: then.state, commands: [...commands, ...then.commands] };
}
