import { computed, signal } from "@preact/signals";
import { runs } from "../../base/api/runs.ts";
import { search as parameters, setSearch } from "../../base/router/router.ts";
import { createResource } from "../../base/ui/resource.ts";
import { compareRuns } from "./compare-runs.ts";

/** The two runs that the address names. */
export function createCompareModel(workflowId: string) {
  const runOf = (side: "left" | "right") => runs.get(workflowId, parameters.peek().get(side) ?? "");
  const resource = createResource(async () => compareRuns(...(await Promise.all([runOf("left"), runOf("right")]))));
  /** The keys of the steps that are open. */
  const open = signal<ReadonlySet<string>>(new Set());
  return {
    compared: resource.value,
    problem: resource.problem,
    start: resource.load,
    load: resource.load,
    onlyDifferences: computed(() => parameters.value.get("all") !== "1"),
    setOnlyDifferences: (on: boolean) => setSearch({ all: on ? "" : "1" }),
    open,
    toggle(key: string) {
      const next = new Set(open.peek());
      if (!next.delete(key)) next.add(key);
      open.value = next;
    },
  };
}
export type CompareModel = ReturnType<typeof createCompareModel>;
