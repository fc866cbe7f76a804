/** Environment variables of a workflow. Changes reach new runs within 10 seconds, without a deployment. */
import * as z from "zod";
import { limits } from "../limits.ts";
import { asHost, faultOfValue, isVariableName } from "../variables/variable.ts";
import { pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

const variable = z
  .object({
    name: z.string(),
    value: z.string().nullable().meta({ description: "Always null for a secure variable, which can be written but not read." }),
    secure: z.boolean(),
    hasValue: z.boolean().meta({ description: "False if the value is missing, for example after an import." }),
    notes: z.string(),
    hosts: z.array(z.string()).nullable().meta({ description: "The only hosts that can receive the value. Null means any host." }),
    createdAt: time,
    updatedAt: time,
    updatedBy: z.object({ id: z.string(), name: z.string() }),
  })
  .meta({ id: "Variable", title: "Environment variable" });

const name = z
  .string()
  .refine(isVariableName, "Use up to 64 letters, digits and underscores. Do not start with a digit.")
  .meta({ description: "The name that flows use: `env.NAME`. Case-sensitive." });
const value = z.string().superRefine((text, context) => {
  const fault = faultOfValue(text);
  if (fault) context.addIssue({ code: "custom", message: fault });
});
const notes = z.string().max(2_000, "Use at most 2,000 characters.");
const host = z
  .string()
  .max(300)
  .transform((text, context) => {
    const found = asHost(text);
    if (found === undefined) context.addIssue({ code: "custom", message: "Enter a host such as api.example.com or api.example.com:8443." });
    return found ?? z.NEVER;
  });
const hosts = z
  .array(host)
  .min(1, "Enter at least one host, or leave the hosts out.")
  .max(limits.maxVariableHosts, `Enter at most ${limits.maxVariableHosts} hosts.`)
  .transform((list) => [...new Set(list)].toSorted())
  .nullable()
  .meta({ description: "For a secure variable: nodes that use it can only call these hosts. Null allows any host." });
/** What answers carry and clients may send back with a change. */
const readOnly = {
  hasValue: z.unknown().optional().meta({ description: "Read-only; ignored." }),
  createdAt: z.unknown().optional().meta({ description: "Read-only; ignored." }),
  updatedAt: z.unknown().optional().meta({ description: "Read-only; ignored." }),
  updatedBy: z.unknown().optional().meta({ description: "Read-only; ignored." }),
};

const listVariables = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/variables",
  access: "workflow.see",
  summary: "Lists the environment variables, by name",
  query: pageQuery,
  answer: pageOf(variable),
  status: 200,
  errors: [],
});

const createVariable = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/variables",
  access: "workflow.edit",
  audit: ["variable.created"],
  summary: "Creates an environment variable",
  body: z.strictObject({ name, value, secure: z.boolean().default(false), notes: notes.default(""), hosts: hosts.optional() }),
  answer: variable,
  status: 201,
  errors: ["conflict"],
});

const changeVariable = declareRoute({
  method: "PATCH",
  path: "/api/workflows/{workflowId}/variables/{name}",
  access: "workflow.edit",
  audit: ["variable.changed"],
  summary: "Changes an environment variable",
  description:
    "Fields that are not in the body keep their value. A secure value is never shown again. To turn `secure` off or to allow more hosts, send the value again.",
  body: z.strictObject({
    ...readOnly,
    name: name.optional(),
    value: value.nullish().meta({ description: "Null keeps the current value." }),
    secure: z.boolean().optional(),
    notes: notes.optional(),
    hosts: hosts.optional(),
  }),
  answer: variable,
  status: 200,
  errors: ["conflict"],
});

const deleteVariable = declareRoute({
  method: "DELETE",
  path: "/api/workflows/{workflowId}/variables/{name}",
  access: "workflow.edit",
  audit: ["variable.deleted"],
  summary: "Deletes an environment variable and returns the nodes that still use it",
  answer: z.object({
    usedBy: z
      .array(z.object({ flow: z.enum(["draft", "deployed"]), node: z.object({ id: z.string(), name: z.string() }) }))
      .meta({ description: "These nodes no longer find a value." }),
  }),
  status: 200,
  errors: [],
});

export const variableRoutes = { listVariables, createVariable, changeVariable, deleteVariable };
