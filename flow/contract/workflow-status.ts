export const workflowStatuses = ["In development", "Deployed", "Undeployed"] as const;
export type WorkflowStatus = (typeof workflowStatuses)[number];
