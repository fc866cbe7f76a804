import type { Budget } from "./budget.ts";

/** The parts of JSONata's inside that the bounded evaluator relies on (2.2.2, pinned). */
export interface Frame {
  base?: BaseFrame;
  lookup(name: string | symbol): unknown;
  bind(name: string | symbol, value: unknown): void;
}
/** The outermost frame of one evaluation. */
export interface BaseFrame extends Frame {
  budget: Budget;
  depth: number;
}

/** What JSONata passes as `this` to a native function. */
export interface Focus {
  readonly environment: Frame;
  readonly input?: unknown;
  readonly createSequence: (...items: unknown[]) => unknown[];
}

export type Implementation = (this: Focus, ...args: never[]) => unknown;

/** A native function as JSONata keeps it. */
export interface Native {
  readonly _jsonata_function: true;
  readonly implementation: Implementation;
  readonly signature?: unknown;
}

/** A node of JSONata's syntax tree. Every field may be missing; `type` decides which are there. */
export interface Node {
  type: string;
  value?: unknown;
  position?: number;
  steps?: Node[];
  stages?: Stage[];
  predicate?: Stage[];
  group?: { lhs: [Node, Node][] };
  lhs?: Node | [Node, Node][];
  rhs?: Node;
  expression?: Node;
  expressions?: Node[];
  arguments?: Node[];
  procedure?: Node;
  body?: Node;
  condition?: Node;
  then?: Node;
  else?: Node;
  pattern?: Node;
  update?: Node;
  delete?: Node;
  terms?: { expression: Node }[];
  signature?: { definition?: string };
  thunk?: boolean;
  tuple?: boolean;
  focus?: string;
  index?: string;
  ancestor?: unknown;
  consarray?: boolean;
  keepArray?: boolean;
  keepSingletonArray?: boolean;
}
export interface Stage {
  type: string;
  expr?: Node;
}
