/** Random acyclic flows together with what each try of each node comes to, so that a run of one has one right result. */
import fc from "fast-check";
import { engineRevision } from "#flow/engine/revision.ts";
import type { Graph, GraphNode } from "#flow/engine/types.ts";
import type { RetryPolicy } from "#flow/nodes/retry-policy.ts";
import type { FailureClass } from "#flow/problems/node-error.ts";

/** The actions of one try. Times are relative: `afterMs` from the start of the try, `forMs` from the start of the wait. */
export type Try =
  | { readonly kind: "succeed"; readonly afterMs: number; readonly branch: number }
  | { readonly kind: "fail"; readonly afterMs: number; readonly class: FailureClass; readonly fatal: boolean }
  | { readonly kind: "sleep"; readonly afterMs: number; readonly forMs: number; readonly branch: number }
  | { readonly kind: "ask"; readonly afterMs: number; readonly forMs: number; readonly answer: number | "failure" }
  | { readonly kind: "hang" };

export interface RandomFlow {
  readonly graph: Graph;
  /** Node indexes so that every edge leads forwards. */
  readonly order: readonly number[];
  readonly deadlineAt: number | null;
  /** What a try comes to; attempts count from 1. */
  tryOf(node: number, attempt: number): Try;
  /** The number that is drawn when a try fails. */
  randomOf(node: number, attempt: number): number;
  outcomeOf(node: number, branch: number): string;
}

interface NodeSpec {
  readonly kind: "work" | "condition" | "end";
  readonly key: number;
  readonly parents: readonly { readonly from: number; readonly outcome: number }[];
  readonly timeoutMs: number | null;
  readonly retry: RetryPolicy | null;
  readonly tries: readonly Try[];
  readonly random: number;
}

const outcomesOf = {
  start: ["next"],
  work: ["success", "success", "failure"],
  condition: ["if", "elseif:1", "else"],
  end: [],
} as const;

// Few different durations, so that many things happen in the same millisecond.
const ms = fc.integer({ min: 0, max: 6 }).map((n) => n * 10);
const branch = fc.nat({ max: 2 });
const classes = fc.constantFrom<FailureClass>("network", "timeout", "429", "5xx", "other");

const someTry: fc.Arbitrary<Try> = fc.oneof(
  { weight: 9, arbitrary: fc.record({ kind: fc.constant("succeed" as const), afterMs: ms, branch }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("fail" as const),
      afterMs: ms,
      class: classes,
      fatal: fc.integer({ min: 0, max: 9 }).map((n) => n === 9),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("sleep" as const), afterMs: ms, forMs: ms, branch }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("ask" as const),
      afterMs: ms,
      forMs: ms,
      answer: fc.oneof(branch, branch, fc.constant("failure" as const)),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "hang" as const }) },
);

const policy: fc.Arbitrary<RetryPolicy> = fc.record({
  attempts: fc.integer({ min: 0, max: 3 }),
  backoff: fc.constantFrom("fixed" as const, "exponential" as const),
  delayMs: ms,
  maxDelayMs: fc.constantFrom(15, 1_000),
  on: fc.constantFrom(["any"] as const, ["network", "timeout"] as const, ["429", "5xx"] as const),
});

const nodeSpec: fc.Arbitrary<NodeSpec> = fc.record({
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant("work" as const) },
    { weight: 4, arbitrary: fc.constant("condition" as const) },
    { weight: 5, arbitrary: fc.constant("end" as const) },
  ),
  key: fc.nat(),
  parents: fc.array(fc.record({ from: fc.nat(), outcome: fc.nat() }), { minLength: 1, maxLength: 5 }),
  timeoutMs: fc.option(
    ms.map((n) => n + 10),
    { freq: 2 },
  ),
  retry: fc.option(policy, { freq: 2 }),
  tries: fc.array(someTry, { minLength: 1, maxLength: 4 }),
  random: fc.integer({ min: 0, max: 99 }).map((n) => n / 100),
});

