/**
 * A deployed flow compiled once into what running it needs: the graph as the engine walks it, parsed templates,
 * compiled input schemas. A plan never changes, so it can be cached for as long as one likes.
 */
import type { Scope } from "../expressions/scope.ts";
import type { RunId, VersionId } from "../ids.ts";
import { compileInputs, type CompiledInputs } from "../model/check-input.ts";
import type { FlowEdge, OutputDefinition } from "../model/document.ts";
import type { ResolvedFlow, ResolvedNode } from "../resolved/resolved-flow.ts";
import type { NodeDeclaration, NodeResult } from "../nodes/node.ts";
import { declarationOf } from "../nodes/registry.ts";
import { envNamesOf } from "../variables/env-names.ts";
import { outermostIndex, type Place } from "./place.ts";
import { engineRevision } from "./revision.ts";
import type { Graph, GraphNode } from "./types.ts";

export interface PlanNode extends GraphNode {
  readonly id: string;
  readonly type: string;
  readonly declaration: NodeDeclaration;
  /** The settings as the declaration compiled them. */
  readonly compiled: unknown;
  readonly onAmbiguous: "retry" | "fail";
  /** The environment variables that its settings name; of these alone it may see secure values. */
  readonly env: readonly string[];
  /** Set where its result is copied from another run: when it came about there, in epoch milliseconds, and in how many tries. */
  readonly copy?: { readonly from: RunId; readonly startedAt: number; readonly endedAt: number; readonly attempts: number };
  /** What its result, secrets masked, is turned into before anybody else gets it. */
  readonly settle?: (result: NodeResult) => NodeResult;
}

export interface Plan extends Graph {
  readonly versionId: VersionId;
  readonly nodes: readonly PlanNode[];
  readonly inputs: CompiledInputs;
  readonly outputs: readonly OutputDefinition[];
  /** Set where a run tries a recorded one: it may touch nothing outside, and this is what expressions see as `run`. */
  readonly replays?: Scope["run"];
}

/** The node at a place of a run with this plan. */
export function nodeAt(plan: Plan, place: Place): PlanNode {
  // Places come from the engine, which has just walked there.
  return plan.nodes[outermostIndex(place)]!;
}

/** The plan of a flow that `checkFlow` found deployable; throws where a setting does not compile. */
export function compilePlan(versionId: VersionId, flow: ResolvedFlow): Plan {
  const indexOf = new Map(flow.nodes.map((node, index) => [node.id, index]));
  const { incoming, outgoing } = wire(flow.edges, indexOf, flow.nodes.length);
  const nodes = flow.nodes.map((node, index) => planNode(node, incoming[index]!, outgoing[index]!));
  return {
    versionId,
    nodes,
    start: nodes.findIndex(({ declaration }) => declaration.role === "start"),
    revision: engineRevision,
    inputs: compileInputs(flow.inputs),
    outputs: flow.outputs,
  };
}

function wire(edges: readonly FlowEdge[], indexOf: ReadonlyMap<string, number>, count: number) {
  const incoming = new Array<number>(count).fill(0);
  const outgoing = Array.from({ length: count }, () => new Map<string, number[]>());
  for (const edge of edges) {
    const from = indexOf.get(edge.from)!;
    const to = indexOf.get(edge.to)!;
    incoming[to]!++;
    const targets = outgoing[from]!.get(edge.outcome);
    if (targets) targets.push(to);
    else outgoing[from]!.set(edge.outcome, [to]);
  }
  return { incoming, outgoing };
}

function planNode(node: ResolvedNode, incoming: number, edges: ReadonlyMap<string, readonly number[]>): PlanNode {
  const declaration = declarationOf(node.type);
  if (!declaration) throw new Error(`There is no node type ${node.type}.`);
  const config = declaration.params.parse(node.config);
  return {
    id: node.id,
    type: node.type,
    name: node.name,
    declaration,
    compiled: declaration.compile(config),
    onAmbiguous: node.onAmbiguous ?? "retry",
    env: envNamesOf(declaration, config),
    incoming,
    edges,
    isEnd: node.isEnd ?? false,
    strictOutcomes: node.strictOutcomes ?? false,
    timeoutMs: node.timeoutMs ?? null,
    retry: node.retry ?? null,
  };
}
