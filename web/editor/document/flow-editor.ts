/**
 * The model of the builder: one flow document, edited by changes that can all be undone, saved by itself after a short
 * pause. Canvas, inspector and test run stand on it and on nothing of one another.
 */
import { batch, computed, signal } from "@preact/signals";
import type { Problem } from "../../base/api/problem.ts";
import { mayPass, problemOf } from "../../base/api/problem.ts";
import { type FlowDocument, type FlowProblem, flows } from "../../base/api/resources.ts";
import { builderLabels } from "./builder-labels.ts";
import { toast } from "../../base/ui/toasts.tsx";
import { applyChange, type Change, edgeId, type FlowNode, type FlowNote, type RenameReferences } from "./changes.ts";
import { edit, type Edited, emptyHistory, type History, redo, undo } from "./history.ts";
import { findDraft, keepDraft } from "./kept-drafts.ts";

export interface Selection {
  readonly nodes: ReadonlySet<string>;
  /** Ids as `edgeId` makes them. */
  readonly edges: ReadonlySet<string>;
  readonly notes: ReadonlySet<string>;
}
/** `unsaved`: edits wait for the pause to end. `failed`: they could not be sent and are tried again. */
type Saving = "saved" | "unsaved" | "saving" | "failed" | "conflict";
/** What a node shows of the test run that is under way or was the last. */
export interface NodeRun {
  readonly status: "In Progress" | "Waiting" | "Success" | "Failed" | "Skipped" | "Cancelled";
  readonly durationMs?: number | undefined;
  /** One line of its output, or its error. */
  readonly line?: string | undefined;
  /** The outcome that it left by. */
  readonly outcome?: string | undefined;
}
export interface Saved {
  readonly flow: FlowDocument;
  readonly problems: readonly FlowProblem[];
  readonly etag: string | null;
}

const pauseMs = 600;
const retryMs = 5_000;
const nothing: Selection = { nodes: new Set(), edges: new Set(), notes: new Set() };
const noNodes: FlowDocument = { schemaVersion: 1, inputs: [], outputs: [], nodes: [], edges: [] };

let renamer: RenameReferences | undefined;
let mayStillName: typeof import("./rename-references.ts").mayStillName | undefined;
/** What renames references; fetched when it is first needed, for it brings the parsers. */
export const fetchRenamer = async (): Promise<RenameReferences> => {
  const module = await import("./rename-references.ts");
  mayStillName = module.mayStillName;
  return (renamer = module.renameReferences);
};
/** Has it there before it is needed, where the line allows. */
export const prefetchRenamer = (): void => void fetchRenamer().catch(() => undefined);
const rename: RenameReferences = (node, from, to, start) => (renamer ? renamer(node, from, to, start) : node);

