import { Refusal } from "#flow/contract/refusal.ts";
import { workflowRoutes } from "#flow/contract/workflows.ts";
import { firstFlow } from "#flow/model/first-flow.ts";
import type { WorkflowId } from "#flow/ids.ts";
import { workflowRoleOf } from "#flow/rights/workflow-rights.ts";
import { parseKeyring } from "#store/encryption.ts";
import { firstSettings, writeSettings } from "#store/endpoint-settings.ts";
import { newId } from "#store/new-id.ts";
import { mapPage } from "#store/page.ts";
import {
  deleteWorkflow,
  insertWorkflow,
  listWorkflows,
  renameWorkflow,
  type WorkflowPosition,
  type WorkflowSort,
} from "#store/workflows.ts";
import type { HandlersOf } from "./handler.ts";
import { positionIn } from "./paging.ts";
import { onWire, reload, summaryOnWire } from "./show-workflow.ts";

export const workflowHandlers: HandlersOf<typeof workflowRoutes> = {
  async listWorkflows({ db, caller, query }) {
    const { tab, search, sort, limit, cursor } = query;
    const page = await listWorkflows(db, caller.viewer, { tab, search, sort, limit, after: positionIn(cursor, isPositionOf(sort)) });
    // The list holds only what the viewer has a role on.
    return mapPage(page, (row) => summaryOnWire(row, workflowRoleOf(caller.viewer.role, row.given)!));
  },

  async createWorkflow({ db, caller, body, request, context, answerHeaders }) {
    const nowMs = context.now();
    const id = newId<WorkflowId>("workflow", nowMs);
    const { accountId, userId } = caller.viewer;
    const settings = await firstSettings({ accountId, workflowId: id }, await parseKeyring(context.env.MILLRACE_ENCRYPTION_KEYS));
    const isNew = await insertWorkflow(db, {
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
    if (!isNew) throw nameTaken(body.name);
    answerHeaders.set("location", `/api/workflows/${id}`);
    return onWire(await reload(db, caller, id), request, context);
  },

  async getWorkflow({ workflow, request, context }) {
    return onWire(workflow, request, context);
  },

  async updateWorkflow({ db, caller, workflowId, body, request, context }) {
    if (Object.keys(body).length === 0) return onWire(await reload(db, caller, workflowId), request, context);
    if (!(await renameWorkflow(db, workflowId, body, context.now()))) throw nameTaken(body.name ?? "");
    await context.changed(workflowId);
    return onWire(await reload(db, caller, workflowId), request, context);
  },

  async deleteWorkflow({ db, workflowId, context }) {
    if (!(await deleteWorkflow(db, workflowId))) {
      throw new Refusal("conflict", { detail: "The workflow is deployed.", suggestion: "Undeploy it first, then delete it." });
    }
    await context.changed(workflowId);
  },
};

function isPositionOf(sort: WorkflowSort) {
  const kind = sort === "name" ? "string" : "number";
  return (position: readonly unknown[]): position is WorkflowPosition =>
    position.length === 2 && typeof position[0] === kind && typeof position[1] === "string";
}

function nameTaken(name: string): Refusal {
  const message = `This account has a workflow named “${name}” already.`;
  return new Refusal("conflict", {
    detail: message,
    suggestion: "Choose another name.",
    errors: [{ path: "/name", code: "taken", message }],
  });
}
