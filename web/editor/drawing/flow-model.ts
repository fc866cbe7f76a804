import { computed, effect, signal } from "@preact/signals";
import { type Problem, type ProblemEntry, problemOf } from "../../base/api/problem.ts";
import { type FlowDocument, type FlowProblem, flows } from "../../base/api/resources.ts";
import { flowLabels } from "./flow-labels.ts";
import { createAction, createResource } from "../../base/ui/resource.ts";
import { toast } from "../../base/ui/toasts.tsx";
import type { WorkflowModel } from "../../base/workflow/workflow-model.ts";
import { parseJsonText } from "../../base/json/json-text.ts";

/** A pause in typing after which the text is checked. */
const typingPauseMs = 350;

/** Text that was not saved, by workflow: leaving the page and coming back finds it as it was. */
const kept = new Map<string, { text: string; etag: string | null }>();

const textOf = (flow: FlowDocument): string => JSON.stringify(flow, null, 2);

/** The draft as text: the problems of the typed text, and saving. */
export function createFlowModel(workflow: WorkflowModel) {
  const { id } = workflow;
  const resource = createResource(() => flows.get(id));
  const text = signal("");
  const savedText = signal("");
  const etag = signal<string | null>(null);
  const checking = signal(false);
  const checked = signal<readonly (ProblemEntry & { severity?: unknown })[]>([]);
  const checkFailed = signal<Problem | undefined>();
  const isStale = signal(false);
  const dirty = computed(() => text.value !== savedText.value);
  const parsed = computed(() => parseJsonText(text.value));

  const show = (got: { flow: FlowDocument; problems: readonly FlowProblem[]; etag: string | null }) => {
    etag.value = got.etag;
    savedText.value = textOf(got.flow);
    text.value = savedText.value;
    checked.value = got.problems;
    isStale.value = false;
    kept.delete(id);
  };
  const load = async () => {
    await resource.load();
    const got = resource.value.value;
    if (!got) return;
    const draft = kept.get(id);
    show(got);
    if (draft && draft.text !== savedText.value) {
      text.value = draft.text;
      etag.value = draft.etag;
    }
  };

  const put = async (over: string | null) => {
    const now = parsed.value;
    if (!now.ok) return;
    const sent = text.value;
    try {
      const got = await flows.put(id, now.value, over);
      resource.set(got);
      etag.value = got.etag;
      savedText.value = sent;
      checked.value = got.problems;
      isStale.value = false;
      kept.delete(id);
      toast(flowLabels.saved);
      void workflow.reload();
    } catch (caught) {
      if (problemOf(caught).code !== "stale") throw caught;
      isStale.value = true;
    }
  };
  const save = createAction(put);

  let abort = new AbortController();
  const check = async () => {
    const now = parsed.value;
    abort.abort();
    abort = new AbortController();
    const { signal: mine } = abort;
    if (!now.ok) return;
    checking.value = true;
    try {
      checked.value = (await flows.validate(id, now.value, mine)).problems;
      checkFailed.value = undefined;
    } catch (caught) {
      if (mine.aborted) return;
      const problem = problemOf(caught);
      // If the text is not a flow document, each error has its path; otherwise the check itself failed.
      checked.value = problem.errors;
      checkFailed.value = problem.errors.length > 0 ? undefined : problem;
    } finally {
      if (!mine.aborted) checking.value = false;
    }
  };

  let stopWatching: () => void = () => undefined;
  const warn = (event: BeforeUnloadEvent) => {
    if (dirty.value) event.preventDefault();
  };
  return {
    flow: computed(() => resource.value.value?.flow),
    problem: resource.problem,
    text,
    dirty,
    parsed,
    checking,
    checked,
    checkFailed,
    isStale,
    save,
    mayEdit: () => workflow.may("workflow.edit"),
    load,
    start() {
      void load();
      addEventListener("beforeunload", warn);
      let pause: ReturnType<typeof setTimeout> | undefined;
      const stop = effect(() => {
        const now = text.value;
        clearTimeout(pause);
        if (now === savedText.value) return;
        kept.set(id, { text: now, etag: etag.value });
        pause = setTimeout(() => void check(), typingPauseMs);
      });
      stopWatching = () => {
        stop();
        clearTimeout(pause);
        abort.abort();
        removeEventListener("beforeunload", warn);
      };
    },
    stop: () => stopWatching(),
    submit: () => save.run(etag.value),
    overwrite: () => save.run(null),
    async takeTheirs() {
      kept.delete(id);
      await resource.load();
      if (resource.value.value) show(resource.value.value);
    },
    discard() {
      const got = resource.value.value;
      if (got) show({ ...got, etag: etag.value });
      save.clear();
    },
    format() {
      if (parsed.value.ok) text.value = JSON.stringify(parsed.value.value, null, 2);
    },
  };
}
export type FlowModel = ReturnType<typeof createFlowModel>;
