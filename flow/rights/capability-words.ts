import type { WorkflowCapability } from "./workflow-rights.ts";

/** What a right on a workflow lets somebody do, to be read after "may". */
export const capabilityWords: Readonly<Record<WorkflowCapability, string>> = {
  "workflow.see": "see the flow and its runs, and run the saved flow on the canvas, which makes real calls",
  "workflow.edit": "edit the flow, versions and variables",
  "workflow.deploy": "deploy and undeploy",
  "workflow.export": "export",
  "workflow.import": "import as a version",
  "keys.manage": "create and delete API keys",
  "workflow.share": "share and change roles",
  "audit.see": "see the audit log",
  "workflow.delete": "delete the workflow",
};
