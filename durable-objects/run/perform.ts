/** Runs one node; whatever comes of it, also a throw, is a result. */
import type { PlanNode } from "#flow/engine/plan.ts";
import type { NodeError } from "#flow/problems/node-error.ts";
import { errors, type ErrorCode } from "#flow/problems/errors.ts";
import { isExpressionError } from "#flow/expressions/expression-error.ts";
import type { MaybePromise, NodeResult } from "#flow/nodes/node.ts";
import type { OpenedSecrets } from "#flow/variables/opened-secrets.ts";
import type { NodeAttempt } from "./node-attempt.ts";

const stopped: NodeResult = { kind: "fail", error: { code: "run_cancelled", message: errors.run_cancelled.title, class: "other" } };

/**
 * Runs a node, in another turn of the event loop where steps have done much work in this one. Never rejects and never
 * throws. `openSecrets` is given for a node that sees secrets.
 */
export function perform(
  node: PlanNode,
  attempt: NodeAttempt,
  openSecrets: (() => Promise<OpenedSecrets>) | undefined,
): MaybePromise<NodeResult> {
  // A run that was stopped in the meantime starts nothing more, and its results are ignored.
  if (attempt.pace.isDue)
    return attempt.pace.rest().then(
      () => (attempt.isStopped ? stopped : begin(node, attempt, openSecrets)),
      () => stopped,
    );
  return begin(node, attempt, openSecrets);
}

function begin(node: PlanNode, attempt: NodeAttempt, openSecrets: (() => Promise<OpenedSecrets>) | undefined): MaybePromise<NodeResult> {
  return openSecrets ? runWithSecrets(node, attempt, openSecrets()) : runNode(node, attempt);
}

function runNode(node: PlanNode, attempt: NodeAttempt): MaybePromise<NodeResult> {
  try {
    const result = node.declaration.execute(attempt);
    return result instanceof Promise ? result.catch((thrown: unknown) => failureOf(thrown, attempt)) : result;
  } catch (thrown) {
    return failureOf(thrown, attempt);
  }
}

/**
 * The same for a node that sees secrets: they are put into its scope alone, and what it leaves behind is masked before
 * anybody else gets it.
 */
async function runWithSecrets(node: PlanNode, attempt: NodeAttempt, opening: Promise<OpenedSecrets>): Promise<NodeResult> {
  let secrets: OpenedSecrets;
  try {
    secrets = await opening;
  } catch (thrown) {
    return failureOf(thrown, attempt);
  }
  if (attempt.isStopped) return stopped;
  attempt.admit(secrets);
  return secrets.mask.result(await runNode(node, attempt));
}

/** Errors are recognised by their `code`: one that carries none of ours is a bug of Millrace, not of the flow. */
function failureOf(thrown: unknown, attempt: NodeAttempt): NodeResult {
  // Whatever an expression ends in, also its limits, is the flow's own.
  if (isExpressionError(thrown)) {
    const { message, suggestion } = thrown;
    return { kind: "fail", error: { code: "expression_failed", message, suggestion, class: "other" } };
  }
  const { code, message, suggestion, class: failureClass } = thrown as Partial<NodeError>;
  if (typeof code === "string" && Object.hasOwn(errors, code)) {
    const known: ErrorCode = code;
    const error = { code: known, message: message ?? errors[known].title, ...(suggestion ? { suggestion } : {}) };
    return { kind: "fail", error: { ...error, class: failureClass ?? "other" } };
  }
  // Errors that a node throws after it was aborted are ignored.
  if (!attempt.isStopped) console.error("a node threw an unexpected error", attempt.shown(thrown));
  return { kind: "fail", error: { code: "internal", message: errors.internal.title, class: "other" } };
}
