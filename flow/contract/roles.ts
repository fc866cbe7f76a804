/** Roles on workflows: the built-in ones, and those that an account makes for itself. */
import * as z from "zod";
import { workflowCapabilities } from "../rights/workflow-rights.ts";
import { nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

const capabilities = z
  .array(z.enum(workflowCapabilities))
  .max(50)
  .meta({ description: "What the role allows on a workflow. Every role includes `workflow.see`." });

/** A role as a body names it: the name of a built-in or custom role, or a custom role's id. */
export const roleReference = z.string().trim().min(1).max(100).meta({ description: "A role's name, or a custom role's id." });

const role = z
  .object({
    id: z.string().meta({ description: "For a built-in role, its name." }),
    name: z.string(),
    description: z.string(),
    builtIn: z.boolean(),
    capabilities: z.array(z.enum(workflowCapabilities)),
    inUse: z.int().nullable().meta({ description: "How often the role is used on workflows. Null for a built-in role." }),
    createdAt: time.nullable(),
    updatedAt: time.nullable(),
  })
  .meta({ id: "Role" });

const description = z.string().max(500);

const listRoles = declareRoute({
  method: "GET",
  path: "/api/roles",
  access: "account.see",
  summary: "Lists the account's custom roles by name, and the built-in roles",
  query: pageQuery,
  answer: pageOf(role).extend({ builtIn: z.array(role) }),
  status: 200,
  errors: [],
});

const createRole = declareRoute({
  method: "POST",
  path: "/api/roles",
  access: "roles.manage",
  audit: ["role.created"],
  summary: "Creates a custom role",
  body: z.strictObject({ name: nameOf("role", 60), description: description.default(""), capabilities }),
  answer: role,
  status: 201,
  errors: ["conflict"],
});

const getRole = declareRoute({
  method: "GET",
  path: "/api/roles/{roleId}",
  access: "account.see",
  summary: "Returns a role",
  answer: role,
  status: 200,
  errors: [],
});

const updateRole = declareRoute({
  method: "PATCH",
  path: "/api/roles/{roleId}",
  access: "roles.manage",
  audit: ["role.changed", "role.renamed"],
  summary: "Changes a custom role. The change applies immediately to everyone with the role",
  body: z.strictObject({ name: nameOf("role", 60).optional(), description: description.optional(), capabilities: capabilities.optional() }),
  answer: role,
  status: 200,
  errors: ["conflict"],
});

const duplicateRole = declareRoute({
  method: "POST",
  path: "/api/roles/{roleId}/duplicate",
  access: "roles.manage",
  audit: ["role.duplicated"],
  summary: "Duplicates a built-in or custom role",
  body: z.strictObject({ name: nameOf("role", 60).optional().meta({ description: "Default: “Copy of” and the name." }) }),
  bodyRequired: false,
  answer: role,
  status: 201,
  errors: ["conflict"],
});

const deleteRole = declareRoute({
  method: "DELETE",
  path: "/api/roles/{roleId}",
  access: "roles.manage",
  audit: ["role.deleted"],
  summary: "Deletes a custom role that is not in use",
  status: 204,
  errors: ["conflict"],
});

export const roleRoutes = { listRoles, createRole, getRole, updateRole, duplicateRole, deleteRole };
