/** Plans of small flows, and what a run of them is said to have recorded. */
import { placeOf, type Place } from "#flow/engine/place.ts";
import { compilePlan, type Plan } from "#flow/engine/plan.ts";
import type { RunId, VersionId } from "#flow/ids.ts";
import { resolveFlow } from "#flow/resolved/resolved-flow.ts";
import type { FlowNode } from "#flow/model/document.ts";
import type { RecordedRun, RecordedStep } from "#flow/reruns/recorded-run.ts";

const kinds: Readonly<Record<string, Pick<FlowNode, "type" | "config">>> = {
  End: { type: "end", config: { outputs: [{ name: "a", value: 1 }] } },
  If: { type: "condition", config: { branches: [{ join: "and", criteria: [{ left: 1, operator: "==", right: 1 }] }] } },
  Call: { type: "api", config: { method: "GET", url: "https://example.com/{{steps.Start.path}}" } },
  Wait: { type: "delay", config: { seconds: 1 } },
};

/** The start of a name gives the type of a node; other nodes are scripts. Edges are `From outcome To`; `ids` renames ids. */
export function planOf(edges: readonly string[], ids: Readonly<Record<string, string>> = {}): Plan {
  const parsed = edges.map((edge) => edge.split(" ") as [string, string, string]);
  const names = [...new Set(parsed.flatMap(([from, , to]) => [from, to]))];
  const id = (name: string): string => ids[name] ?? `n_${name}`;
  const nodes = names.map((name): FlowNode => {
    const kind = Object.entries(kinds).find(([prefix]) => name.startsWith(prefix))?.[1] ?? { type: "script", config: { code: "return 1" } };
    return { id: id(name), name, ...(name === "Start" ? { type: "start", config: {} } : kind) };
  });
  const connected = parsed.map(([from, outcome, to]) => ({ from: id(from), outcome, to: id(to) }));
  return compilePlan("ver_1" as VersionId, resolveFlow({ schemaVersion: 1, inputs: [], outputs: [], nodes, edges: connected }));
}

type Result = RecordedStep["result"] | "begun";

/** Nodes by name with how they came out; a failure counts as passed where it has an edge. */
export function recordedOf(plan: Plan, results: Readonly<Record<string, Result>>): RecordedRun {
  const steps = new Map<Place, RecordedStep>();
  const begun = new Set<Place>();
  for (const [name, result] of Object.entries<Result>({ Start: done("next"), ...results })) {
    const at = plan.nodes.findIndex((node) => node.name === name);
    begun.add(placeOf(at));
    if (result === "begun") continue;
    const isPassed = result.kind === "done" || plan.nodes[at]!.edges.has("failure");
    steps.set(placeOf(at), { nodeId: plan.nodes[at]!.id, result, isPassed, attempts: 1, startedAt: 10, endedAt: 20 });
  }
  return { begun, steps };
}

export const run = "run_loc0_0123456789abcdefghjkmnpqrs" as RunId;
export const done = (outcome: string, output: unknown = null): Result & object => ({ kind: "done", outcome, output });
export const failed = (message: string): Result & object => ({ kind: "fail", error: { code: "script_error", message, class: "other" } });
