import { signal } from "@preact/signals";
import { call } from "../../base/api/call.ts";
import type { RunDetail, Samples } from "./run-data.ts";

/** More variables than a workflow may have. */
const allVariables = 200;

/** What outlives a test run: the data that it left for the fields, outputs that were pinned, and the variables. */
export function createRunMemory(workflowId: string) {
  const samples = signal<Samples>(new Map());
  const pins = signal<ReadonlyMap<string, unknown>>(new Map());
  const env = signal<readonly { name: string; value: string | null; secure: boolean }[]>([]);
  return {
    samples,
    pins,
    env,
    remember({ steps }: RunDetail) {
      const seen = new Map(samples.peek());
      for (const step of steps) if (step.status === "Success" || step.status === "Failed") seen.set(step.nodeId, step);
      samples.value = seen;
    },
    pin(id: string, output: unknown) {
      pins.value = new Map(pins.value).set(id, output);
    },
    unpin(id: string) {
      const next = new Map(pins.value);
      next.delete(id);
      pins.value = next;
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
