/** Bringing a workflow into an installation, as a new one or in place of a flow in development. */
import * as z from "zod";
import { flowDiff, valueChange } from "../diff/flow-diff.ts";
import { dependencyKinds } from "../package/dependencies.ts";
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
  file: file.optional().meta({ description: "A ZIP archive of the files; or each of them on its own." }),
  flow_definition: file.optional(),
  app_definition: file.optional(),
  env_variables: file.optional(),
};

const missing = z
  .array(
    z.object({
      kind: z.enum(dependencyKinds),
      reference: z.string().meta({ description: "The id that is not here; for a type of node or a guardrail its name." }),
      nodes: z.array(z.string()).meta({ description: "The ids of the nodes that need it." }),
    }),
  )
  .meta({ id: "MissingDependencies", description: "What the flow needs and this account does not have." });

const needsValue = z.array(z.string()).meta({ description: "The variables that still have to be given a value." });

const variable = z.object({
  name: z.string(),
  secure: z.boolean(),
  value: z.string().nullable().meta({ description: "Null where it is secure or has to be given." }),
  notes: z.string(),
});

const backup = z.object({ fileName: z.string(), url: z.string() });

const importWorkflow = declareRoute({
  method: "POST",
  path: "/api/workflows/import",
  access: "workflows.create",
  audit: ["workflow.imported", "version.created", "variable.created"],
  summary: "A new workflow from the files of an export; only the flow is needed",
  description: "Its name is that of the app definition, or of the file; where it is taken, ` (2)` and so on is added.",
  form: z.object(files),
  answer: z.object({ workflow, problems: z.array(flowProblem), missing, needsValue }),
  status: 201,
  errors: ["archive_refused"],
});

const previewImport = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/import/preview",
  access: "workflow.import",
  audit: { none: "It changes nothing." },
  summary: "What an import would change, and the ETag of the flow that it would replace",
  form: z.object(files),
  answer: z.object({
    canImport: z.boolean().meta({ description: "False where the flow has nodes of types that do not exist here." }),
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
    backup: backup.meta({ description: "Where the present flow, set-up and variables can be downloaded before they are replaced." }),
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
  summary: "Replaces the flow in development, the set-up and the variables by those of an export; all three files are needed",
  description:
    "The flow before is kept as a version. Name and description stay. Where another callback is brought, the access token of the one before is removed.",
  headers: { "If-Match": "The ETag that the preview answered; refused where somebody changed the flow since." },
  form: z.object({
    ...files,
    resolutions: z
      .string()
      .optional()
      .meta({ description: "JSON: by variable, `{action: keep | overwrite, value?}`. Without, what is here is kept." }),
    backup: z.string().optional().meta({ description: "`true` answers where the flow before can be downloaded." }),
  }),
  answer: flowAndProblems.extend({
    kept: version.pick({ id: true, name: true }).meta({ description: "The version that the flow before is kept as." }),
    imported: version.pick({ id: true, name: true }).nullable().meta({ description: "The version that was imported, where it was one." }),
    variables: z.object({ created: z.array(z.string()), changed: z.array(z.string()), kept: z.array(z.string()) }),
    missing,
    needsValue,
    backup: backup.optional(),
  }),
  status: 200,
  errors: ["archive_refused", "stale"],
});

export const importRoutes = { importWorkflow, previewImport, importVersion };
