/** Taking a workflow out of an installation. */
import * as z from "zod";
import { declareRoute } from "./route.ts";
import { flowChoice } from "./versions.ts";

const exportWorkflow = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/export",
  access: "workflow.export",
  audit: ["workflow.exported"],
  summary: "A workflow as a ZIP archive: its flow, its set-up and its variables, never a key or a secret",
  description: "Without `version` the deployed one, or the flow in development where none is deployed. Fixed once it began.",
  query: z.object({
    version: flowChoice.optional(),
    backup: z.enum(["true", "false"]).default("false").meta({ description: "Names the file `Exported_<Workflow name>.zip`." }),
  }),
  file: "application/zip",
  status: 200,
  errors: [],
});

export const exportRoutes = { exportWorkflow };
