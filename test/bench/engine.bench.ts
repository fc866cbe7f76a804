/** What the engine costs a node, garbage included, by the shape and size of the flow. */
import { advance, initialState } from "#flow/engine/advance.ts";
import { engineRevision } from "#flow/engine/revision.ts";
import type { Graph, GraphNode, RunCommand, RunEvent } from "#flow/engine/types.ts";

const sizes = [10, 100, 1_000, 10_000];
const nodesMeasured = 200_000;
const measurements = 7;
const layerWidth = 10;

type Edges = readonly (readonly number[])[];

/** Start, then one node after the other. */
function chain(size: number): Edges {
  return Array.from({ length: size }, (_, i) => (i + 1 < size ? [i + 1] : []));
}

/** Start forks into everything, and everything joins in the End. */
function fork(size: number): Edges {
  const middle = Array.from({ length: size - 2 }, (_, i) => i + 1);
  return [middle, ...middle.map(() => [size - 1]), []];
}

/** Layers of ten, each node leading to three of the next layer. */
function layered(size: number): Edges {
  return Array.from({ length: size }, (_, i) => {
    if (i === 0) return Array.from({ length: Math.min(layerWidth, size - 1) }, (__, k) => k + 1);
    const column = (i - 1) % layerWidth;
    const next = i - column + layerWidth;
    return [...new Set([0, 1, 2].map((k) => next + ((column + k) % layerWidth)))].filter((target) => target < size);
  });
}

function graphOf(edges: Edges): Graph {
  const incoming = edges.map(() => 0);
  for (const targets of edges) for (const target of targets) incoming[target]!++;
  const nodes = edges.map((targets, i): GraphNode => {
    const isEnd = targets.length === 0;
    return {
      name: `n${i}`,
      incoming: incoming[i]!,
      edges: new Map(isEnd ? [] : [["success", targets]]),
      isEnd,
      strictOutcomes: false,
      timeoutMs: 60_000,
      retry: null,
    };
  });
  return { nodes, start: 0, revision: engineRevision };
}

/** Runs a flow to its end and says how many events that took. */
function run(graph: Graph): number {
  let state = initialState(graph);
  let at = 1_800_000_000_000;
  const queue: RunCommand[] = [];
  const tell = (event: RunEvent): void => {
    const step = advance(graph, state, event);
    state = step.state;
    for (const command of step.commands) queue.push(command);
  };
  tell({ kind: "run.started", at, deadlineAt: at + 1e9 });
  // The queue grows while it is walked.
  for (const command of queue) {
    if (command.kind === "execute")
      tell({ kind: "node.succeeded", at: ++at, place: command.place, attempt: command.attempt, outcome: "success" });
  }
  if (state.finish?.status !== "Success" || state.executed !== graph.nodes.length)
    throw new Error("The measured flow did not run to its end.");
  return state.version;
}

/** The median of several measurements; each is long enough to hold its share of garbage collection. */
function microsPerNode(graph: Graph): number {
  const rounds = Math.ceil(nodesMeasured / graph.nodes.length);
  const micros = Array.from({ length: measurements + 1 }, () => {
    const before = performance.now();
    for (let i = 0; i < rounds; i++) run(graph);
    return ((performance.now() - before) * 1000) / (rounds * graph.nodes.length);
  });
  // The first one warms up.
  return micros.slice(1).sort((a, b) => a - b)[measurements >> 1]!;
}

/** Prints microseconds per node, and the ratio of the largest flow to the smallest. */
export function benchEngine(print: (line: string) => void): void {
  print(`engine, µs per node     ${sizes.map((size) => String(size).padStart(8)).join("")}   largest / smallest`);
  for (const [name, shape] of Object.entries({ chain, fork, layered })) {
    const micros = sizes.map((size) => microsPerNode(graphOf(shape(size))));
    print(`  ${name.padEnd(22)}${micros.map((one) => one.toFixed(2).padStart(8)).join("")}   ${(micros.at(-1)! / micros[0]!).toFixed(2)}`);
  }
}
