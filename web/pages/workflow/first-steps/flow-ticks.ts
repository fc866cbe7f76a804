import type { FlowDocument } from "../../../base/api/resources.ts";
import type { GuideStep } from "./guide.ts";
import { hasRole } from "../../../editor/drawing/node-kinds.ts";

/** The guide's steps that a flow shows to be done: a node of one's own, a way through it, and its part in the answer. */
export function ticksOfFlow({ nodes, edges }: FlowDocument): GuideStep[] {
  const own = nodes.filter((node) => !hasRole(node, "start") && !hasRole(node, "end"));
  if (own.length === 0) return [];
  const from = reach(
    nodes.filter((node) => hasRole(node, "start")).map(({ id }) => id),
    edges.map((edge) => [edge.from, edge.to]),
  );
  const back = reach(
    nodes.filter((node) => hasRole(node, "end")).map(({ id }) => id),
    edges.map((edge) => [edge.to, edge.from]),
  );
  const through = own.filter(({ id }) => from.has(id) && back.has(id));
  if (through.length === 0) return ["add"];
  const answers = JSON.stringify(nodes.filter((node) => hasRole(node, "end")).map(({ config }) => config));
  const isUsed = through.some(
    ({ name, config }) =>
      /\bsteps\.Start\b/.test(JSON.stringify(config)) && (answers.includes(`steps.${name}.`) || answers.includes(`steps.\`${name}\``)),
  );
  return isUsed ? ["add", "connect", "use"] : ["add", "connect"];
}

function reach(begin: readonly string[], ways: readonly (readonly [string, string])[]): ReadonlySet<string> {
  const found = new Set(begin);
  const open = [...begin];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const [from, to] of ways) {
      if (from !== at || found.has(to)) continue;
      found.add(to);
      open.push(to);
    }
  }
  return found;
}
