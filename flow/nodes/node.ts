import type { z } from "zod";
import type { Pace } from "../expressions/pace.ts";
import type { Scope } from "../expressions/scope.ts";
import type { Template } from "../expressions/template.ts";
import type { NodeError } from "../problems/node-error.ts";
import type { NodeFace } from "./node-face.ts";
import type { DependencyKind } from "./dependency-kinds.ts";
import type { ProfileId } from "../ids.ts";
import type { Issue } from "../problems/issue.ts";

export type MaybePromise<T> = T | Promise<T>;

/** A request as a node asks for it; the outbound function judges the address, follows redirects and caps the body. */
export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array;
  /** The profile whose secret is added on the way out. */
  readonly authorization?: ProfileId;
}
/** `body` is parsed JSON where the answer says that it is JSON, else text. Header names are in lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** What of the answer could not be kept as it was; paths are below `body`. */
  readonly warnings?: readonly Issue[];
  /** The header or query parameter that a profile added to the request. */
  readonly authorizedBy?: { readonly in: "header" | "query"; readonly name: string };
}

export interface ScriptRequest {
  readonly code: string;
  /** JSON data, seen by the script as `context`; the script gets a copy. */
  readonly context: unknown;
  /** Environment variables that are not secure, seen as `env`. */
  readonly env: Readonly<Record<string, unknown>>;
}
export type ScriptAnswer = {
  readonly logs: readonly string[];
} & (
  | {
      readonly ok: true;
      readonly output: unknown;
      /** new top-level keys set on `context` */ readonly set: Readonly<Record<string, unknown>>;
      /** Values that JSON could not carry unchanged; paths start with `/output` or `/context`. */
      readonly warnings?: readonly Issue[];
    }
  | { readonly ok: false; readonly error: NodeError }
);

/** Everything that a node may touch while it runs. */
export interface NodeWorld<Config> {
  readonly config: Config;
  /** `steps`, `env`, `run`, … as expressions see them. */
  readonly scope: Scope;
  /** The run's input, checked and with its defaults. */
  readonly input: Readonly<Record<string, unknown>>;
  /** `scope.env` without the variables that are secure: all that a script may see. */
  readonly plainEnv: Readonly<Record<string, unknown>>;
  /** Counts what the node computes by itself, and lets others have their turn. */
  readonly pace: Pace;
  /** The value of a compiled text setting; rejects with an ExpressionError. */
  resolve(template: Template): MaybePromise<unknown>;
  /** Fails with an OutboundError, never with a bare network exception. */
  http(request: HttpRequest): Promise<HttpAnswer>;
  script(request: ScriptRequest): MaybePromise<ScriptAnswer>;
  now(): number;
  random(): number;
  readonly signal: AbortSignal;
  /** The same for every try of this step in this run. */
  readonly idempotencyKey: string;
}

/** What a node's work came to. `input` is what the settings resolved to, shown in the run's log. */
export type NodeResult = {
  readonly input?: unknown;
  readonly logs?: readonly string[];
  /** Become warnings of the run; paths are below the step. */
  readonly warnings?: readonly Issue[];
} & (
  | { readonly kind: "done"; readonly outcome: string; readonly output?: unknown; readonly set?: Readonly<Record<string, unknown>> }
  /**
   * Nothing to do until `untilMs` (epoch); then the node leaves by `outcome` with `output`. Null: until an answer comes
   * from outside, or the node's timeout, where it has one, ends the wait.
   */
  | { readonly kind: "wait"; readonly untilMs: number | null; readonly outcome: string; readonly output?: unknown }
  | { readonly kind: "fail"; readonly error: NodeError; readonly output?: unknown }
);

/** How a text somewhere in a config is read. `json`: a JSON text whose strings are templates. */
type TextKind = "template" | "expression" | "json" | "script" | "plain";

/**
 * `merged`: paths meet here, so that some of the values are missing in each run. `operand`: the node says what it makes of
 * null.
 */
export type Lenience = "merged" | "operand";

interface NodeTimeout {
  readonly minSec: number;
  readonly maxSec: number;
  readonly defaultSec: number;
  /** Whether null, for none, is allowed. */
  readonly canBeNone?: boolean;
}

/** Says a problem of a node's settings; `path` is below the node's `config`. */
type ReportProblem = (problem: { code: string; path: readonly (string | number)[]; message: string; suggestion: string }) => void;

/** What a node's settings are checked against besides themselves. */
export interface NodeSurroundings {
  /** Whether the account has an authorization profile of this id. */
  hasProfile(id: string): boolean;
  /** Whether that profile says which hosts may receive its secret. */
  namesHosts(id: string): boolean;
}

/**
 * A node type, declared once: its settings, outcomes, checks and behaviour. The same declaration validates, runs,
 * draws the form and documents.
 */
export interface NodeDeclaration<Params extends z.ZodType = z.ZodType, Compiled = unknown> extends NodeFace {
  /** A strict object; `.meta({ title, description })` on a field feeds the form and the OpenAPI document. */
  readonly params: Params;
  /** Set where the node does work that can take long. */
  readonly timeout?: NodeTimeout;
  /**
   * What running the node means for a lane. `instant`: nothing can fail between its start and its end. `computation`:
   * it may take the lane's time and memory. `outside`: it makes real calls, so everything before it is stored first.
   */
  readonly work: "instant" | "computation" | "outside";
  /**
   * Whether an input that was recorded asks the outside for the same as one that was not sent; where they must be equal
   * in every word, this is left out.
   */
  isSameRequest?(recorded: unknown, asked: unknown): boolean;
  /** The ids in its settings by which it refers to things of the account. The config may be half-finished. */
  dependencies?(config: Readonly<Record<string, unknown>>): readonly (readonly [DependencyKind, unknown])[];
  /** Whether `retry` has a meaning for it. */
  readonly retryable: boolean;
  /** How the text at a path of the config is read, for checks and renames; a template where this is missing. */
  textKind?(path: readonly (string | number)[], config: unknown): TextKind;
  /** Whether a value that is not there is no surprise in the text at a path of the config. */
  lenience?(path: readonly (string | number)[]): Lenience | undefined;
  /** How its steps appear in traces; as internal work where this is missing. */
  readonly span?: "http-client";
  /** The codes of the problems that `check` reports, all of them errors. */
  readonly problems?: readonly string[];
  /** Problems that the schema cannot say. Expressions are checked elsewhere, for all types alike. */
  check?(config: z.output<Params>, report: ReportProblem, surroundings: NodeSurroundings): void;
  /** Work done once per version: parsed templates, indexes. Throws an ExpressionError where a template does not parse. */
  compile(config: z.output<Params>): Compiled;
  execute(world: NodeWorld<Compiled>): MaybePromise<NodeResult>;
}

/** Keeps the link between a declaration's schema and its compiled form while it is written. */
export function declareNode<Params extends z.ZodType, Compiled>(
  declaration: NodeDeclaration<Params, Compiled>,
): NodeDeclaration<Params, Compiled> {
  return declaration;
}
