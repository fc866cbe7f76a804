/** Imports a workflow into an installation, as a new one or in place of a draft. */
import * as z from "zod";
import { flowDiff, valueChange } from "../diff/flow-diff.ts";
import { dependencyKinds } from "../nodes/dependency-kinds.ts";
import { flowAndProblems, flowProblem } from "./flow.ts";
import { declareRoute } from "./route.ts";
import { version } from "./versions.ts";
import { workflow } from "./workflows.ts";

export const resolutions = z.record(
  z.string().max(100),
  z.strictObject({
    action: z.enum(["keep", "overwrite"]),
    value: z
      .string()
      .max(64 * 1024)
      .optional(),
  }),
);

const file = z.string().meta({ format: "binary" });
const files = {
  file: file.optional().meta({ description: "A ZIP archive of the files, or the single files." }),
  flow_definition: file.optional(),
  app_definition: file.optional(),
  env_variables: file.optional(),
};

const missing = z
  .array(
    z.object({
      kind: z.enum(dependencyKinds),
      reference: z.string().meta({ description: "The missing id. For a node type or guardrail, its name." }),
      nodes: z.array(z.string()).meta({ description: "The ids of the nodes that use it." }),
    }),
  )
  .meta({ id: "MissingDependencies", description: "Items that the flow uses but this account does not have." });

const needsValue = z.array(z.string()).meta({ description: "The variables that still need a value." });

const variable = z.object({
  name: z.string(),
  secure: z.boolean(),
  value: z.string().nullable().meta({ description: "Null if the value is secure or missing." }),
  notes: z.string(),
});

const backup = z.object({ fileName: z.string(), url: z.string() });

const importWorkflow = declareRoute({
  method: "POST",
  path: "/api/workflows/import",
  access: "workflows.create",
  audit: ["workflow.imported", "version.created", "variable.created"],
  summary: "Creates a workflow from exported files. Only the flow is required",
  description: "The name comes from the app definition or the file. If the name is taken, ` (2)` and so on is added.",
  form: z.object(files),
  answer: z.object({ workflow, problems: z.array(flowProblem), missing, needsValue }),
  status: 201,
  errors: ["archive_refused"],
});

const previewImport = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/import/preview",
  access: "workflow.import",
  audit: { none: "Makes no changes." },
  summary: "Previews the changes of an import, with the ETag of the draft that it would replace",
  form: z.object(files),
  answer: z.object({
    canImport: z.boolean().meta({ description: "False if the flow has unknown node types." }),
    flow: flowDiff,
    problems: z.array(flowProblem),
    endpoint: z.array(valueChange),
    variables: z.object({
      added: z.array(variable),
      same: z.array(z.string()),
      conflicting: z.array(z.object({ name: z.string(), present: variable, incoming: variable })),
    }),
    missing,
    needsValue,
    backup: backup.meta({ description: "The URL of a backup of the current flow, settings and variables." }),
  }),
  status: 200,
  errors: ["archive_refused"],
});

const importVersion = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/import",
  access: "workflow.import",
  audit: [
    "version.imported",
    "version.created",
    "variable.created",
    "variable.changed",
    "endpoint.syncTimeoutChanged",
    "endpoint.asyncTimeoutChanged",
    "endpoint.asyncTurnedOn",
    "endpoint.asyncTurnedOff",
    "endpoint.callbackChanged",
    "endpoint.accessTokenRemoved",
  ],
  summary: "Replaces the draft, settings and variables with exported ones. All three files are required",
  description:
    "The previous draft is saved as a version. The name and description do not change. If the callback URL changes, its access token is removed.",
  headers: { "If-Match": "The ETag from the preview. The import is refused if the draft has changed since." },
  form: z.object({
    ...files,
    resolutions: z
      .string()
      .optional()
      .meta({ description: "JSON: by variable, `{action: keep | overwrite, value?}`. Variables that are not listed keep their value." }),
    backup: z.string().optional().meta({ description: "Use `true` to get the URL of a backup of the previous draft." }),
  }),
  answer: flowAndProblems.extend({
    kept: version.pick({ id: true, name: true }).meta({ description: "The version that the previous draft is saved as." }),
    imported: version.pick({ id: true, name: true }).nullable().meta({ description: "The imported version, if the export was one." }),
    variables: z.object({ created: z.array(z.string()), changed: z.array(z.string()), kept: z.array(z.string()) }),
    missing,
    needsValue,
    backup: backup.optional(),
  }),
  status: 200,
  errors: ["archive_refused", "stale"],
});

export const importRoutes = { importWorkflow, previewImport, importVersion };
