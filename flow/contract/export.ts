/** Taking a workflow out of an installation. */
import * as z from "zod";
import { declareRoute } from "./route.ts";
import { flowChoice } from "./versions.ts";

const exportWorkflow = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/export",
  access: "workflow.export",
  audit: ["workflow.exported"],
  summary: "Exports a workflow as a ZIP archive with its flow, settings and variables, without keys and secrets",
  description: "Without `version`, exports the deployed version, or the draft if no version is deployed.",
  query: z.object({
    version: flowChoice.optional(),
    backup: z.enum(["true", "false"]).default("false").meta({ description: "The file name: `Exported_<Workflow name>.zip`." }),
  }),
  file: "application/zip",
  status: 200,
  errors: [],
});

export const exportRoutes = { exportWorkflow };
