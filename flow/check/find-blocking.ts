import { nodesBefore } from "../engine/test-plan.ts";
import type { FlowDocument } from "../model/document.ts";
import type { Problem } from "./problem.ts";

/** What a flow may be while only a part of it is tried. */
const unfinished: ReadonlySet<string> = new Set(["path_without_end", "outcome_unconnected", "node_unreachable"]);

/**
 * The errors among `problems` that keep a flow from running, or from running as far as the node `untilNode`: those on the
 * way to it. Undefined where the flow has no such node.
 */
export function findBlocking(
  flow: FlowDocument,
  untilNode: string | undefined,
  problems: readonly Problem[],
): readonly Problem[] | undefined {
  const errors = problems.filter(({ severity }) => severity === "error");
  if (untilNode === undefined) return errors;
  const before = idsBefore(flow, untilNode);
  return before && errors.filter(({ node, code }) => node !== undefined && before.has(node) && !unfinished.has(code));
}

function idsBefore({ nodes, edges }: FlowDocument, untilNode: string): ReadonlySet<string> | undefined {
  const index = new Map(nodes.map((node, at) => [node.id, at]));
  const target = index.get(untilNode);
  if (target === undefined) return undefined;
  const targets = nodes.map((): number[] => []);
  for (const { from, to } of edges) {
    const [at, next] = [index.get(from), index.get(to)];
    if (at !== undefined && next !== undefined) targets[at]!.push(next);
  }
  const before = nodesBefore(
    targets.map((each) => ({ edges: new Map([["any", each]]) })),
    target,
  );
  return new Set(Array.from(before, (at) => nodes[at]!.id));
}
