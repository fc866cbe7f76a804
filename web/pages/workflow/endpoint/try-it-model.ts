import { batch, computed, effect, signal } from "@preact/signals";
import { askPatiently } from "../../../base/api/ask-patiently.ts";
import { callAsync, type CallResult, callSync, cancelRun, isOver, pollRun } from "../../../base/api/calls.ts";
import { mayPass, type Problem, problemOf } from "../../../base/api/problem.ts";
import { keys } from "../../../base/api/resources.ts";
import type { EndpointModel } from "./endpoint-model.ts";
import { keyInMemory } from "./key-in-memory.ts";
import type { InputDefinition } from "../../../editor/input/sample-input.ts";
import { labels } from "../../../base/labels.ts";
import { createAction } from "../../../base/ui/resource.ts";
import { createSendingKey } from "../../../base/ui/sending-key.ts";
import { toast } from "../../../base/ui/toasts.tsx";
import { tryItLabels } from "../../../editor/input/trial-labels.ts";
import { buildInput, fieldText } from "../../../editor/input/build-input.ts";
import { keepInput, keptInput } from "../../../editor/input/kept-input.ts";

/** A key made for trying does not stay behind for long. */
const keyLifeMs = 24 * 3600_000;
const tickMs = 200;

export type TryMode = "sync" | "async";

/**
 * The form of the deployed inputs, a real call with it, and its progress. A person who may create keys needs none
 * beforehand: the first call creates one, as its button says.
 */
export function createTryItModel(workflowId: string, endpoint: EndpointModel, mayMakeKeys: () => boolean) {
  const key = keyInMemory(workflowId);
  const mode = signal<TryMode>("sync");
  const fields = signal<Readonly<Record<string, string>>>({});
  const tried = signal(false);
  const running = signal(false);
  const startedAt = signal(0);
  const now = signal(0);
  const result = signal<(CallResult & { elapsedMs: number }) | undefined>();
  const refusal = signal<Problem | undefined>();
  /** Why nothing is heard of a run that goes on. */
  const trouble = signal<Problem | undefined>();
  let keyOf = createSendingKey();

  const built = computed(() => buildInput(endpoint.inputs.value ?? [], fields.value));
  const needsKey = computed(() => key.value.trim() === "");
  const keyError = computed(() => (tried.value && needsKey.value && !mayMakeKeys() ? tryItLabels.missingKey : undefined));

  let abort = new AbortController();
  let clock: ReturnType<typeof setInterval> | undefined;
  const elapsed = () => performance.now() - startedAt.value;

  const go = async (input: unknown) => {
    const call = { workflowId, key: key.value.trim(), signal: abort.signal };
    const show = (got: CallResult) => (result.value = { ...got, elapsedMs: elapsed() });
    const named = { ...call, idempotencyKey: keyOf([mode.value, input]) };
    if (mode.value === "sync") return void show(await callSync(named, input));
    let got = await callAsync(named, input);
    show(got);
    const waiting = { trouble: (why: Problem | undefined) => void (trouble.value = why), signal: abort.signal };
    // A run may be over before it is accepted. The acceptance says its status alone.
    do {
      const { runId } = got;
      got = await askPatiently(() => pollRun(call, runId), waiting);
      show(got);
    } while (!isOver(got));
  };

  const createKey = createAction(async () => {
    const name = tryItLabels.keyName(new Date().toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" }));
    const made = await keys.create(workflowId, { name, expiresAt: Date.now() + keyLifeMs });
    key.value = made.key;
    toast(tryItLabels.keyCreated(name));
  });

  let stopWatching: () => void = () => undefined;
  return {
    key,
    keyError,
    /** A call makes a key first. */
    makesKey: computed(() => needsKey.value && mayMakeKeys()),
    mode,
    fields,
    running,
    result,
    /** Why there is no output: the call was refused, or its run failed. */
    failure: computed(() => {
      const problem = refusal.value ?? trouble.value ?? result.value?.error;
      if (!problem) return undefined;
      return problem === result.value?.error || problem.runId ? asRunFailure(problem) : problem;
    }),
    status: computed(() => result.value?.status ?? (running.value ? "In Progress" : refusal.value?.runId ? "Failed" : undefined)),
    runId: computed(() => result.value?.runId ?? refusal.value?.runId),
    createKey,
    elapsedMs: computed(() => Math.max(0, now.value - startedAt.value)),
    errors: computed(() => {
      const own = built.value;
      if (!own.ok) return own.errors;
      return errorsByInput(refusal.value, endpoint.inputs.value ?? []);
    }),
    setField(name: string, text: string) {
      fields.value = { ...fields.value, [name]: text };
    },
    start() {
      const stopFields = effect(() => {
        const inputs = endpoint.inputs.value ?? [];
        const before = fields.peek();
        fields.value = Object.fromEntries(
          inputs.map((input) => [input.name, before[input.name] ?? keptInput(workflowId)[input.name] ?? fieldText(input)]),
        );
      });
      stopWatching = () => {
        stopFields();
        clearInterval(clock);
        abort.abort();
      };
    },
    stop: () => stopWatching(),
    /** Starts a call unless one is in progress. False if the form has errors. */
    async run(): Promise<boolean> {
      tried.value = true;
      const input = built.value;
      if (running.value) return true;
      if (!input.ok || keyError.value) return false;
      keepInput(workflowId, fields.peek());
      if (needsKey.peek()) await createKey.run();
      // Why there is none stands at the field.
      if (needsKey.peek()) return false;
      abort = new AbortController();
      const { signal: mine } = abort;
      batch(() => {
        running.value = true;
        result.value = undefined;
        refusal.value = undefined;
        startedAt.value = now.value = performance.now();
      });
      clock = setInterval(() => (now.value = performance.now()), tickMs);
      let isLost = false;
      try {
        await go(input.input);
      } catch (caught) {
        const problem = problemOf(caught);
        isLost = !mine.aborted && mayPass(problem) && problem.runId === undefined;
        if (!mine.aborted) refusal.value = problem;
      } finally {
        clearInterval(clock);
        running.value = false;
        trouble.value = undefined;
        // Only a call whose answer was lost is made again as the same; any other is a new one.
        if (!isLost) keyOf = createSendingKey();
      }
      return true;
    },
    /** Cancels the run on the server; of a sync call, whose run has no id yet, only the waiting ends. */
    async cancel() {
      const runId = result.value?.runId;
      if (!runId) return abort.abort();
      try {
        await cancelRun({ workflowId, key: key.value.trim() }, runId);
      } catch (caught) {
        refusal.value = problemOf(caught);
      }
    },
  };
}
export type TryItModel = ReturnType<typeof createTryItModel>;

/** A run that failed: at which node, with what error. The answer's own words around it would say it twice. */
function asRunFailure(problem: Problem): Problem {
  const first = problem.errors[0];
  const node = problem.node ?? first?.node;
  return {
    ...problem,
    title: node ? labels.common.failedAt(node) : problem.title,
    detail: first?.message ?? problem.detail ?? problem.title,
    errors: [],
    // The run's id stands above; here it would only be said twice.
    runId: undefined,
  };
}

/** The server's messages that name an input, by that input. */
function errorsByInput(problem: Problem | undefined, inputs: readonly InputDefinition[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { path = "", message } of problem?.errors ?? []) {
    const name = inputs.find((input) => path.split(/[/.]/).includes(input.name))?.name;
    if (name) found[name] ??= message;
  }
  return found;
}
