import type { WorkflowCapability } from "./workflow-rights.ts";

/** What each right on a workflow allows, to follow "can". */
export const capabilityWords: Readonly<Record<WorkflowCapability, string>> = {
  "workflow.see": "view the flow and its runs, and start test runs of the saved flow, which make real calls",
  "workflow.edit": "edit the flow, versions and variables",
  "workflow.deploy": "deploy and undeploy",
  "workflow.export": "export",
  "workflow.import": "import as a version",
  "keys.manage": "create and delete API keys",
  "workflow.share": "share and change roles",
  "audit.see": "see the audit log",
  "workflow.delete": "delete the workflow",
};
