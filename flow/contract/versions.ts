/** Immutable copies of a workflow's flow. */
import * as z from "zod";
import { flowDiff } from "../diff/flow-diff.ts";
import { flowDocument } from "../model/document.ts";
import { nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { flowAndProblems } from "./flow.ts";
import { declareRoute } from "./route.ts";

export const version = z
  .object({
    id: z.string(),
    number: z.int().meta({ description: "Counts from 1 in the workflow." }),
    name: z.string(),
    description: z.string(),
    createdBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: time,
    deployed: z.boolean().meta({ description: "True for the version that the endpoint runs." }),
  })
  .meta({ id: "Version" });

const listVersions = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/versions",
  access: "workflow.see",
  summary: "Lists the versions of a workflow, newest first",
  query: pageQuery,
  answer: pageOf(version),
  status: 200,
  errors: [],
});

const getVersion = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/versions/{versionId}",
  access: "workflow.see",
  summary: "Returns a version with its flow",
  answer: version.extend({ flow: flowDocument }),
  status: 200,
  errors: [],
});

const versionName = nameOf("version", 100);
const description = z.string().max(2_000);

const createVersion = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/versions",
  access: "workflow.edit",
  audit: ["version.created"],
  summary: "Saves the draft as a version",
  headers: { "If-Match": "The ETag of the draft to save." },
  body: z.strictObject({ name: versionName, description: description.default("") }),
  answer: version,
  status: 201,
  errors: ["stale"],
});

const updateVersion = declareRoute({
  method: "PATCH",
  path: "/api/workflows/{workflowId}/versions/{versionId}",
  access: "workflow.edit",
  audit: ["version.changed"],
  summary: "Changes a version's name or description. Its flow never changes",
  body: z.strictObject({ name: versionName.optional(), description: description.optional() }),
  answer: version,
  status: 200,
  errors: [],
});

const restoreVersion = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/versions/{versionId}/restore",
  access: "workflow.edit",
  audit: ["version.restored", "version.created"],
  summary: "Restores a version as the draft and returns the new ETag",
  description: "The previous draft is saved as a version, unless it already is one.",
  headers: { "If-Match": "The ETag of the draft that is replaced." },
  body: z.strictObject({}),
  bodyRequired: false,
  answer: flowAndProblems.extend({ kept: version.nullable().meta({ description: "The version that the previous draft was saved as." }) }),
  status: 200,
  errors: ["stale"],
});

const deleteVersion = declareRoute({
  method: "DELETE",
  path: "/api/workflows/{workflowId}/versions/{versionId}",
  access: "workflow.edit",
  audit: ["version.deleted"],
  summary: "Deletes a version that is not deployed. Runs that use it continue",
  status: 204,
  errors: ["conflict"],
});

/** What `version`, `from` and `to` take. */
export const flowChoice = z.string().min(1).max(100).meta({ description: "A version id, `draft` or `deployed`." });

const diffVersions = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/diff",
  access: "workflow.see",
  summary: "Compares two versions of a workflow: nodes, settings, inputs, outputs and connections",
  query: z.object({ from: flowChoice, to: flowChoice.default("draft") }),
  answer: z.object({ same: z.boolean(), diff: flowDiff }),
  status: 200,
  errors: [],
});

export const versionRoutes = {
  listVersions,
  getVersion,
  createVersion,
  updateVersion,
  restoreVersion,
  deleteVersion,
  diffVersions,
};
