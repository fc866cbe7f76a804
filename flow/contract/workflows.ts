/** Workflows: the list, one of them, and the flow in development. */
import * as z from "zod";
import { limits } from "../limits.ts";
import { workflowCapabilities } from "../rights/workflow-rights.ts";
import { nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";
import { workflowStatuses } from "./workflow-status.ts";

export const endpointAddresses = z
  .object({
    sync: z.string(),
    async: z.string(),
    push: z.string().optional().meta({ description: "Only where the deployment has a callback URL." }),
    openapi: z.string(),
  })
  .meta({ id: "EndpointAddresses" });

/** SPEC: how long runs are kept. A change is known to whoever keeps them within a minute. */
const runRetentionDays = z.int().min(1).max(limits.maxRunRetentionDays);

const summary = {
  id: z.string(),
  name: z.string(),
  description: z.string(),
  status: z.enum(workflowStatuses),
  owner: z.object({ id: z.string(), name: z.string() }),
  role: z.string().meta({ description: "Your role on it: a built-in or custom role's name." }),
  capabilities: z.array(z.enum(workflowCapabilities)).meta({ description: "What you may do with it." }),
  createdAt: time,
  updatedAt: time,
};

const workflowSummary = z.object(summary).meta({ id: "WorkflowSummary" });

export const workflow = z
  .object({
    ...summary,
    deployment: z
      .object({
        id: z.string(),
        versionId: z.string(),
        versionNumber: z.int(),
        deployedAt: time,
        flowChanged: z.boolean().meta({ description: "The flow in development is not the one that is deployed." }),
        settingsChanged: z.boolean().meta({ description: "Endpoint settings wait for the next deployment." }),
      })
      .nullable(),
    endpoints: endpointAddresses.nullable(),
    runRetentionDays: runRetentionDays.meta({ description: "How long its runs are kept, in days since they began." }),
  })
  .meta({ id: "Workflow" });

const nameAndDescription = z.strictObject({ name: nameOf("workflow", 100), description: z.string().max(2_000).default("") });

export const listWorkflows = declareRoute({
  method: "GET",
  path: "/api/workflows",
  access: "account.see",
  summary: "The workflows of the active account that you may see",
  query: pageQuery.extend({
    tab: z.enum(["all", "mine", "shared"]).default("all"),
    search: z.string().max(200).optional().meta({ description: "A part of the name or the description, in any case." }),
    sort: z.enum(["name", "changed"]).default("name").meta({ description: "By name, or the last changed first." }),
  }),
  answer: pageOf(workflowSummary),
  status: 200,
  errors: [],
});

const createWorkflow = declareRoute({
  method: "POST",
  path: "/api/workflows",
  access: "workflows.create",
  audit: ["workflow.created"],
  summary: "A new workflow with a Start and an End",
  body: nameAndDescription,
  answer: workflow,
  status: 201,
  errors: ["conflict"],
});

export const getWorkflow = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}",
  access: "workflow.see",
  summary: "One workflow",
  answer: workflow,
  status: 200,
  errors: [],
});

const updateWorkflow = declareRoute({
  method: "PATCH",
  path: "/api/workflows/{workflowId}",
  access: "workflow.edit",
  audit: ["workflow.renamed", "workflow.described", "workflow.retentionChanged"],
  summary: "Changes the name, the description, or how long runs are kept",
  body: z.strictObject({
    name: nameOf("workflow", 100).optional(),
    description: z.string().max(2_000).optional(),
    runRetentionDays: runRetentionDays.optional().meta({ description: "What a shorter time deletes does not come back." }),
  }),
  answer: workflow,
  status: 200,
  errors: ["conflict"],
});

const deleteWorkflow = declareRoute({
  method: "DELETE",
  path: "/api/workflows/{workflowId}",
  access: "workflow.delete",
  audit: ["workflow.deleted"],
  summary: "Deletes a workflow that is not deployed, with everything that belongs to it",
  status: 204,
  errors: ["conflict"],
});

export const workflowRoutes = { listWorkflows, createWorkflow, getWorkflow, updateWorkflow, deleteWorkflow };
