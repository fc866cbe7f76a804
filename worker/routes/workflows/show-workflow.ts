import type { AnswerOf } from "#flow/contract/route.ts";
import type { listWorkflows, getWorkflow } from "#flow/contract/workflows.ts";
import { Refusal } from "#flow/problems/refusal.ts";
import type { WorkflowId } from "#flow/ids.ts";
import { capabilitiesOf, roleName, workflowRoleOf, type Role } from "#flow/rights/workflow-rights.ts";
import type { Database } from "#store/database.ts";
import { readSettings } from "#store/endpoint.ts";
import { findWorkflow, type WorkflowRow } from "#store/workflows.ts";
import type { ManagementContext } from "../../bindings/management-context.ts";
import { addressesOf } from "./addresses.ts";
import type { AccountCaller, FoundWorkflow } from "../frame/handler.ts";
import { isoTime } from "../frame/times.ts";

/** The workflow as it is after a change. */
export async function reload(db: Database, { viewer }: AccountCaller, workflowId: WorkflowId): Promise<FoundWorkflow> {
  const workflow = await findWorkflow(db, viewer, workflowId);
  const role = workflow && workflowRoleOf(viewer.role, workflow.given);
  if (!role) throw new Refusal("not_found", { detail: "The workflow was deleted in the meantime." });
  return { ...workflow, role };
}

export function summaryOnWire(row: WorkflowRow, role: Role): AnswerOf<typeof listWorkflows>["items"][number] {
  const { id, name, description, status, owner, createdAt, updatedAt } = row;
  return {
    id,
    name,
    description,
    status,
    owner,
    role: roleName(role),
    capabilities: [...capabilitiesOf(role)],
    createdAt: isoTime(createdAt),
    updatedAt: isoTime(updatedAt),
  };
}

export function onWire(workflow: FoundWorkflow, request: Request, { env }: ManagementContext): AnswerOf<typeof getWorkflow> {
  const { deployment } = workflow;
  return {
    ...summaryOnWire(workflow, workflow.role),
    deployment: deployment && {
      id: deployment.id,
      versionId: deployment.versionId,
      versionNumber: deployment.versionNumber,
      deployedAt: isoTime(deployment.createdAt),
      flowChanged: deployment.versionRevision !== workflow.draftRevision,
      settingsChanged: needsRedeploy(workflow),
    },
    endpoints: deployment && addressesOf(workflow.id, readSettings(deployment.settings), request, env),
    runRetentionDays: workflow.runRetentionDays,
  };
}

/** Whether the settings that wait are others than those that run. */
export function needsRedeploy({ deployment, endpoint }: FoundWorkflow): boolean {
  return deployment !== null && deployment.settings !== endpoint;
}
