/**
 * The model of the builder: one flow document, edited by changes that can all be undone, and saved automatically after a
 * short pause. Canvas, inspector and test run depend on it and not on each other.
 */
import { batch, computed, signal } from "@preact/signals";
import { toast } from "../../base/ui/toasts.tsx";
import { builderLabels } from "./builder-labels.ts";
import { applyChange, type Change, type FlowNode } from "./changes.ts";
import { createFlowSaving } from "./flow-saving.ts";
import { edit, type Edited, emptyHistory, type History, redo, undo } from "./history.ts";
import { fetchRenamer, hasRenamer, rename, renamingsIn, scriptsLeft } from "./renamer.ts";
import { changesOf } from "./saving.ts";
import { createSelection } from "./selection.ts";

/** What a node shows of the test run that is in progress or was the last. */
export interface NodeRun {
  readonly status: "In Progress" | "Waiting" | "Success" | "Failed" | "Skipped" | "Cancelled";
  readonly durationMs?: number | undefined;
  /** One line of its output, or its error. */
  readonly line?: string | undefined;
  /** The outcome whose path the run took. */
  readonly outcome?: string | undefined;
}

/** The editor of one workflow's draft. `start` loads it; `stop` sends what is unsaved. */
export function createFlowEditor(workflowId: string) {
  const allowed = signal(false);
  const looking = signal(false);
  const mayEdit = computed(() => allowed.value && !looking.value);
  const history = signal<History>(emptyHistory);
  const onReplaced = () => {
    history.value = emptyHistory;
    prune();
  };
  const saving = createFlowSaving({ workflowId, allowed, onReplaced });
  const document = computed(() => saving.state.value.document);
  const byId = computed(() => new Map(document.value.nodes.map((node) => [node.id, node])));
  const { prune, select, ...selected } = createSelection(document, byId);
  const runState = signal<ReadonlyMap<string, NodeRun>>(new Map());
  const runRequest = signal(0);
  const panel = signal<"problems" | "test-run" | undefined>();
  let groupTurn = 0;

  const take = (edited: Edited | undefined): void => {
    if (!edited) return;
    batch(() => {
      history.value = edited.history;
      saving.tell({ kind: "edited", document: edited.document, changes: edited.changes });
      prune();
    });
  };

  const apply = (changes: Change | readonly Change[], group?: string): void => {
    if (!mayEdit.peek()) return;
    const list: readonly Change[] = Array.isArray(changes) ? changes : [changes as Change];
    const renamings = renamingsIn(document.peek(), list);
    if (renamings.length > 0 && !hasRenamer()) {
      fetchRenamer().then(
        () => apply(list, group),
        () => toast(builderLabels.partMissing, "problem"),
      );
      return;
    }
    const left = scriptsLeft(document.peek(), renamings);
    if (left.length > 0) toast(builderLabels.scriptsLeft(left), "problem");
    take(edit(document.peek(), history.peek(), list, rename, group === undefined ? undefined : `${groupTurn}:${group}`));
  };

  return {
    workflowId,
    document,
    loaded: computed(() => saving.state.value.isLoaded),
    /** Why the flow could not be loaded. */
    problem: saving.loadProblem,
    /** What prevents deployment, as the server said when it last took the flow. */
    problems: computed(() => saving.state.value.problems),
    /** Whether one's role may change the flow. */
    allowed,
    /** Set if there is too little room for more than looking. */
    looking,
    mayEdit,
    ...selected,
    select(...chosen: Parameters<typeof select>) {
      groupTurn++;
      select(...chosen);
    },
    /** By node id. */
    runState,
    /** Counts how often a run was asked for by the header or a key. */
    runRequest,
    /** What is open in the bottom panel. */
    panel,
    saving: computed(() => saving.state.value.status),
    saveProblem: computed(() => saving.state.value.problem),
    conflict: computed(() => saving.state.value.theirs),
    /** The last state that the server is known to have, to tell what others changed. */
    base: () => saving.state.peek().base,
    canUndo: computed(() => mayEdit.value && history.value.past.length > 0),
    canRedo: computed(() => mayEdit.value && history.value.future.length > 0),
    nodeById: (id: string): FlowNode | undefined => byId.value.get(id),
    /** One step to undo; with the same group as the last, a part of that step. */
    apply,
    undo: () => mayEdit.peek() && take(undo(document.peek(), history.peek(), rename)),
    redo: () => mayEdit.peek() && take(redo(document.peek(), history.peek(), rename)),
    /** The next change starts a new step, for example when a field is left. */
    endGroup: () => void groupTurn++,
    requestRun() {
      panel.value = "test-run";
      runRequest.value++;
    },
    reload: saving.load,
    flush: saving.flush,
    /** Edits from before a reload are known only as a whole, so they cannot be applied to what others saved. */
    canMerge: () => changesOf(saving.state.peek()) !== undefined,
    /** The three ways out of a conflict: mine over theirs, theirs, or my changes applied to theirs. */
    keepMine: () => saving.save(true),
    takeTheirs: () => saving.tell({ kind: "tookTheirs" }),
    merge() {
      const { theirs } = saving.state.peek();
      const changes = changesOf(saving.state.peek());
      if (!theirs || !changes) return;
      let merged = theirs.flow;
      for (const change of changes) merged = applyChange(merged, change, rename)?.document ?? merged;
      saving.tell({ kind: "merged", document: merged });
    },
    start: saving.start,
    stop: saving.stop,
  };
}
export type FlowEditor = ReturnType<typeof createFlowEditor>;

const editors = new Map<string, FlowEditor>();

/** The editor of a workflow for as long as the pages are open: leaving the canvas and coming back keeps undo and unsaved edits. */
export function editorOf(workflowId: string): FlowEditor {
  const known = editors.get(workflowId);
  if (known) return known;
  const made = createFlowEditor(workflowId);
  editors.set(workflowId, made);
  return made;
}
