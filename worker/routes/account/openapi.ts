/** The description of the management API, made from the declarations that validate it. */
import { createDocument, type ZodOpenApiObject, type ZodOpenApiOperationObject } from "zod-openapi";
import * as z from "zod";
import { errors, type ErrorCode } from "#flow/problems/errors.ts";
import { openapiRoutes } from "#flow/contract/openapi.ts";
import { problemDetails } from "#flow/problems/problem.ts";
import type { Route } from "#flow/contract/route.ts";
import { routes } from "#flow/contract/routes.ts";
import { flowDocument } from "#flow/model/document.ts";
import { declarations } from "#flow/nodes/registry.ts";
import { sessionCookie } from "../../auth/session-cookie.ts";
import { baseUrl } from "../../http/base-url.ts";
import type { HandlersOf } from "../frame/handler.ts";

export const openapiHandlers: HandlersOf<typeof openapiRoutes> = {
  async getOpenapi({ request, context }) {
    return managementOpenapi(baseUrl(request, context.env)) as { openapi: string };
  },
};

/** OpenAPI 3.1 of every management route; `server` is the installation's address. */
export function managementOpenapi(server: string): ReturnType<typeof createDocument> {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [name, route] of Object.entries<Route>(routes))
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(name, route);
  const document: ZodOpenApiObject = {
    openapi: "3.1.1",
    info: {
      title: "Millrace management API",
      version: "1.0.0",
      description: "Lists accept `limit` and `cursor` and return `items` and `nextCursor`. Errors are problem details (RFC 9457).",
      license: { name: "MIT", identifier: "MIT" },
    },
    servers: [{ url: server }],
    paths,
    components: {
      schemas: { Problem: problemDetails, FlowDocument: flowDocument, ...nodeSettings() },
      securitySchemes: {
        session: {
          type: "apiKey",
          in: "cookie",
          name: sessionCookie(new URL(server).protocol === "https:"),
          description: "Set when you sign in. Changes need an Origin header.",
        },
        token: { type: "http", scheme: "bearer", description: "A personal access token, `mr_pat_…`." },
      },
    },
  };
  return createDocument(document);
}

/** For each node type the schema of its `config`, named after the type: `api` is `ApiNodeConfig`. */
function nodeSettings(): Record<string, z.ZodType> {
  return Object.fromEntries(
    declarations.map(({ type, title, summary, outcomes, params }) => {
      const name = type.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
      const ways = "itemsOf" in outcomes ? [outcomes.first, `${outcomes.next}:1`, "…", outcomes.last] : outcomes;
      const description = `The \`config\` of a node of type \`${type}\` (${title}). ${summary}${ways.length > 0 ? ` Outcomes: ${ways.join(", ")}.` : ""}`;
      return [`${name}NodeConfig`, params.meta({ description })];
    }),
  );
}

function operation(name: string, route: Route): ZodOpenApiOperationObject {
  const names = Array.from(route.path.matchAll(/\{(\w+)\}/g), ([, name]) => name!);
  const headers = Object.entries(route.headers ?? {});
  return {
    operationId: name,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    security: route.access === "public" ? [] : [{ session: [] }, { token: [] }],
    requestParams: {
      ...(names.length > 0 ? { path: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) } : {}),
      // Every declared query is an object of single parameters.
      ...(route.query ? { query: route.query as z.ZodObject } : {}),
      ...(headers.length > 0
        ? {
            header: z.object(Object.fromEntries(headers.map(([name, description]) => [name, z.string().optional().meta({ description })]))),
          }
        : {}),
    },
    ...(route.body
      ? { requestBody: { required: route.bodyRequired !== false, content: { "application/json": { schema: route.body } } } }
      : {}),
    ...(route.form ? { requestBody: { required: true, content: { "multipart/form-data": { schema: route.form } } } } : {}),
    responses: {
      [route.status]: {
        description: route.summary,
        ...(route.file === undefined ? {} : { content: { [route.file]: { schema: { type: "string", format: "binary" } } } }),
        ...(route.answer ? { content: { "application/json": { schema: route.answer } } } : {}),
      },
      ...refusals(route),
    },
  };
}

/** One response for each status, saying which codes it can have. */
function refusals(route: Route) {
  const codes = new Set<ErrorCode>(route.errors);
  if (route.access !== "public") codes.add("unauthenticated");
  if (route.method !== "GET" || route.access !== "public") codes.add("forbidden");
  if (route.path.includes("{")) codes.add("not_found");
  if (route.query || route.body || route.form) codes.add("validation_failed");
  if (route.body || route.form) for (const code of ["bad_request", "too_large", "unsupported_media_type"] as const) codes.add(code);
  codes.add("internal");
  const byStatus = Map.groupBy(codes, (code) => errors[code].status);
  return Object.fromEntries(
    Array.from(byStatus, ([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${errors[code].title}.`).join(" "),
        content: { "application/problem+json": { schema: problemDetails } },
      },
    ]),
  );
}