/** Flows of 2 to about 40 nodes. Every node can be reached from Start; the document's order is not the order of the run. */
export const randomFlow: fc.Arbitrary<RandomFlow> = fc
  .record({
    calm: fc.boolean(),
    specs: fc.array(nodeSpec, { minLength: 1, maxLength: 40, size: "max" }),
    startKey: fc.nat(),
    deadlineAt: fc.option(
      fc.integer({ min: 1, max: 30 }).map((n) => n * 10),
      { freq: 2 },
    ),
  })
  .map(({ calm, specs, startKey, deadlineAt }) =>
    calm ? build(specs, startKey, deadlineAt === null ? null : deadlineAt * 20, true) : build(specs, startKey, deadlineAt, false),
  );

/** A calm flow has no failure that would end the run, so that long runs with many Ends are tried as well. */
function build(specs: readonly NodeSpec[], startKey: number, deadlineAt: number | null, calm: boolean): RandomFlow {
  const all = [
    {
      kind: "start" as const,
      key: startKey,
      parents: [],
      timeoutMs: null,
      retry: null,
      tries: [{ kind: "succeed" as const, afterMs: 0, branch: 0 }],
      random: 0,
    },
    ...specs,
  ];
  const byKey = all.map((_, place) => place).sort((a, b) => all[a]!.key - all[b]!.key || a - b);
  /** From a place in the order of the run to the index in the document. */
  const indexOf = all.map((_, place) => byKey.indexOf(place));
  const edges = all.map(() => new Map<string, number[]>());
  const incoming = all.map(() => 0);
  all.forEach((spec, place) => {
    for (const parent of spec.parents) {
      const able = all.slice(0, place).flatMap((one, from) => (outcomesOf[one.kind].length > 0 ? [from] : []));
      const from = able[parent.from % able.length]!;
      const names = outcomesOf[all[from]!.kind];
      const outcome = names[parent.outcome % names.length]!;
      const targets = edges[from]!.get(outcome) ?? [];
      if (targets.includes(indexOf[place]!)) continue;
      edges[from]!.set(outcome, [...targets, indexOf[place]!]);
      incoming[place]!++;
    }
  });
  const nodes = byKey.map((place): GraphNode => {
    const { kind, timeoutMs, retry } = all[place]!;
    const strictOutcomes = kind === "condition" && !(calm && edges[place]!.size === 0);
    return {
      name: `${kind} ${place}`,
      incoming: incoming[place]!,
      edges: edges[place]!,
      isEnd: kind === "end",
      strictOutcomes,
      timeoutMs,
      retry,
    };
  });
  const edgesOf = (node: number): ReadonlyMap<string, readonly number[]> => nodes[node]!.edges;
  const specAt = (node: number): (typeof all)[number] => all[byKey[node]!]!;
  return {
    graph: { nodes, start: indexOf[0]!, revision: engineRevision },
    order: indexOf,
    deadlineAt,
    tryOf(node, attempt) {
      const { tries, timeoutMs } = specAt(node);
      const one = tries[(attempt - 1) % tries.length]!;
      if (calm && !edgesOf(node).has("failure")) return calmed(one, timeoutMs ?? Infinity);
      if (calm && one.kind === "fail") return { ...one, fatal: false };
      // Without any deadline a node that hangs would hang for ever.
      return one.kind === "hang" && timeoutMs === null && (calm || deadlineAt === null) ? { kind: "succeed", afterMs: 10, branch: 0 } : one;
    },
    randomOf: (node, attempt) => (specAt(node).random * 7 * attempt) % 1,
    outcomeOf(node, which) {
      const possible = outcomesOf[specAt(node).kind].filter((name) => name !== "failure");
      const connected = possible.filter((name) => edgesOf(node).has(name));
      const names = calm && connected.length > 0 ? connected : possible;
      return names[which % names.length] ?? "";
    },
  };
}

function calmed(one: Try, timeoutMs: number): Try {
  const whole = one.kind === "hang" ? 0 : one.afterMs + ("forMs" in one ? one.forMs : 0);
  const harmless = one.kind !== "hang" && one.kind !== "fail" && !(one.kind === "ask" && one.answer === "failure") && whole < timeoutMs;
  return harmless ? one : { kind: "succeed", afterMs: Math.min(whole, 10, timeoutMs - 1), branch: 0 };
}
