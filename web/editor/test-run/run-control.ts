import { batch, computed, signal } from "@preact/signals";
import { call } from "../../base/api/call.ts";
import { type Problem, problemOf } from "../../base/api/problem.ts";
import type { FlowEditor } from "../document/flow-editor.ts";
import { fetchRun, followRun } from "./follow-run.ts";
import { afterEvent, isOver, nodesUpTo, type RunDetail, runStatesOf } from "./run-data.ts";

const tickMs = 200;

interface Wanted {
  input: Readonly<Record<string, unknown>>;
  /** Outputs that are given, by node id. */
  pinned: Record<string, unknown> | undefined;
  /** The node after which the run stops. */
  untilNode: string | undefined;
}

/** Starts, follows and stops the test runs of an editor, one at a time. `onDetail` receives the known state of the run. */
export function createRunControl(editor: FlowEditor, onDetail: (detail: RunDetail) => void) {
  const { workflowId } = editor;
  const running = signal(false);
  const detail = signal<RunDetail | undefined>();
  const refusal = signal<Problem | undefined>();
  /** Why a run that goes on sends no news. */
  const trouble = signal<Problem | undefined>();
  /** The node after which the last run stopped. */
  const until = signal<string | undefined>();
  const startedAt = signal(0);
  const now = signal(0);
  let abort = new AbortController();
  let runId: string | undefined;
  let wantsStop = false;

  const note = (got: RunDetail) =>
    batch(() => {
      detail.value = got;
      const document = editor.document.peek();
      const target = until.peek();
      editor.runState.value = runStatesOf(got, target === undefined ? document.nodes.map(({ id }) => id) : nodesUpTo(document, target));
      onDetail(got);
    });

  const go = async ({ input, pinned, untilNode }: Wanted) => {
    const flow = editor.document.peek();
    // Without the right to edit, the saved flow runs, without given outputs.
    const mayEdit = editor.mayEdit.peek();
    const started = await call("POST", "/api/workflows/{workflowId}/test-runs", {
      params: { workflowId },
      body: {
        input,
        ...(mayEdit ? { flow } : {}),
        ...(untilNode === undefined ? {} : { untilNode }),
        ...(mayEdit && pinned ? { pinned } : {}),
      },
    });
    ({ runId } = started);
    if (wantsStop) void cancel();
    const idOf = new Map(flow.nodes.map(({ id, name }) => [name, id]));
    await followRun(workflowId, started.runId, {
      event: (name, data) => void (editor.runState.value = afterEvent(editor.runState.peek(), { name, data }, (node) => idOf.get(node))),
      detail: note,
      trouble: (why) => void (trouble.value = why),
      signal: abort.signal,
    });
  };

  const cancel = async () => {
    wantsStop = true;
    if (!runId) return;
    try {
      note(await call("POST", "/api/workflows/{workflowId}/test-runs/{runId}/cancel", { params: { workflowId, runId } }));
    } catch (caught) {
      refusal.value = problemOf(caught);
    }
  };

  return {
    running,
    detail,
    refusal: computed(() => refusal.value ?? trouble.value),
    until,
    elapsedMs: computed(() => Math.max(0, now.value - startedAt.value)),
    async start(wanted: Wanted): Promise<void> {
      abort = new AbortController();
      const { signal: mine } = abort;
      runId = undefined;
      wantsStop = false;
      batch(() => {
        running.value = true;
        refusal.value = undefined;
        detail.value = undefined;
        until.value = wanted.untilNode;
        editor.runState.value = new Map();
        startedAt.value = now.value = performance.now();
      });
      const clock = setInterval(() => (now.value = performance.now()), tickMs);
      try {
        await go(wanted);
      } catch (caught) {
        if (!mine.aborted) refusal.value = problemOf(caught);
      } finally {
        clearInterval(clock);
        running.value = false;
        trouble.value = undefined;
      }
    },
    cancel,
    /** Loads a run again that continued while no page watched it. */
    async refresh() {
      const known = detail.peek();
      if (known && !isOver(known) && !running.peek()) note(await fetchRun(workflowId, known.runId));
    },
  };
}
