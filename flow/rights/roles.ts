/** Roles, from the one that may most to the one that may least. The words are those that people and the API use. */
export const accountRoles = ["Owner", "Admin", "Member", "Viewer"] as const;
export type AccountRole = (typeof accountRoles)[number];

export const workflowRoles = ["Admin", "Manager", "Editor", "Viewer"] as const;
export type WorkflowRole = (typeof workflowRoles)[number];

export function isWorkflowRole(text: string): text is WorkflowRole {
  return (workflowRoles as readonly string[]).includes(text);
}
