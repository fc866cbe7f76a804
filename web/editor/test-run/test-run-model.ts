import { batch, computed, effect, signal } from "@preact/signals";
import { call } from "../../base/api/call.ts";
import { type Problem, problemOf } from "../../base/api/problem.ts";
import type { FlowEditor } from "../document/flow-editor.ts";
import { parseJsonText } from "../../base/json/json-text.ts";
import { sampleInput } from "../input/sample-input.ts";
import { buildInput, fieldText } from "../input/build-input.ts";
import { keepInput, keptInput } from "../input/kept-input.ts";
import { fetchRun, followRun } from "./follow-run.ts";
import { afterEvent, neededFor, isOver, nodesUpTo, type RunDetail, runStatesOf, type Samples, scopeOf } from "./run-data.ts";

const tickMs = 200;
/** More variables than a workflow may have. */
const allVariables = 200;

/** One step whose output is given instead of being made. */
export interface Given {
  id: string;
  name: string;
  /** JSON, as it is being edited. */
  text: string;
}

/** Runs of the flow that is on the screen, what came of the last one, and the data that it left for the fields. */
function createTestRunModel(editor: FlowEditor) {
  const { workflowId } = editor;
  const fields = signal<Readonly<Record<string, string>>>({});
  const tried = signal(false);
  const running = signal(false);
  const detail = signal<RunDetail | undefined>();
  const refusal = signal<Problem | undefined>();
  /** Why nothing is heard of a run that goes on. */
  const trouble = signal<Problem | undefined>();
  const samples = signal<Samples>(new Map());
  const pins = signal<ReadonlyMap<string, unknown>>(new Map());
  const env = signal<readonly { name: string; value: string | null; secure: boolean }[]>([]);
  /** The node that the last run stopped behind. */
  const until = signal<string | undefined>();
  /** Set while one node is tested with data that was given: what is asked for, and what is not because nothing reads it. */
  const focus = signal<{ id: string; given: readonly Given[]; unread: readonly string[]; inputs: ReadonlySet<string> } | undefined>();
  /** The node that was asked for with "Run up to here", until the whole flow is wanted again. */
  const wanted = signal<string | undefined>();
  /** Counts the starts that the form's fields prevented. */
  const missed = signal(0);
  const startedAt = signal(0);
  const now = signal(0);

  const allInputs = computed(() => editor.document.value.inputs.filter(({ name }) => name !== ""));
  const inputs = computed(() => {
    const { value: of } = focus;
    return of ? allInputs.value.filter(({ name }) => of.inputs.has(name)) : allInputs.value;
  });
  const built = computed(() => {
    const asked = buildInput(inputs.value, fields.value);
    if (!asked.ok || !focus.value) return asked;
    // Inputs that nothing reads still have to be there.
    const others = allInputs.value.filter((input) => !inputs.value.includes(input));
    const known = others.flatMap((input) => {
      const one = buildInput([input], fields.value);
      return one.ok ? Object.entries(one.input) : Object.entries(sampleInput([input]));
    });
    return { ok: true as const, input: { ...Object.fromEntries(known), ...asked.input } };
  });
  const givenErrors = computed(() =>
    Object.fromEntries(
      (focus.value?.given ?? []).flatMap(({ id, text }) => {
        const parsed = parseJsonText(text);
        return parsed.ok || text.trim() === "" ? [] : [[id, parsed.message]];
      }),
    ),
  );

  let abort = new AbortController();
  let runId: string | undefined;
  let wantsStop = false;

  const note = (got: RunDetail) =>
    batch(() => {
      detail.value = got;
      const expected =
        until.peek() === undefined ? editor.document.peek().nodes.map(({ id }) => id) : nodesUpTo(editor.document.peek(), until.peek()!);
      editor.runState.value = runStatesOf(got, expected);
      const seen = new Map(samples.peek());
      for (const step of got.steps) if (step.status === "Success" || step.status === "Failed") seen.set(step.nodeId, step);
      samples.value = seen;
    });

  const pinnedNow = (): Record<string, unknown> | undefined => {
    const known = [...pins.peek()].filter(([id]) => editor.nodeById(id));
    const given = (focus.peek()?.given ?? []).flatMap(({ id, text }) => {
      const parsed = parseJsonText(text);
      return parsed.ok ? [[id, parsed.value] as const] : [];
    });
    const unread = (focus.peek()?.unread ?? []).map((id) => [id, samples.peek().get(id)?.output ?? null] as const);
    const all = Object.fromEntries([...unread, ...known, ...given]);
    // The node that is tested is to run, whatever was pinned for it.
    if (focus.peek()) delete all[focus.peek()!.id];
    return Object.keys(all).length > 0 ? all : undefined;
  };

  const go = async (untilNode: string | undefined) => {
    const input = built.peek();
    if (!input.ok) return;
    const flow = editor.document.peek();
    // Who may not edit runs the flow as it is saved, without outputs of their own.
    const mayEdit = editor.mayEdit.peek();
    const pinned = mayEdit ? pinnedNow() : undefined;
    const started = await call("POST", "/api/workflows/{workflowId}/test-runs", {
      params: { workflowId },
      body: {
        input: input.input,
        ...(mayEdit ? { flow } : {}),
        ...(untilNode === undefined ? {} : { untilNode }),
        ...(pinned ? { pinned } : {}),
      },
    });
    ({ runId } = started);
    if (wantsStop) void cancel();
    const idOf = new Map(flow.nodes.map(({ id, name }) => [name, id]));
    const watcher = {
      event: (name: string, data: Record<string, unknown>) =>
        void (editor.runState.value = afterEvent(editor.runState.peek(), { name, data }, (node) => idOf.get(node))),
      detail: note,
      trouble: (why: Problem | undefined) => void (trouble.value = why),
      signal: abort.signal,
    };
    await followRun(workflowId, started.runId, watcher);
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

  /** The node that was asked for, where it is still there. */
  const wantedNow = () => (wanted.value !== undefined && editor.nodeById(wanted.value) ? wanted.value : undefined);

  const run = async (untilNode?: string): Promise<boolean> => {
    if (running.peek()) return true;
    const target = untilNode ?? focus.peek()?.id ?? wantedNow();
    tried.value = true;
    if (!built.peek().ok || Object.keys(givenErrors.peek()).length > 0) {
      missed.value++;
      return false;
    }
    keepInput(workflowId, fields.peek());
    abort = new AbortController();
    const { signal: mine } = abort;
    runId = undefined;
    wantsStop = false;
    batch(() => {
      running.value = true;
      refusal.value = undefined;
      detail.value = undefined;
      until.value = target;
      editor.runState.value = new Map();
      startedAt.value = now.value = performance.now();
    });
    const clock = setInterval(() => (now.value = performance.now()), tickMs);
    try {
      await go(target);
    } catch (caught) {
      if (!mine.aborted) refusal.value = problemOf(caught);
    } finally {
      clearInterval(clock);
      running.value = false;
      trouble.value = undefined;
    }
    return true;
  };

  effect(() => {
    const list = allInputs.value;
    const before = fields.peek();
    fields.value = Object.fromEntries(
      list.map((input) => [input.name, before[input.name] ?? keptInput(workflowId)[input.name] ?? fieldText(input)]),
    );
  });

  return {
    inputs,
    fields,
    running,
    detail,
    refusal: computed(() => refusal.value ?? trouble.value),
    samples,
    pins,
    env,
    until,
    focus,
    wanted: computed(wantedNow),
    missed,
    givenErrors,
    errors: computed(() => (tried.value && !built.value.ok ? built.value.errors : {})),
    elapsedMs: computed(() => Math.max(0, now.value - startedAt.value)),
    /** What expressions see, or undefined before anything ran. */
    scope: computed(() =>
      scopeOf(
        editor.document.value,
        samples.value,
        pins.value,
        Object.fromEntries(env.value.map(({ name, value }) => [name, value])),
        detail.value?.runId ?? "",
      ),
    ),
    setField(name: string, text: string) {
      fields.value = { ...fields.value, [name]: text };
    },
    setGiven(id: string, text: string) {
      const at = focus.value;
      if (at) focus.value = { ...at, given: at.given.map((each) => (each.id === id ? { ...each, text } : each)) };
    },
    /** Runs the flow, or as far as a node. False where the form has to be mended first. */
    run,
    /** As the page's own Run does: the flow, or the node that is being tested. */
    runAll() {
      wanted.value = undefined;
      void run();
    },
    cancel,
    /** Opens the panel for a test of one node with the data of the steps before it. */
    testNode(id: string) {
      const needed = neededFor(editor.document.peek(), id, samples.peek(), pins.peek());
      const given = needed.given.map(({ output, ...step }) => ({
        ...step,
        text: output === undefined ? "" : JSON.stringify(output, null, 2),
      }));
      wanted.value = undefined;
      tried.value = false;
      focus.value = { ...needed, id, given };
      editor.panel.value = "test-run";
    },
    wholeFlow() {
      focus.value = undefined;
      wanted.value = undefined;
    },
    async runUpTo(id: string): Promise<void> {
      focus.value = undefined;
      wanted.value = id;
      editor.panel.value = "test-run";
      await run(id);
    },
    pin(id: string, output: unknown) {
      pins.value = new Map(pins.value).set(id, output);
    },
    unpin(id: string) {
      const next = new Map(pins.value);
      next.delete(id);
      pins.value = next;
    },
    /** Looks once more at a run that went on while nobody watched. */
    async refresh() {
      const known = detail.peek();
      if (known && !isOver(known) && !running.peek()) note(await fetchRun(workflowId, known.runId));
    },
    async loadVariables() {
      try {
        const { items } = await call("GET", "/api/workflows/{workflowId}/variables", {
          params: { workflowId },
          query: { limit: allVariables },
        });
        env.value = items.map(({ name, value, secure }) => ({ name, value, secure }));
      } catch {
        // Names of variables are offered while typing; without them everything else still works.
      }
    },
  };
}
export type TestRunModel = ReturnType<typeof createTestRunModel>;

const models = new WeakMap<FlowEditor, TestRunModel>();

/** The test runs of an editor, shared by the panel and the fields. */
export function testRunOf(editor: FlowEditor): TestRunModel {
  const known = models.get(editor);
  if (known) return known;
  const made = createTestRunModel(editor);
  models.set(editor, made);
  void made.loadVariables();
  return made;
}
