/** Workflows: the list, one workflow, and its draft. */
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
    push: z.string().optional().meta({ description: "Only if the deployment has a callback URL." }),
    openapi: z.string(),
  })
  .meta({ id: "EndpointAddresses" });

/** SPEC: how long runs are kept. Lanes and the Monitor see a change within a minute. */
const runRetentionDays = z.int().min(1).max(limits.maxRunRetentionDays);

const summary = {
  id: z.string(),
  name: z.string(),
  description: z.string(),
  status: z.enum(workflowStatuses),
  owner: z.object({ id: z.string(), name: z.string() }),
  role: z.string().meta({ description: "Your role on the workflow: the name of a built-in or custom role." }),
  capabilities: z.array(z.enum(workflowCapabilities)).meta({ description: "What you can do with the workflow." }),
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
        flowChanged: z.boolean().meta({ description: "The draft differs from the deployed version." }),
        settingsChanged: z.boolean().meta({ description: "Changed endpoint settings take effect with the next deployment." }),
      })
      .nullable(),
    endpoints: endpointAddresses.nullable(),
    runRetentionDays: runRetentionDays.meta({ description: "How many days runs are kept, counted from their start." }),
  })
  .meta({ id: "Workflow" });

const nameAndDescription = z.strictObject({ name: nameOf("workflow", 100), description: z.string().max(2_000).default("") });

export const listWorkflows = declareRoute({
  method: "GET",
  path: "/api/workflows",
  access: "account.see",
  summary: "Lists the workflows of the active account that you can see",
  query: pageQuery.extend({
    tab: z.enum(["all", "mine", "shared"]).default("all"),
    search: z.string().max(200).optional().meta({ description: "Part of the name or description. Not case-sensitive." }),
    sort: z.enum(["name", "changed"]).default("name").meta({ description: "By name, or last changed first." }),
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
  summary: "Creates a workflow with a Start and an End",
  body: nameAndDescription,
  answer: workflow,
  status: 201,
  errors: ["conflict"],
});

export const getWorkflow = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}",
  access: "workflow.see",
  summary: "Returns a workflow",
  answer: workflow,
  status: 200,
  errors: [],
});

const updateWorkflow = declareRoute({
  method: "PATCH",
  path: "/api/workflows/{workflowId}",
  access: "workflow.edit",
  audit: ["workflow.renamed", "workflow.described", "workflow.retentionChanged"],
  summary: "Changes the name, description or run retention",
  body: z.strictObject({
    name: nameOf("workflow", 100).optional(),
    description: z.string().max(2_000).optional(),
    runRetentionDays: runRetentionDays.optional().meta({ description: "Shortening the run retention deletes older runs permanently." }),
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
  summary: "Deletes a workflow that is not deployed, with its versions, keys and runs",
  status: 204,
  errors: ["conflict"],
});

export const workflowRoutes = { listWorkflows, createWorkflow, getWorkflow, updateWorkflow, deleteWorkflow };
