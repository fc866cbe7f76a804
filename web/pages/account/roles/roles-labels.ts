/** The texts of the roles that people have on workflows. */
import type { WorkflowCapability } from "#flow/rights/workflow-rights.ts";
import { counted } from "../../../base/ui/numbers.ts";

const permissions: Readonly<Record<WorkflowCapability, string>> = {
  "workflow.see": "View flow and runs, start test runs",
  "workflow.edit": "Edit flow, versions, guardrails and variables",
  "workflow.deploy": "Deploy and undeploy",
  "workflow.export": "Export",
  "workflow.import": "Import as a version",
  "keys.manage": "Create and delete API keys",
  "workflow.share": "Share, change roles and remove people",
  "audit.see": "View audit log",
  "workflow.delete": "Delete the workflow",
};

export const rolesLabels = {
  lead: "What people can do in a workflow that is shared with them. Owners and Admins of the account can do everything.",
  create: "New role",
  columns: { name: "Role", allows: "Allows", inUse: "In use", changed: "Updated", actions: "Actions" },
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
  missingName: "Enter a name.",
  description: "Description",
  matrix: "Permissions",
  matrixHint: "Built-in roles are shown for comparison.",
  thisRole: "This role",
  allowed: (permission: string, role: string) => `${role}: ${permission}`,
  yes: "allowed",
  no: "not allowed",
  always: "Every role includes this",
  inUseNotice: (count: number) => `Changes apply immediately to everyone with this role (used ${counted(count, "time", "times")}).`,
  saved: (name: string) => `Saved ${name}`,
  deleteBody: "This cannot be undone.",
  cannotDelete: (count: number) =>
    `The role is used ${counted(count, "time", "times")}. First give those people another role under Sharing & Permissions of their workflows.`,
  confirmDelete: "Delete role",
  deleted: (name: string) => `Deleted ${name}`,
} as const;
