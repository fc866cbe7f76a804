/** Which node of one document is which of the other. */
import type { FlowNode } from "../model/document.ts";
import { foldName } from "../text/fold-name.ts";
import { canonicalText } from "../json/canonical-text.ts";
import { pairUp, type Pair } from "./pair-up.ts";

export interface NodeMatch {
  readonly pairs: readonly Pair<FlowNode>[];
  readonly added: readonly FlowNode[];
  readonly removed: readonly FlowNode[];
  /** The new ids of nodes that have another in the second document. */
  readonly newIds: ReadonlyMap<string, string>;
}

/**
 * Nodes that are wholly equal are set aside first, so that documents whose ids are doubled by mistake are compared
 * well too. What is left is matched by id and type, then by type and name.
 */
export function matchNodes(before: readonly FlowNode[], after: readonly FlowNode[]): NodeMatch {
  const equal = pairUp(before, after, (node) => canonicalText(node));
  const sameId = pairUp(equal.before, equal.after, ({ type, id }) => JSON.stringify([type, id]));
  const sameName = pairUp(sameId.before, sameId.after, ({ type, name }) => JSON.stringify([type, foldName(name)]));
  return {
    pairs: [...equal.pairs, ...sameId.pairs, ...sameName.pairs],
    added: sameName.after,
    removed: sameName.before,
    newIds: newIdsOf(before, sameName.pairs),
  };
}

/** Where two nodes share an id, edges to it say nothing of which is meant; then it is left as it is. */
function newIdsOf(before: readonly FlowNode[], pairs: readonly Pair<FlowNode>[]): Map<string, string> {
  const counts = new Map<string, number>();
  if (pairs.length > 0) for (const { id } of before) counts.set(id, (counts.get(id) ?? 0) + 1);
  return new Map(pairs.filter(({ before }) => counts.get(before.id) === 1).map(({ before, after }) => [before.id, after.id]));
}
