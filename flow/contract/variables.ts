/** Environment variables of a workflow. Changes reach new runs within 10 seconds, without a deployment. */
import * as z from "zod";
import { limits } from "../limits.ts";
import { asHost, faultOfValue, isVariableName } from "../variables/variable.ts";
import { pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

const variable = z
  .object({
    name: z.string(),
    value: z.string().nullable().meta({ description: "Always null for a secure variable: it can be written, never read." }),
    secure: z.boolean(),
    hasValue: z.boolean().meta({ description: "False where the value has yet to be given, as after an import." }),
    notes: z.string(),
    hosts: z.array(z.string()).nullable().meta({ description: "The only hosts that may receive the value; null where it is not bound." }),
    createdAt: time,
    updatedAt: time,
    updatedBy: z.object({ id: z.string(), name: z.string() }),
  })
  .meta({ id: "Variable", title: "Environment variable" });

const name = z
  .string()
  .refine(isVariableName, "A name has letters, digits and underscores, at most 64, and does not begin with a digit.")
  .meta({ description: "What flows refer to it by: `env.NAME`. Upper and lower case are different names." });
const value = z.string().superRefine((text, context) => {
  const fault = faultOfValue(text);
  if (fault) context.addIssue({ code: "custom", message: fault });
});
const notes = z.string().max(2_000, "Notes may have at most 2,000 characters.");
const host = z
  .string()
  .max(300)
  .transform((text, context) => {
    const found = asHost(text);
    if (found === undefined) context.addIssue({ code: "custom", message: "Write a host such as api.example.com or api.example.com:8443." });
    return found ?? z.NEVER;
  });
const hosts = z
  .array(host)
  .min(1, "Name at least one host, or leave the hosts out.")
  .max(limits.maxVariableHosts, `A variable may be bound to ${limits.maxVariableHosts} hosts.`)
  .transform((list) => [...new Set(list)].toSorted())
  .nullable()
  .meta({ description: "For a secure variable: a step that uses it may call these hosts only. Null binds it to none." });
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
  summary: "The environment variables, by name",
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
  summary: "A new environment variable",
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
    "What is left out stays. A secure value is never shown again: turning `secure` off, or letting the value go to more hosts, takes the value anew.",
  body: z.strictObject({
    ...readOnly,
    name: name.optional(),
    value: value.nullish().meta({ description: "Null leaves it as it is." }),
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
  summary: "Deletes an environment variable, and says which nodes still refer to it",
  answer: z.object({
    usedBy: z
      .array(z.object({ flow: z.enum(["draft", "deployed"]), node: z.object({ id: z.string(), name: z.string() }) }))
      .meta({ description: "From now on these find no value there." }),
  }),
  status: 200,
  errors: [],
});

export const variableRoutes = { listVariables, createVariable, changeVariable, deleteVariable };
