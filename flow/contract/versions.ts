/** Immutable copies of a workflow's flow. */
import * as z from "zod";
import { flowDocument } from "../model/document.ts";
import { pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

const version = z
  .object({
    id: z.string(),
    number: z.int().meta({ description: "Counts from 1 in its workflow." }),
    name: z.string(),
    description: z.string(),
    createdBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: time,
    deployed: z.boolean().meta({ description: "The endpoint runs it now." }),
  })
  .meta({ id: "Version" });

const listVersions = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/versions",
  access: "workflow.see",
  summary: "The versions of a workflow, the newest first",
  query: pageQuery,
  answer: pageOf(version),
  status: 200,
  errors: [],
});

const getVersion = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/versions/{versionId}",
  access: "workflow.see",
  summary: "One version with its flow",
  answer: version.extend({ flow: flowDocument }),
  status: 200,
  errors: [],
});

export const versionRoutes = { listVersions, getVersion };
