/**
 * A flow with every default filled in: what a deployment stores and its runs are folded with. A run may wait for a year,
 * and the defaults of the code may change meanwhile; its deadlines and retries must not.
 */
import type { RetryPolicy } from "../nodes/retry-policy.ts";
import { declarationOf } from "../nodes/registry.ts";
import type { FlowDocument, FlowEdge, FlowNode, InputDefinition, OutputDefinition } from "../model/document.ts";
import { firstDefaults } from "./first-defaults.ts";
import type { NodeDefaults } from "./node-defaults.ts";
import { retryDefaults } from "../nodes/retry-policy.ts";

/** What is left out here is none: nothing is looked up in the code's defaults. */
export interface ResolvedNode extends Pick<FlowNode, "id" | "type" | "name" | "config" | "parent"> {
  readonly timeoutMs?: number;
  readonly retry?: RetryPolicy;
  readonly onAmbiguous?: "fail";
  /** A run that comes here has reached an End. */
  readonly isEnd?: true;
  /** An outcome that leads nowhere is a failure. */
  readonly strictOutcomes?: true;
}

export interface ResolvedFlow {
  readonly schemaVersion: 1;
  readonly resolved: true;
  readonly inputs: readonly InputDefinition[];
  readonly outputs: readonly OutputDefinition[];
  readonly nodes: readonly ResolvedNode[];
  readonly edges: readonly FlowEdge[];
}

/** The flow with today's defaults. */
export function resolveFlow(document: FlowDocument, defaultsOf: (type: string) => NodeDefaults = presentDefaults): ResolvedFlow {
  const { inputs, outputs, edges } = document;
  return {
    schemaVersion: 1,
    resolved: true,
    inputs,
    outputs,
    nodes: document.nodes.map((node) => resolveNode(node, defaultsOf(node.type))),
    edges,
  };
}

/** A stored flow. One that was stored before deployments froze their defaults gets those of that time. */
export function readResolved(stored: ResolvedFlow | FlowDocument): ResolvedFlow {
  return "resolved" in stored ? stored : resolveFlow(stored, firstDefaults);
}

function presentDefaults(type: string): NodeDefaults {
  const declaration = declarationOf(type);
  if (!declaration) throw new Error(`There is no node type ${type}.`);
  return {
    ...(declaration.timeout && { timeoutSec: declaration.timeout.defaultSec }),
    ...(declaration.retryable && { retry: retryDefaults }),
    ...(declaration.role === "end" && { isEnd: true }),
    ...(declaration.decides && { strictOutcomes: true }),
    config: {},
  };
}

function resolveNode(node: FlowNode, defaults: NodeDefaults): ResolvedNode {
  const { id, type, name, parent } = node;
  const timeoutMs = timeoutMsOf(node, defaults);
  const retry = retryPolicyOf(node, defaults);
  const config = { ...defaults.config, ...node.config };
  return {
    id,
    type,
    name,
    config: withSchemaDefaults(type, config),
    ...(parent === undefined ? {} : { parent }),
    ...(timeoutMs === null ? {} : { timeoutMs }),
    ...(retry && { retry }),
    ...(node.onAmbiguous === "fail" && { onAmbiguous: "fail" }),
    ...(defaults.isEnd && { isEnd: true }),
    ...(defaults.strictOutcomes && { strictOutcomes: true }),
  };
}

/** A config that does not fit its type stays as it is: on the canvas, what follows the tested node may be half drawn. */
function withSchemaDefaults(type: string, config: ResolvedNode["config"]): ResolvedNode["config"] {
  const parsed = declarationOf(type)?.params.safeParse(config);
  // Settings are objects for every type.
  return parsed?.success ? (parsed.data as ResolvedNode["config"]) : config;
}

/** A node's retry policy with the defaults filled in, or null where it has none or is not tried again. */
function retryPolicyOf(node: FlowNode, { retry }: NodeDefaults): RetryPolicy | null {
  if (!node.retry || !retry || node.retry.attempts === 0) return null;
  const { attempts, backoff = retry.backoff, delayMs = retry.delayMs, on = retry.on } = node.retry;
  return { attempts, backoff, delayMs, maxDelayMs: node.retry.maxDelayMs ?? Math.max(retry.maxDelayMs, delayMs), on };
}

/** A node's timeout in milliseconds: its own, else its type's default; null where there is none. */
function timeoutMsOf(node: FlowNode, { timeoutSec }: NodeDefaults): number | null {
  if (timeoutSec === undefined) return null;
  const seconds = node.timeoutSec === undefined ? timeoutSec : node.timeoutSec;
  return seconds === null ? null : seconds * 1_000;
}
