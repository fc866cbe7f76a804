/** Who may do what to a workflow. */
import type { AccountRole, WorkflowRole } from "./roles.ts";

export const workflowCapabilities = [
  "workflow.see",
  "workflow.edit",
  "workflow.deploy",
  "workflow.export",
  "workflow.import",
  "keys.manage",
  "workflow.share",
  "audit.see",
  "workflow.delete",
] as const;
export type WorkflowCapability = (typeof workflowCapabilities)[number];

const editor: readonly WorkflowCapability[] = ["workflow.see", "workflow.edit", "workflow.deploy", "workflow.export"];
const manager: readonly WorkflowCapability[] = [...editor, "workflow.import", "keys.manage", "workflow.share", "audit.see"];
const granted: Readonly<Record<WorkflowRole, readonly WorkflowCapability[]>> = {
  Admin: [...manager, "workflow.delete"],
  Manager: manager,
  Editor: editor,
  Viewer: ["workflow.see"],
};

export function isWorkflowCapability(text: string): text is WorkflowCapability {
  return (workflowCapabilities as readonly string[]).includes(text);
}

/** Whether a role on a workflow includes a right. */
export function can(role: WorkflowRole, capability: WorkflowCapability): boolean {
  return granted[role].includes(capability);
}

export function capabilitiesOf(role: WorkflowRole): readonly WorkflowCapability[] {
  return granted[role];
}

/**
 * The role that somebody has on a workflow of an account, or undefined where they may not know of it: account Owners
 * and Admins hold Admin on all, everybody else what they were given.
 */
export function workflowRoleOf(accountRole: AccountRole, given: WorkflowRole | undefined): WorkflowRole | undefined {
  return seesEveryWorkflow(accountRole) ? "Admin" : given;
}

export function seesEveryWorkflow(accountRole: AccountRole): boolean {
  return accountRole === "Owner" || accountRole === "Admin";
}
