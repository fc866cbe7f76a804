import fc from "fast-check";
import { expect, test } from "vitest";
import { buildGraph } from "#flow/check/graph.ts";
import { ranBefore, type Before } from "#flow/check/ran-before.ts";
import type { FlowDocument, FlowEdge, FlowNode } from "#flow/model/document.ts";

const outcomesOf: Record<string, string[]> = {
  start: ["next"],
  script: ["success", "failure"],
  condition: ["if", "else"],
  delay: ["success"],
};

function node(index: number, type: string): FlowNode {
  const config = type === "condition" ? { branches: [{ expression: "true" }] } : {};
  return { id: `n${index}`, type, name: `N${index}`, config };
}
function document(nodes: FlowNode[], edges: FlowEdge[]): FlowDocument {
  return { schemaVersion: 1, inputs: [], outputs: [], nodes, edges };
}

/** Small acyclic flows: edges lead from lower to higher numbers only. */
const smallFlow = fc
  .tuple(
    fc.array(fc.constantFrom("script", "condition", "delay"), { minLength: 2, maxLength: 7 }),
    fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { minLength: 2, maxLength: 18 }),
  )
  .map(([types, wires]) => {
    const nodes = ["start", ...types].map((type, index) => node(index, type));
    const edges = wires.flatMap(([a, b, c]): FlowEdge[] => {
      const from = a % (nodes.length - 1);
      const to = from + 1 + (b % (nodes.length - 1 - from));
      const outcomes = outcomesOf[nodes[from]!.type]!;
      return [{ from: `n${from}`, outcome: outcomes[c % outcomes.length]!, to: `n${to}` }];
    });
    return document(nodes, edges);
  });

/** Every possible run: the nodes that started, and those that it continued from. Written from SPEC, not from the analysis. */
function* allRuns({ nodes, edges }: FlowDocument): Generator<{ began: Set<string>; ran: Set<string> }> {
  const choices = nodes.map(({ type }) => outcomesOf[type]!);
  const total = choices.reduce((product, each) => product * each.length, 1);
  const unique = [...new Map(edges.map((edge) => [JSON.stringify(edge), edge])).values()];
  for (let n = 0; n < total; n++) {
    let rest = n;
    const chosen = choices.map((each) => {
      const outcome = each[rest % each.length]!;
      rest = Math.floor(rest / each.length);
      return outcome;
    });
    const began = new Set<string>();
    const ran = new Set<string>();
    const decided = new Map<FlowEdge, boolean>();
    // Nodes are in topological order, so one pass decides every edge that is ever decided.
    nodes.forEach(({ id, type }, index) => {
      const incoming = unique.filter((edge) => edge.to === id);
      const outgoing = unique.filter((edge) => edge.from === id);
      if (type !== "start" && (incoming.length === 0 || incoming.some((edge) => !decided.has(edge)))) return;
      const runs = type === "start" || incoming.some((edge) => decided.get(edge));
      const outcome = chosen[index]!;
      if (runs) {
        began.add(id);
        const led = outgoing.some((edge) => edge.outcome === outcome);
        // The run fails here; what waits for this node never goes on.
        if (!led && (type === "condition" || outcome === "failure")) return;
        ran.add(id);
      }
      for (const edge of outgoing) decided.set(edge, runs && edge.outcome === outcome);
    });
    yield { began, ran };
  }
}

function ancestorsOf(id: string, edges: readonly FlowEdge[]): Set<string> {
  const found = new Set<string>();
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const edge of edges) if (edge.to === at && !found.has(edge.from)) open.push((found.add(edge.from), edge.from));
  return found;
}

function bruteForce(flow: FlowDocument, steps: readonly string[], asker: string): Before {
  const above = ancestorsOf(asker, flow.edges);
  const before = steps.filter((step) => above.has(step));
  if (before.length === 0) return "never";
  for (const { began, ran } of allRuns(flow)) if (began.has(asker) && !before.some((step) => ran.has(step))) return "possibly";
  return "always";
}

function reachable(flow: FlowDocument, id: string): boolean {
  return ancestorsOf(id, flow.edges).has("n0");
}
/** Edges from nodes that never run hold up nothing in a real flow, and make the flow undeployable anyway. */
function connected(flow: FlowDocument): boolean {
  return flow.nodes.every(({ id }) => id === "n0" || reachable(flow, id));
}

test("what always, possibly or never ran before is what trying out every run shows", () => {
  const answers = { always: 0, possibly: 0, never: 0 };
  fc.assert(
    fc.property(smallFlow.filter(connected), (flow) => {
      const questions = flow.nodes.flatMap((_, step) => flow.nodes.map((__, asker) => ({ steps: [step], asker })));
      const told = ranBefore(buildGraph(flow), questions);
      for (const answer of told) answers[answer]++;
      expect(told).toEqual(questions.map(({ steps, asker }) => bruteForce(flow, [`n${steps[0]}`], `n${asker}`)));
    }),
    { numRuns: 1_500 },
  );
  expect(Math.min(answers.always, answers.possibly, answers.never)).toBeGreaterThan(100);
});

test("whether one of several steps always ran before is what trying out every run shows", () => {
  fc.assert(
    fc.property(smallFlow.filter(connected), fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 2, maxLength: 3 }), (flow, picks) => {
      const steps = [...new Set(picks.map((pick) => pick % flow.nodes.length))];
      fc.pre(steps.length > 1);
      const askers = flow.nodes.map((_, index) => index);
      const told = ranBefore(
        buildGraph(flow),
        askers.map((asker) => ({ steps, asker })),
      );
      const tried = askers.map((index) =>
        bruteForce(
          flow,
          steps.map((step) => `n${step}`),
          `n${index}`,
        ),
      );
      expect(told).toEqual(tried);
    }),
    { numRuns: 1_000 },
  );
});

test("after a fork both branches have run, unless one of them can fail and go on", () => {
  const nodes = [node(0, "start"), node(1, "script"), node(2, "script"), node(3, "script")];
  const fork = [
    { from: "n0", outcome: "next", to: "n1" },
    { from: "n0", outcome: "next", to: "n2" },
    { from: "n1", outcome: "success", to: "n3" },
    { from: "n2", outcome: "success", to: "n3" },
  ];
  expect(ranBefore(buildGraph(document(nodes, fork)), [{ steps: [1], asker: 3 }])).toEqual(["always"]);
  const withWayAround = [...nodes, node(4, "condition"), node(5, "script")];
  const edges = [
    ...fork.slice(1),
    { from: "n0", outcome: "next", to: "n4" },
    { from: "n4", outcome: "if", to: "n1" },
    { from: "n4", outcome: "else", to: "n5" },
  ];
  expect(ranBefore(buildGraph(document(withWayAround, edges)), [{ steps: [1], asker: 3 }])).toEqual(["possibly"]);
});
