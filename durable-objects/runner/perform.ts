/** Runs one node and turns whatever comes of it, also a throw, into an event and its values. */
import type { PlanNode } from "#flow/engine/plan.ts";
import type { NodeError } from "#flow/engine/types.ts";
import { errors, type ErrorCode } from "#flow/errors.ts";
import type { Scope } from "#flow/expressions/scope.ts";
import { resolveTemplate } from "#flow/expressions/template.ts";
import type { MaybePromise, NodeResult, NodeWorld } from "#flow/nodes/node.ts";

type Ports = Pick<NodeWorld<unknown>, "input" | "plainEnv" | "idempotencyKey" | "http" | "script"> & { readonly signal: AbortSignal };

/** Never rejects and never throws. */
export function runNode(node: PlanNode, scope: Scope, ports: Ports): MaybePromise<NodeResult> {
  try {
    const result = node.declaration.execute({
      config: node.compiled,
      scope,
      resolve: (template) => resolveTemplate(template, scope),
      now: Date.now,
      random: Math.random,
      ...ports,
    });
    return result instanceof Promise ? result.catch((thrown: unknown) => failureOf(thrown, ports.signal)) : result;
  } catch (thrown) {
    return failureOf(thrown, ports.signal);
  }
}

function failureOf(thrown: unknown, signal: AbortSignal): NodeResult {
  return { kind: "fail", error: nodeErrorOf(thrown, signal) };
}

/** Errors are recognised by their `code`: one that carries none of ours is a bug of Millrace, not of the flow. */
function nodeErrorOf(thrown: unknown, signal: AbortSignal): NodeError {
  const { code, message, suggestion, class: failureClass } = thrown as Partial<NodeError>;
  if (typeof code === "string" && Object.hasOwn(errors, code)) {
    const known: ErrorCode = code;
    return { code: known, message: message ?? errors[known].title, ...(suggestion ? { suggestion } : {}), class: failureClass ?? "other" };
  }
  // Whatever a node throws once it was told to stop is nobody's concern.
  if (!signal.aborted) console.error("a node threw what it should not", thrown);
  return { code: "internal", message: errors.internal.title, class: "other" };
}
