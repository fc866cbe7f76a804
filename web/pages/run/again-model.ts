import { computed, signal } from "@preact/signals";
import { type Run, runs, type SentRerun } from "../../base/api/runs.ts";
import { parseJsonText } from "../../base/json/json-text.ts";
import { createAction, createResource } from "../../base/ui/resource.ts";
import { createSendingKey } from "../../base/ui/sending-key.ts";

/** Where the input of the run stands among the texts of its steps. */
const inputKey = "";
const textOf = (value: unknown): string => JSON.stringify(value ?? null, null, 2);

/** What a new run is given: the input, and what the copied steps gave, each as text that can be changed. */
export function createAgainModel(workflowId: string, run: Run, fromNode: string | undefined, onBegun: (runId: string) => void) {
  const version = signal<"same" | "current">(fromNode === undefined ? "current" : "same");
  const push = signal(false);
  const keyOf = createSendingKey();
  const texts = signal<ReadonlyMap<string, string>>(new Map());
  const plan = createResource(() =>
    runs.planRerun(workflowId, run.runId, { ...(fromNode === undefined ? {} : { fromNode }), version: version.peek() }),
  );
  /** The texts as the plan has them, by node id. */
  const recorded = computed(() => {
    const { input, copied } = plan.value.value ?? { input: run.input, copied: [] };
    return new Map([[inputKey, textOf(input)], ...copied.map(({ nodeId, output }) => [nodeId, textOf(output)] as const)]);
  });
  const changed = computed(() => [...texts.value].filter(([id, text]) => recorded.value.has(id) && text !== recorded.value.get(id)));
  const faults = computed(() => {
    const found = new Map<string, string>();
    for (const [id, text] of changed.value) {
      const parsed = parseJsonText(text);
      if (!parsed.ok) found.set(id, parsed.message);
    }
    return found;
  });
  const patch = (): SentRerun["patch"] => {
    const values = changed.value.map(([id, text]) => [id, JSON.parse(text) as unknown] as const);
    const steps = Object.fromEntries(values.filter(([id]) => id !== inputKey));
    const input = values.find(([id]) => id === inputKey);
    if (values.length === 0) return undefined;
    return { ...(input ? { input: input[1] } : {}), ...(Object.keys(steps).length > 0 ? { steps } : {}) };
  };
  return {
    version,
    push,
    plan,
    faults,
    inputKey,
    start: () => void plan.load(),
    textAt: (id: string) => texts.value.get(id) ?? recorded.value.get(id) ?? "",
    isChanged: (id: string) => changed.value.some(([each]) => each === id),
    type: (id: string, text: string) => (texts.value = new Map(texts.value).set(id, text)),
    reset(id: string) {
      const next = new Map(texts.value);
      next.delete(id);
      texts.value = next;
    },
    setVersion(next: "same" | "current") {
      version.value = next;
      void plan.load();
    },
    begin: createAction(async () => {
      const change = patch();
      const body: SentRerun = {
        ...(fromNode === undefined ? {} : { fromNode }),
        version: version.value,
        ...(change ? { patch: change } : {}),
        ...(push.value ? { push: true } : {}),
      };
      const { runId } = await runs.rerun(workflowId, run.runId, body, keyOf(body));
      onBegun(runId);
    }),
  };
}
export type AgainModel = ReturnType<typeof createAgainModel>;
