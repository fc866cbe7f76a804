import { Refusal } from "#flow/problems/refusal.ts";
import { workflowRoutes } from "#flow/contract/workflows.ts";
import { firstFlow } from "#flow/templates/first-flow.ts";
import type { WorkflowId } from "#flow/ids.ts";
import { workflowRoleOf } from "#flow/rights/workflow-rights.ts";
import { parseKeyring } from "#store/encryption.ts";
import { firstSettings, writeSettings } from "#store/endpoint-settings.ts";
import { newId } from "#store/new-id.ts";
import { mapPage } from "#store/page.ts";
import {
  deleteWorkflow,
  describeWorkflow,
  insertWorkflow,
  isNameTaken,
  listWorkflows,
  type WorkflowPosition,
  type WorkflowSort,
} from "#store/workflows.ts";
import { changedMeanwhile } from "../frame/changed-meanwhile.ts";
import type { HandlersOf } from "../frame/handler.ts";
import { positionIn } from "../frame/paging.ts";
import { onWire, reload, summaryOnWire } from "./show-workflow.ts";
import { unlessNameTaken } from "../frame/unless-name-taken.ts";

export const workflowHandlers: HandlersOf<typeof workflowRoutes> = {
  async listWorkflows({ db, caller, query }) {
    const { tab, search, sort, limit, cursor } = query;
    const page = await listWorkflows(db, caller.viewer, { tab, search, sort, limit, after: positionIn(cursor, isPositionOf(sort)) });
    // The list holds only what the viewer has a role on.
    return mapPage(page, (row) => summaryOnWire(row, workflowRoleOf(caller.viewer.role, row.given)!));
  },

  async createWorkflow(call) {
    const { db, caller, body, request, context, answerHeaders } = call;
    const nowMs = context.now();
    const id = newId<WorkflowId>("workflow", nowMs);
    const { accountId, userId } = caller.viewer;
    const settings = await firstSettings({ accountId, workflowId: id }, await parseKeyring(context.env.MILLRACE_ENCRYPTION_KEYS));
    const statements = insertWorkflow(db, {
      id,
      accountId,
      name: body.name,
      description: body.description,
      status: "In development",
      ownerId: userId,
      draft: JSON.stringify(firstFlow),
      draftRevision: 1,
      endpoint: writeSettings(settings),
      createdAt: nowMs,
      updatedAt: nowMs,
    });
    const workflow = { id, name: body.name };
    await unlessWorkflowNamed(
      body.name,
      call.audited({ event: "workflow.created", subject: workflow, details: {} }, statements, { workflow }),
    );
    answerHeaders.set("location", `/api/workflows/${id}`);
    return onWire(await reload(db, caller, id), request, context);
  },

  async getWorkflow({ workflow, request, context }) {
    return onWire(workflow, request, context);
  },

  async updateWorkflow(call) {
    const { db, caller, workflow, workflowId, body, request, context } = call;
    const { name = workflow.name, description = workflow.description, runRetentionDays = workflow.runRetentionDays } = body;
    const after = { name, description, runRetentionDays };
    const subject = { id: workflowId, name: after.name };
    const isRenamed = after.name !== workflow.name;
    const [event, ...more] = [
      ...(isRenamed ? [{ event: "workflow.renamed" as const, subject, details: { before: workflow.name } }] : []),
      ...(after.description === workflow.description ? [] : [{ event: "workflow.described" as const, subject, details: {} }]),
      ...(runRetentionDays === workflow.runRetentionDays
        ? []
        : [
            {
              event: "workflow.retentionChanged" as const,
              subject,
              details: { before: workflow.runRetentionDays, after: runRetentionDays },
            },
          ]),
    ];
    if (!event) return onWire(workflow, request, context);
    const statement = describeWorkflow(db, workflowId, workflow, after, context.now());
    const changed = await unlessWorkflowNamed(after.name, call.audited([event, ...more], [statement], { workflow: subject }));
    if (!changed) throw changedMeanwhile("the workflow");
    await context.changed(workflowId);
    return onWire(await reload(db, caller, workflowId), request, context);
  },

  async deleteWorkflow(call) {
    const { db, workflow, workflowId, context } = call;
    const subject = { id: workflowId, name: workflow.name };
    if (!(await call.audited({ event: "workflow.deleted", subject, details: {} }, [deleteWorkflow(db, workflowId)]))) {
      throw new Refusal("conflict", { detail: "The workflow is deployed.", suggestion: "Undeploy the workflow, then delete it." });
    }
    await context.changed(workflowId);
  },
};

function isPositionOf(sort: WorkflowSort) {
  const kind = sort === "name" ? "string" : "number";
  return (position: readonly unknown[]): position is WorkflowPosition =>
    position.length === 2 && typeof position[0] === kind && typeof position[1] === "string";
}

function unlessWorkflowNamed<Result>(name: string, writing: Promise<Result>): Promise<Result> {
  return unlessNameTaken(writing, isNameTaken, `A workflow named “${name}” already exists.`);
}
