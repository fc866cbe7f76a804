/** API keys: callers of a workflow's endpoint authenticate with them. */
import * as z from "zod";
import { moment, nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

const apiKey = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().meta({ description: "The first characters of the key." }),
    last4: z.string().meta({ description: "The last characters of the key." }),
    createdBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: time,
    lastUsedAt: time.nullable().meta({ description: "Accurate to a minute." }),
    expiresAt: time.nullable(),
    ratePerMinute: z.int().nullable(),
  })
  .meta({ id: "ApiKey", title: "API key" });

const newApiKey = z.strictObject({
  name: nameOf("key", 100),
  expiresAt: moment.nullish(),
  ratePerMinute: z.int().min(1).max(1_000_000).nullish().meta({ description: "Calls per minute with this key. Null means no limit." }),
});

const listKeys = declareRoute({
  method: "GET",
  path: "/api/workflows/{workflowId}/keys",
  access: "workflow.see",
  summary: "Lists the workflow's API keys, newest first",
  query: pageQuery,
  answer: pageOf(apiKey),
  status: 200,
  errors: [],
});

const createKey = declareRoute({
  method: "POST",
  path: "/api/workflows/{workflowId}/keys",
  access: "keys.manage",
  audit: ["key.created"],
  summary: "Creates an API key. The key is shown only in this response",
  body: newApiKey,
  answer: apiKey.extend({ key: z.string().meta({ description: "The key itself. Only its hash is stored." }) }),
  status: 201,
  errors: ["conflict"],
});

const revokeKey = declareRoute({
  method: "DELETE",
  path: "/api/workflows/{workflowId}/keys/{keyId}",
  access: "keys.manage",
  audit: ["key.revoked"],
  summary: "Revokes a key. Calls with it are refused within 10 seconds",
  status: 204,
  errors: [],
});

export const keyRoutes = { listKeys, createKey, revokeKey };
