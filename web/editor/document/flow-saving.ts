/** Carries out what `advanceSaving` decides: calls, waits, and drafts that outlive a reload. */
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import { type Problem, problemOf } from "../../base/api/problem.ts";
import { flows } from "../../base/api/resources.ts";
import { advanceSaving, type SavingCommand, type SavingEvent } from "./advance-saving.ts";
import { findDraft, keepDraft } from "./kept-drafts.ts";
import { draftOf, isSettled, savingOf } from "./saving.ts";

interface Options {
  workflowId: string;
  /** Whether one's role may change the flow. */
  allowed: ReadonlySignal<boolean>;
  /** Called when the document was replaced by another state of the server. */
  onReplaced: () => void;
}

/** Loads and saves the flow of one workflow. `start` loads it; `stop` sends what is unsaved. */
export function createFlowSaving({ workflowId, allowed, onReplaced }: Options) {
  const state = signal(savingOf({ schemaVersion: 1, inputs: [], outputs: [], nodes: [], edges: [] }));
  /** Why the flow could not be loaded. */
  const loadProblem = signal<Problem | undefined>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let underWay: Promise<void> | undefined;

  const tell = (event: SavingEvent): void =>
    batch(() => {
      const step = advanceSaving(state.peek(), event);
      state.value = step.state;
      for (const command of step.commands) act(command);
    });
  const askLater = (afterMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(), afterMs);
  };
  const ask = (overwrite = false): void => {
    clearTimeout(timer);
    tell({ kind: "asked", isAllowed: allowed.peek(), overwrite });
  };
  const act = (command: SavingCommand): void => {
    switch (command.kind) {
      case "send":
        underWay = flows.put(workflowId, command.document, command.etag).then(
          (got) => tell({ kind: "saved", got }),
          (caught) => tell({ kind: "failed", problem: problemOf(caught) }),
        );
        return;
      case "fetchTheirs":
        underWay = flows.get(workflowId).then(
          (theirs) => tell({ kind: "theirsFound", theirs }),
          (caught) => tell({ kind: "theirsMissed", problem: problemOf(caught) }),
        );
        return;
      case "askLater":
        return askLater(command.afterMs);
      case "keepDraft":
        return keepDraft(workflowId, draftOf(state.peek()));
      case "forgetDraft":
        return keepDraft(workflowId, undefined);
      case "forgetHistory":
        return onReplaced();
    }
  };

  /** Resolves once no answer is awaited. */
  const quiet = async (): Promise<void> => {
    while (state.peek().underWay) await underWay;
  };
  const save = async (overwrite = false): Promise<void> => {
    ask(overwrite);
    await quiet();
  };

  const load = async (): Promise<void> => {
    const askedWith = state.peek().etag;
    try {
      const got = await flows.get(workflowId);
      loadProblem.value = undefined;
      const draft = state.peek().isLoaded ? undefined : findDraft(workflowId);
      tell({ kind: "loaded", got, askedWith });
      if (!draft || !allowed.peek()) return;
      tell({ kind: "restored", draft });
      await save();
    } catch (caught) {
      loadProblem.value = problemOf(caught);
    }
  };

  const keep = (): void => {
    const draft = draftOf(state.peek());
    if (draft) keepDraft(workflowId, draft);
  };
  const warn = (event: BeforeUnloadEvent): void => {
    if (!isSettled(state.peek())) event.preventDefault();
  };
  const online = (): void => {
    if (state.peek().status === "failed") ask();
  };

  return {
    state,
    loadProblem,
    tell,
    load,
    save,
    /** Sends unsaved edits now; true if the server then has everything. */
    async flush(): Promise<boolean> {
      await save();
      // What was sent before came first.
      if (state.peek().status === "unsaved") await save();
      return isSettled(state.peek());
    },
    start() {
      if (isSettled(state.peek()) || !state.peek().isLoaded) void load();
      else askLater(0);
      addEventListener("beforeunload", warn);
      addEventListener("online", online);
      addEventListener("pagehide", keep);
    },
    stop() {
      removeEventListener("pagehide", keep);
      removeEventListener("beforeunload", warn);
      removeEventListener("online", online);
      ask();
    },
  };
}
