import { findBlocking } from "#flow/check/find-blocking.ts";
import type { Problem } from "#flow/check/problem.ts";
import type { AnswerOf } from "#flow/contract/route.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import { testRunRoutes } from "#flow/contract/test-runs.ts";
import { checkInput, compileInputs } from "#flow/model/check-input.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { resolveFlow } from "#flow/resolved/resolved-flow.ts";
import { can, roleName } from "#flow/rights/workflow-rights.ts";
import type { RunDetail } from "#objects/protocols/run-detail.ts";
import { findDraft } from "#store/drafts.ts";
import { problemsOf } from "../flow/check-flow.ts";
import { flowIn, requireDraft } from "../flow/flow.ts";
import type { HandlersOf } from "../frame/handler.ts";
import { detailOnWire, stepOnWire } from "./run-on-wire.ts";

/** A test that takes longer belongs into a deployment. */
const timeoutMs = 600_000;

export const testRunHandlers: HandlersOf<typeof testRunRoutes> = {
  async startTestRun({ db, share, caller, workflow, workflowId, body, context, request }) {
    // A pinned output can send what follows anywhere, and secrets with it: it is as good as another flow.
    if ((body.flow !== undefined || body.pinned) && !can(workflow.role, "workflow.edit")) {
      throw new Refusal("forbidden", {
        detail: `The role ${roleName(workflow.role)} on this workflow may run its flow, but not another one in its place, nor with other data in it.`,
      });
    }
    const flow = body.flow === undefined ? requireDraft(await findDraft(db, workflowId)).flow : flowIn(body.flow);
    const { untilNode, pinned } = body;
    requireRunnable(flow, untilNode, await problemsOf(flow, db, workflowId, share));
    const checked = checkInput(compileInputs(flow.inputs), body.input ?? {});
    if (!checked.ok)
      throw new Refusal("validation_failed", { detail: "The input does not match the workflow's inputs.", errors: checked.issues });
    const draft = { flow: resolveFlow(flow), ...(untilNode === undefined ? {} : { untilNode }), ...(pinned ? { pinned } : {}) };
    const answer = await context.testLane.start(workflowId, draft, {
      source: caller.user.id,
      accountId: caller.account.id,
      input: checked.input,
      warnings: checked.warnings,
      timeoutMs,
      requestId: request.headers.get("x-request-id") ?? "",
    });
    if (answer.kind === "refused")
      throw new Refusal("overloaded", { detail: "There are too many test runs in progress.", retryAfterSec: 1 });
    return { runId: answer.report.runId, status: answer.report.status };
  },

  async getTestRun({ workflowId, params, query, context }) {
    return onWire(await context.testLane.detail(workflowId, params.runId, (query.wait ?? 0) * 1000));
  },

  async cancelTestRun({ workflow, workflowId, caller, params, context }) {
    const run = await context.testLane.detail(workflowId, params.runId, 0);
    if (run && run.source !== caller.user.id && !can(workflow.role, "workflow.edit"))
      throw new Refusal("forbidden", {
        detail: `Someone else started this run. The role ${roleName(workflow.role)} on this workflow may stop only its own runs on the canvas.`,
      });
    await context.testLane.cancel(workflowId, params.runId);
    return onWire(await context.testLane.detail(workflowId, params.runId, 0));
  },

  async watchTestRun({ workflowId, params, request, context }) {
    const last = request.headers.get("last-event-id");
    const events = await context.testLane.events(workflowId, params.runId, last && /^\d{1,9}$/.test(last) ? Number(last) : -1);
    return events ?? noSuchRun();
  },
};

/** Errors on the way to the node that is tested block the run; an unfinished flow after it does not. */
export function requireRunnable(flow: FlowDocument, untilNode: string | undefined, problems: readonly Problem[]): void {
  const blocking = findBlocking(flow, untilNode, problems);
  if (!blocking)
    throw new Refusal("validation_failed", {
      errors: [{ path: "/untilNode", code: "unknown_node", message: "The flow has no node with this id." }],
    });
  if (blocking.length > 0) throw new Refusal("not_deployable", { detail: "The flow has errors and cannot run.", errors: blocking });
}

function onWire(detail: RunDetail | undefined): AnswerOf<typeof testRunRoutes.getTestRun> {
  return detail ? detailOnWire(detail, stepOnWire) : noSuchRun();
}

function noSuchRun(): never {
  throw new Refusal("not_found", { detail: "There is no test run with this id." });
}
