/** Model connections: the providers that AI nodes call. */
import * as z from "zod";
import { gateway, modelList, providers, shownModel } from "../models/connection.ts";
import { nameOf, pageOf, pageQuery, time } from "./fields.ts";
import { declareRoute } from "./route.ts";

const fields = {
  name: nameOf("connection", 100),
  provider: z.enum(providers).meta({ title: "Provider" }),
  baseUrl: z
    .url({ protocol: /^https?$/, error: "Enter a full URL that starts with https://." })
    .max(2_000)
    .refine((text) => !/[?#]/.test(text), "Remove the part after ? or # from the URL.")
    .nullish()
    .meta({ title: "Base URL", description: "The provider's own address if left out. Required for an OpenAI-compatible server." }),
  apiKey: z
    .string()
    .regex(/^[\x21-\x7e]*$/, "An API key has no spaces or line breaks.")
    .max(8_192)
    .nullish()
    .meta({
      title: "API key",
      description: "Write-only. Null removes it. A change that sends it to a new address needs it again.",
      writeOnly: true,
    }),
  gateway: gateway.nullish(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "Enter a currency code such as USD.")
    .optional()
    .meta({ title: "Currency", description: "Of the prices, ISO 4217. USD if left out." }),
  models: modelList.optional().meta({ title: "Models", description: "Names, or objects with a name, prices and limits." }),
};

const lastTest = z
  .object({ ok: z.boolean(), message: z.string(), at: time })
  .meta({ id: "ConnectionTest", description: "Result of the last test." });

const connection = z
  .object({
    id: z.string(),
    name: z.string(),
    provider: z.enum(providers),
    baseUrl: z.string().nullable(),
    gateway: z.object({ accountId: z.string(), id: z.string() }).nullable(),
    hasKey: z.boolean(),
    currency: z.string(),
    models: z.array(shownModel),
    lastTest: lastTest.nullable(),
    mayChange: z.boolean(),
    createdBy: z.object({ id: z.string(), name: z.string() }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: "ModelConnection", title: "Model connection" });

const usedBy = z
  .object({
    workflows: z.array(z.object({ id: z.string(), name: z.string(), inDraft: z.boolean(), asDeployed: z.boolean() })),
    hidden: z.number().meta({ description: "How many more workflows use it that you cannot see, or that are beyond the first 20." }),
  })
  .meta({ description: "Workflows whose draft or deployed version uses the connection." });

const listModels = declareRoute({
  method: "GET",
  path: "/api/models",
  access: "account.see",
  summary: "Lists the model connections of the account, by name",
  query: pageQuery.extend({ search: z.string().max(200).optional() }),
  answer: pageOf(connection),
  status: 200,
  errors: [],
});

const createModel = declareRoute({
  method: "POST",
  path: "/api/models",
  access: "models.manage",
  audit: ["model.created"],
  summary: "Creates a model connection. Its API key is never shown again",
  body: z.strictObject(fields),
  answer: connection,
  status: 201,
  errors: ["conflict"],
});

const getModel = declareRoute({
  method: "GET",
  path: "/api/models/{connectionId}",
  access: "account.see",
  summary: "Returns a model connection and the workflows that use it",
  answer: connection.extend({ usedBy }).meta({ id: "ModelConnectionDetail" }),
  status: 200,
  errors: [],
});

const updateModel = declareRoute({
  method: "PATCH",
  path: "/api/models/{connectionId}",
  access: "models.manage",
  audit: ["model.changed"],
  summary: "Changes a model connection. Fields that are not in the body keep their value",
  description:
    "If a change of `provider`, `baseUrl` or `gateway` sends the API key to a new address, send the key again (`value_required`).",
  body: z.strictObject(fields).partial(),
  answer: connection,
  status: 200,
  errors: ["conflict"],
});

const deleteModel = declareRoute({
  method: "DELETE",
  path: "/api/models/{connectionId}",
  access: "models.manage",
  audit: ["model.deleted"],
  summary: "Deletes a model connection. No draft and no deployed version may use it",
  status: 204,
  errors: ["conflict"],
});

const testModel = declareRoute({
  method: "POST",
  path: "/api/models/{connectionId}/test",
  access: "models.manage",
  audit: ["model.tested"],
  summary: "Tests a connection: asks a model for one word. The provider may charge for it",
  body: z.strictObject({ model: z.string().max(200).optional().meta({ description: "The first model of the connection if left out." }) }),
  bodyRequired: false,
  answer: lastTest,
  status: 200,
  errors: [],
});

const listAvailableModels = declareRoute({
  method: "GET",
  path: "/api/models/{connectionId}/available",
  access: "models.manage",
  summary: "Asks the provider which models it offers",
  answer: z.object({ items: z.array(z.object({ name: z.string(), title: z.string().nullable() })), nextCursor: z.null() }),
  status: 200,
  errors: ["conflict"],
});

export const modelRoutes = { listModels, createModel, getModel, updateModel, deleteModel, testModel, listAvailableModels };
