/** The texts of the roles that people have on workflows. */
import type { WorkflowCapability } from "#flow/rights/workflow-rights.ts";
import { counted } from "./numbers.ts";

const permissions: Readonly<Record<WorkflowCapability, string>> = {
  "workflow.see": "See flow and monitoring, run on the canvas",
  "workflow.edit": "Edit flow, versions, guardrails, variables",
  "workflow.deploy": "Deploy and undeploy",
  "workflow.export": "Export",
  "workflow.import": "Import as a version",
  "keys.manage": "Create and delete API keys",
  "workflow.share": "Share, change roles, remove people",
  "audit.see": "See the audit log",
  "workflow.delete": "Delete the workflow",
};

export const rolesLabels = {
  lead: "What people may do on a workflow that is shared with them. Owners and Admins of the account may do everything.",
  create: "New role",
  columns: { name: "Role", allows: "Allows", inUse: "In use", changed: "Last change", actions: "Actions" },
  builtIn: "Built in",
  permissions,
  permission: "Permission",
  allows: (count: number, of: number) => `${count} of ${of}`,
  inUse: (count: number) => (count === 0 ? "Not used" : counted(count, "time", "times")),
  actionsOf: (name: string) => `Actions for ${name}`,
  edit: "Edit",
  duplicate: "Duplicate",
  duplicated: (name: string) => `Created ${name}`,
  createTitle: "New role",
  editTitle: (name: string) => `Edit ${name}`,
  name: "Name",
  missingName: "Give the role a name.",
  description: "Description",
  matrix: "Permissions",
  matrixHint: "The built-in roles stand beside it for comparison.",
  thisRole: "This role",
  allowed: (permission: string, role: string) => `${role}: ${permission}`,
  yes: "allowed",
  no: "not allowed",
  always: "Every role includes this",
  inUseNotice: (count: number) => `Changes apply at once to everybody who has this role (${counted(count, "time", "times")}).`,
  saved: (name: string) => `Saved ${name}`,
  deleteBody: "The role is deleted. This cannot be undone.",
  cannotDelete: (count: number) =>
    `It is given ${counted(count, "time", "times")}. Give those people another role under Sharing & Permissions of their workflows first.`,
  confirmDelete: "Delete role",
  deleted: (name: string) => `Deleted ${name}`,
} as const;
