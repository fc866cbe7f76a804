import { computed, signal } from "@preact/signals";
import { runs } from "../api/runs.ts";
import { search as parameters, setSearch } from "../shell/router.ts";
import { createResource } from "../ui/resource.ts";
import { compareRuns } from "./compare-runs.ts";

/** The two runs that the address names. */
export function createCompareModel(workflowId: string) {
  const ids = () => [parameters.peek().get("left") ?? "", parameters.peek().get("right") ?? ""] as const;
  const resource = createResource(async () => {
    const [left, right] = await Promise.all(ids().map((id) => runs.get(workflowId, id)));
    return compareRuns(left!, right!);
  });
  const open = signal<ReadonlySet<string>>(new Set());
  return {
    compared: resource.value,
    problem: resource.problem,
    start: resource.load,
    load: resource.load,
    onlyDifferences: computed(() => parameters.value.get("all") !== "1"),
    setOnlyDifferences: (on: boolean) => setSearch({ all: on ? "" : "1" }),
    open,
    toggle(name: string) {
      const next = new Set(open.peek());
      if (!next.delete(name)) next.add(name);
      open.value = next;
    },
  };
}
