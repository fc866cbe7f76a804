/** Who may do what to a workflow. */
import { isWorkflowRole, type AccountRole, type WorkflowRole } from "./roles.ts";

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
  // Viewers run the flow as it is saved, with input of their own; its calls are real. See docs/decisions/people.md.
  Viewer: ["workflow.see"],
};

/** A role that an account has made for itself, as it is stored. */
export interface CustomRole {
  readonly name: string;
  readonly capabilities: readonly WorkflowCapability[];
}

/** A role as the border has resolved it, built in or custom; from here on only its capabilities count. */
export type Role = WorkflowRole | CustomRole;

export function isWorkflowCapability(text: string): text is WorkflowCapability {
  return (workflowCapabilities as readonly string[]).includes(text);
}

export function capabilitiesOf(role: Role): readonly WorkflowCapability[] {
  return typeof role === "string" ? granted[role] : role.capabilities;
}

/** Whether a role on a workflow includes a right. */
export function can(role: Role, capability: WorkflowCapability): boolean {
  return capabilitiesOf(role).includes(capability);
}

/** What people call the role. */
export function roleName(role: Role): string {
  return typeof role === "string" ? role : role.name;
}

/**
 * Returns true if a person may give this role on a workflow, or change or take it from its holder. No one grants rights
 * that they do not have, so a Manager adds Managers, never Admins.
 */
export function mayGive(giver: Role, role: Role): boolean {
  return capabilitiesOf(role).every((capability) => can(giver, capability));
}

/** A set of capabilities in the order of the table, with the capability to see, which every role needs. */
export function completeCapabilities(capabilities: readonly WorkflowCapability[]): readonly WorkflowCapability[] {
  return workflowCapabilities.filter((capability) => capability === "workflow.see" || capabilities.includes(capability));
}

/**
 * A role from its stored form: a built-in name, or the id of a custom role together with that role's row. Undefined
 * where nothing was given.
 */
export function resolveRole(stored: string | null, custom: CustomRole | null): Role | undefined {
  if (stored === null) return undefined;
  if (isWorkflowRole(stored)) return stored;
  // A role in use cannot be deleted; if its row were missing all the same, nothing is granted.
  return custom ?? undefined;
}

/**
 * The role of a person on a workflow of an account, or undefined if they may not know of it. Account Owners and Admins
 * have Admin on all workflows, others the role that they were given.
 */
export function workflowRoleOf(accountRole: AccountRole, given: Role | undefined): Role | undefined {
  return seesEveryWorkflow(accountRole) ? "Admin" : given;
}

export function seesEveryWorkflow(accountRole: AccountRole): boolean {
  return accountRole === "Owner" || accountRole === "Admin";
}
