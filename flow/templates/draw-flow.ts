import type { FlowDocument, FlowEdge, FlowNode, InputDefinition, OutputDefinition } from "../model/document.ts";

type Drawn = Omit<FlowNode, "id">;

interface Sketch {
  readonly inputs: InputDefinition[];
  readonly outputs: OutputDefinition[];
  /** By their ids. Start, whose id is `start`, is added. */
  readonly nodes: Readonly<Record<string, Drawn>>;
  /** `from outcome to`, each an id. */
  readonly edges: readonly string[];
}

/** A flow document from a short form. Nodes get no places: the canvas lays them out. */
export function drawFlow({ inputs, outputs, nodes, edges }: Sketch): FlowDocument {
  return {
    schemaVersion: 1,
    inputs,
    outputs,
    nodes: [
      { id: "start", type: "start", name: "Start", config: {} },
      ...Object.entries(nodes).map(([id, { type, name, ...rest }]) => ({ id, type, name, ...rest })),
    ],
    edges: edges.map((edge): FlowEdge => {
      const [from = "", outcome = "", to = ""] = edge.split(" ");
      return { from, outcome, to };
    }),
  };
}

/** An End with its outputs by name. */
export function endNode(name: string, outputs: Readonly<Record<string, unknown>>, more: { fail?: boolean; message?: string } = {}): Drawn {
  return { type: "end", name, config: { outputs: Object.entries(outputs).map(([key, value]) => ({ name: key, value })), ...more } };
}

export function scriptNode(name: string, description: string, code: string): Drawn {
  return { type: "script", name, description, config: { language: "javascript", code: code.trim() } };
}

type Criterion = readonly [left: unknown, operator: string, right?: unknown];

/** A Condition whose branches each hold if all their criteria do. */
export function conditionNode(name: string, description: string, ...branches: readonly (readonly Criterion[])[]): Drawn {
  const criterion = ([left, operator, right]: Criterion) => ({ left, operator, ...(right === undefined ? {} : { right }) });
  return {
    type: "condition",
    name,
    description,
    config: { branches: branches.map((all) => ({ join: "and", criteria: all.map(criterion) })) },
  };
}

interface Request {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** An API call that is tried again after what passes by itself: a lost connection, a 429, a fault of the server. */
export function apiNode(name: string, description: string, { method, url, query, body }: Request, more: Partial<Drawn> = {}): Drawn {
  return {
    type: "api",
    name,
    description,
    timeoutSec: 15,
    retry: { attempts: 2, backoff: "exponential", delayMs: 500, maxDelayMs: 5_000, on: ["network", "timeout", "429", "5xx"] },
    config: {
      method,
      url,
      ...(query === undefined ? {} : { query: Object.entries(query).map(([key, value]) => ({ name: key, value })) }),
      ...(body === undefined ? {} : { body: { type: "json", value: body } }),
      mode: "sync",
    },
    ...more,
  };
}
