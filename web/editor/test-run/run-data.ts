/** The results of a test run for each node, for the canvas, the log and the previews. */
import type { AnswerOf } from "#flow/contract/route.ts";
import type { FlowDocument } from "../../base/api/resources.ts";
import type { Routes } from "../../base/api/routes.ts";
import type { NodeRun } from "../document/flow-editor.ts";
import { usedBy } from "./used-by.ts";
import { hasRole, kindOf } from "../drawing/node-kinds.ts";

export type RunDetail = AnswerOf<Routes["getTestRun"]>;
export type RunStep = RunDetail["steps"][number];
/** What was last seen of each node, by its id; kept over several runs, since not every run gets everywhere. */
export type Samples = ReadonlyMap<string, RunStep>;

/** Not nodes that decide or mark: they cost nothing and have no effects, so they always run. */
export const canBePinned = (type: string): boolean => {
  const { role, decides } = kindOf(type);
  return role !== "start" && role !== "end" && !decides;
};

export const isOver = ({ status }: Pick<RunDetail, "status">): boolean => status === "Success" || status === "Failed";

/** The canvas's view of a run. When it has finished, nodes of `expected` that did not run were skipped. */
export function runStatesOf(detail: RunDetail, expected: readonly string[]): Map<string, NodeRun> {
  const states = new Map<string, NodeRun>();
  if (isOver(detail)) for (const id of expected) states.set(id, { status: "Skipped" });
  for (const step of detail.steps) states.set(step.nodeId, stateOf(step));
  return states;
}

function stateOf({ status, durationMs, output, error, outcome }: RunStep): NodeRun {
  const line = error ? error.message : status === "Success" ? lineOf(output) : undefined;
  return {
    status,
    ...(durationMs === null ? {} : { durationMs }),
    ...(line ? { line } : {}),
    ...(outcome ? { outcome } : {}),
  };
}

interface Told {
  name: string;
  data: { node?: string; outcome?: string; error?: { message?: string }; at?: string };
}

/** The states after one event of the stream; nodes are named there, `idOf` knows their ids. */
export function afterEvent(
  states: ReadonlyMap<string, NodeRun>,
  { name, data }: Told,
  idOf: (name: string) => string | undefined,
): ReadonlyMap<string, NodeRun> {
  const id = data.node === undefined ? undefined : idOf(data.node);
  if (id === undefined) return states;
  const next = new Map(states);
  if (name === "node.started") next.set(id, { status: "In Progress" });
  else if (name === "node.waiting") next.set(id, { status: "Waiting" });
  else if (name === "node.succeeded") next.set(id, { status: "Success", ...(data.outcome ? { outcome: data.outcome } : {}) });
  else if (name === "node.failed") next.set(id, { status: "Failed", ...(data.error?.message ? { line: data.error.message } : {}) });
  return next;
}

/** What expressions would see, by the nodes' present names; undefined before anything ran. */
export function scopeOf(
  flow: FlowDocument,
  samples: Samples,
  pins: ReadonlyMap<string, unknown>,
  env: Readonly<Record<string, string | null>>,
  runId: string,
) {
  if (samples.size === 0 && pins.size === 0) return undefined;
  const steps: Record<string, unknown> = {};
  for (const node of flow.nodes) {
    const { id, name } = node;
    const step = samples.get(id);
    if (!step && !pins.has(id)) continue;
    const output = pins.has(id) ? pins.get(id) : step?.output;
    if (hasRole(node, "start")) steps[name] = output;
    else {
      const { input = null, error = null, status = "Success", attempts = 1, durationMs = 0 } = step ?? {};
      const startedAt = step ? Date.parse(step.startedAt) : 0;
      steps[name] = { input, output, error, status, attempts, startedAt, endedAt: startedAt + (durationMs ?? 0), durationMs };
    }
  }
  const startedAt = Math.min(...[...samples.values()].map((step) => Date.parse(step.startedAt)));
  return { steps, env, run: { id: runId, startedAt: Number.isFinite(startedAt) ? startedAt : 0, versionId: "", mode: "test" } };
}

/** The ids of the nodes on the ways to a node, itself among them. */
export function nodesUpTo({ nodes, edges }: FlowDocument, id: string): string[] {
  const found = new Set([id]);
  const sources = Map.groupBy(edges, ({ to }) => to);
  for (const each of found) for (const { from } of sources.get(each) ?? []) found.add(from);
  return nodes.filter((node) => found.has(node.id)).map((node) => node.id);
}

export interface Needed {
  /** Steps whose outputs the test reads, with what they gave last. */
  readonly given: readonly { readonly id: string; readonly name: string; readonly output: unknown }[];
  /** Steps before the node that nothing reads: they are not run and not asked for. */
  readonly unread: readonly string[];
  /** Names of the inputs that are read. */
  readonly inputs: ReadonlySet<string>;
}

/** What a test of one node needs: what it reads itself, what the conditions before it read, and what a step without an output reads to run. */
export function neededFor(flow: FlowDocument, id: string, samples: Samples, pins: ReadonlyMap<string, unknown>): Needed {
  const before = new Set(nodesUpTo(flow, id));
  const outputOf = (each: string) => (pins.has(each) ? pins.get(each) : samples.get(each)?.output);
  const pinnable = flow.nodes.filter((node) => node.id !== id && before.has(node.id) && canBePinned(node.type));
  const running = new Set([id, ...flow.nodes.filter((node) => before.has(node.id) && kindOf(node.type).decides).map((node) => node.id)]);
  for (;;) {
    const { steps, inputs } = usedBy(
      flow.nodes.filter((node) => running.has(node.id)),
      flow,
    );
    const read = pinnable.filter((node) => steps.has(node.id));
    const more = read.filter((node) => outputOf(node.id) === undefined && !running.has(node.id));
    if (more.length === 0) {
      const given = read.map(({ id: each, name }) => ({ id: each, name, output: outputOf(each) }));
      return { given, inputs, unread: pinnable.filter((node) => !steps.has(node.id)).map((node) => node.id) };
    }
    for (const node of more) running.add(node.id);
  }
}

/** A value in one line; undefined for nothing. */
export function lineOf(value: unknown, maxChars = 80): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = (typeof value === "string" ? value : JSON.stringify(value)).replace(/\s+/g, " ").trim();
  return text.length > maxChars ? `${text.slice(0, maxChars - 1)}…` : text;
}