/** The editor of one workflow's flow in development. `start` loads it; `stop` sends what is unsaved on its way. */
export function createFlowEditor(workflowId: string) {
  const document = signal<FlowDocument>(noNodes);
  const loaded = signal(false);
  const problem = signal<Problem | undefined>();
  const problems = signal<readonly FlowProblem[]>([]);
  const allowed = signal(false);
  const looking = signal(false);
  const mayEdit = computed(() => allowed.value && !looking.value);
  const selection = signal<Selection>(nothing);
  const focusPath = signal<string | undefined>();
  const runState = signal<ReadonlyMap<string, NodeRun>>(new Map());
  const runRequest = signal(0);
  const panel = signal<"problems" | "test-run" | undefined>();
  const history = signal<History>(emptyHistory);
  const saving = signal<Saving>("saved");
  const saveProblem = signal<Problem | undefined>();
  const conflict = signal<Saved | undefined>();

  let etag: string | null = null;
  /** The last state that is known to be on the server, and the changes made since. */
  let base: FlowDocument = noNodes;
  let unsaved: Change[] = [];
  /**
   * What was sent and not answered, and how many of the changes it has. Before anything newer it is sent once more: the
   * server, which may have it already, then says so.
   */
  let unanswered: { document: FlowDocument; changes: number } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let underWay: Promise<void> | undefined;
  let groupTurn = 0;

  const byId = computed(() => new Map(document.value.nodes.map((node) => [node.id, node])));

  /** Shows what the server has; what was done before can be undone only where it is known to fit. */
  const show = (got: Saved, { keepHistory = false } = {}) =>
    batch(() => {
      etag = got.etag;
      base = got.flow;
      unsaved = [];
      unanswered = undefined;
      document.value = got.flow;
      problems.value = got.problems;
      if (!keepHistory) history.value = emptyHistory;
      saving.value = "saved";
      saveProblem.value = undefined;
      conflict.value = undefined;
      prune();
      keepDraft(workflowId, undefined);
    });

  const prune = () => {
    const { nodes, edges, notes } = selection.peek();
    const known = document.peek();
    const edgeIds = edges.size > 0 ? new Set(known.edges.map(edgeId)) : edges;
    const kept = {
      nodes: new Set([...nodes].filter((id) => byId.peek().has(id))),
      edges: new Set([...edges].filter((id) => edgeIds.has(id))),
      notes: new Set([...notes].filter((id) => known.notes?.some((note) => note.id === id))),
    };
    if (kept.nodes.size !== nodes.size || kept.edges.size !== edges.size || kept.notes.size !== notes.size) selection.value = kept;
  };

  const take = (edited: Edited | undefined) => {
    if (!edited) return;
    batch(() => {
      document.value = edited.document;
      history.value = edited.history;
      unsaved.push(...edited.changes);
      prune();
      if (saving.value !== "conflict") saving.value = "unsaved";
    });
    later(pauseMs);
  };

  const keep = () => {
    const [now, sent] = [document.peek(), unanswered?.document];
    if (now !== base) keepDraft(workflowId, { document: now, base, etag, ...(sent && sent !== now ? { sent } : {}) });
  };

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), ms);
  };

  /** Sends what is unsaved; resolves when the server has it, or has refused. */
  const save = async (over = false): Promise<void> => {
    clearTimeout(timer);
    while (underWay) await underWay;
    if (document.peek() === base && !unanswered) {
      if (saving.peek() === "unsaved") saving.value = "saved";
      keepDraft(workflowId, undefined);
      return;
    }
    if (!allowed.peek() || (saving.peek() === "conflict" && !over)) return;
    underWay = send(over);
    await underWay;
    underWay = undefined;
  };

  const send = async (over: boolean): Promise<void> => {
    const { document: sent, changes } = (unanswered ??= { document: document.peek(), changes: unsaved.length });
    keep();
    saving.value = "saving";
    try {
      const got = await flows.put(workflowId, sent, over ? null : etag);
      batch(() => {
        etag = got.etag;
        base = sent;
        unsaved = unsaved.slice(changes);
        unanswered = undefined;
        problems.value = got.problems;
        saveProblem.value = undefined;
        conflict.value = undefined;
        saving.value = document.peek() === sent ? "saved" : "unsaved";
      });
      if (document.peek() === sent) keepDraft(workflowId, undefined);
      else later(pauseMs);
    } catch (caught) {
      const why = problemOf(caught);
      if (mayPass(why)) return failed(why);
      unanswered = undefined;
      await refused(why);
      // What was typed since may be what mends it.
      if (saving.peek() === "failed" && document.peek() !== sent) later(pauseMs);
    }
  };

  /** What the server could not take for reasons of its own is offered again; what it refused waits for an edit. */
  const failed = (why: Problem) => {
    batch(() => {
      saveProblem.value = why;
      saving.value = "failed";
    });
    if (mayPass(why)) later(retryMs);
  };

  const refused = async (why: Problem): Promise<void> => {
    if (why.code === "stale") {
      try {
        const theirs = await flows.get(workflowId);
        batch(() => {
          conflict.value = theirs;
          saving.value = "conflict";
        });
        return;
      } catch (caught) {
        why = problemOf(caught);
      }
    }
    failed(why);
  };

  const load = async (): Promise<void> => {
    try {
      const known = etag;
      const got = await flows.get(workflowId);
      problem.value = undefined;
      // What was edited or saved while it was asked for is newer; saving tells where somebody else was quicker.
      if (loaded.peek() && (document.peek() !== base || etag !== known)) return;
      const draft = findDraft(workflowId);
      show(got, { keepHistory: loaded.peek() && got.etag === etag });
      loaded.value = true;
      if (draft && allowed.peek()) {
        etag = draft.etag;
        base = draft.base;
        document.value = draft.document;
        if (draft.sent) unanswered = { document: draft.sent, changes: 0 };
        saving.value = "unsaved";
        await save();
      }
    } catch (caught) {
      problem.value = problemOf(caught);
    }
  };

  const apply = (changes: Change | readonly Change[], group?: string): void => {
    if (!mayEdit.peek()) return;
    const list: readonly Change[] = Array.isArray(changes) ? changes : [changes as Change];
    const isRename = list.some(
      (change) =>
        (change.kind === "setInputs" && change.renamed !== undefined) ||
        (change.kind === "setNode" && change.set.name !== undefined && change.set.name !== byId.peek().get(change.id)?.name),
    );
    if (isRename && !renamer) {
      fetchRenamer().then(
        () => apply(list, group),
        () => toast(builderLabels.partMissing, "problem"),
      );
      return;
    }
    if (isRename) pointOutScripts(list);
    take(edit(document.peek(), history.peek(), list, rename, group === undefined ? undefined : `${groupTurn}:${group}`));
  };

  /** Names computed in a script cannot be rewritten, so the person who renames is told. */
  const pointOutScripts = (list: readonly Change[]): void => {
    const { nodes } = document.peek();
    const start = nodes.find(({ type }) => type === "start")?.name;
    const names = list.flatMap((change) => {
      if (change.kind === "setInputs" && change.renamed)
        return nodes.filter((each) => mayStillName?.(each, change.renamed!.from, change.renamed!.to, start));
      const before = change.kind === "setNode" ? byId.peek().get(change.id)?.name : undefined;
      const after = change.kind === "setNode" ? change.set.name : undefined;
      if (!before || !after || before === after) return [];
      return nodes.filter((each) => mayStillName?.(each, before, after));
    });
    if (names.length > 0) toast(builderLabels.scriptsLeft(names.map(({ name }) => name)), "problem");
  };

  const warn = (event: BeforeUnloadEvent) => {
    if (document.peek() !== base) event.preventDefault();
  };
  const online = () => {
    if (saving.peek() === "failed") void save();
  };
  let stopWatching: () => void = () => undefined;

  return {
    workflowId,
    document,
    loaded,
    /** Why the flow could not be loaded. */
    problem,
    /** What keeps the flow from being deployed, as the server said when it last took the flow. */
    problems,
    /** Whether one's role may change the flow. */
    allowed,
    /** Set where there is too little room for more than looking. */
    looking,
    mayEdit,
    selection,
    /** The one node that is selected, for the inspector. */
    selectedNode: computed<FlowNode | undefined>(() => {
      const { nodes, notes } = selection.value;
      const [id] = nodes;
      return nodes.size === 1 && notes.size === 0 && id !== undefined ? byId.value.get(id) : undefined;
    }),
    /** The same for a note, where nothing else is selected. */
    selectedNote: computed<FlowNote | undefined>(() => {
      const { nodes, notes } = selection.value;
      const [id] = notes;
      return nodes.size === 0 && notes.size === 1 ? document.value.notes?.find((note) => note.id === id) : undefined;
    }),
    /** Asks the inspector to focus a field of the selected node: an RFC 6901 pointer below the node, such as `/config/url`. */
    focusPath,
    /** By node id. */
    runState,
    /** Counts how often a run was asked for by the header or a key. */
    runRequest,
    /** What is open in the bottom panel. */
    panel,
    saving,
    saveProblem,
    conflict,
    /** The last state that the server is known to have, to tell what others changed. */
    base: () => base,
    canUndo: computed(() => mayEdit.value && history.value.past.length > 0),
    canRedo: computed(() => mayEdit.value && history.value.future.length > 0),
    nodeById: (id: string): FlowNode | undefined => byId.value.get(id),
    /** One step to undo; with the same group as the last, a part of that step. */
    apply,
    undo: () => mayEdit.peek() && take(undo(document.peek(), history.peek(), rename)),
    redo: () => mayEdit.peek() && take(redo(document.peek(), history.peek(), rename)),
    /** What is done next begins a step of its own, for example when a field is left. */
    endGroup: () => void groupTurn++,
    select(nodes: Iterable<string>, edges: Iterable<string> = [], notes: Iterable<string> = []) {
      groupTurn++;
      // A field that was asked for belongs to what was chosen before.
      focusPath.value = undefined;
      selection.value = { nodes: new Set(nodes), edges: new Set(edges), notes: new Set(notes) };
    },
    requestRun() {
      panel.value = "test-run";
      runRequest.value++;
    },
    reload: load,
    /** Sends unsaved edits now; true where the server then has everything. */
    async flush(): Promise<boolean> {
      await save();
      // What was sent before came first.
      if (saving.peek() === "unsaved") await save();
      return document.peek() === base;
    },
    /** Edits from before a reload are known as a whole only, and cannot be put on top of others'. */
    canMerge: () => unsaved.length > 0,
    /** The three ways out of a conflict: mine over theirs, theirs, or my changes on top of theirs. */
    keepMine: () => save(true),
    takeTheirs() {
      const theirs = conflict.peek();
      if (theirs) show(theirs);
    },
    merge() {
      const theirs = conflict.peek();
      if (!theirs) return;
      const mine = unsaved;
      let merged = theirs.flow;
      for (const change of mine) merged = applyChange(merged, change, rename)?.document ?? merged;
      show(theirs);
      unsaved = mine;
      document.value = merged;
      saving.value = "unsaved";
      later(0);
    },
    start() {
      if (document.peek() === base || !loaded.peek()) void load();
      else later(0);
      addEventListener("beforeunload", warn);
      addEventListener("online", online);
      addEventListener("pagehide", keep);
      stopWatching = () => {
        removeEventListener("pagehide", keep);
        removeEventListener("beforeunload", warn);
        removeEventListener("online", online);
      };
    },
    stop() {
      stopWatching();
      void save();
    },
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
