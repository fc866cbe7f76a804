/** The OpenAPI 3.1 description of one deployed workflow: its calls, with exactly its inputs and outputs. */
import { errors, type ErrorCode } from "../problems/errors.ts";
import { limits } from "../limits.ts";
import type { FlowDocument } from "../model/document.ts";
import { inputExample } from "../model/field-schema.ts";
import { callParts } from "./call-openapi-parts.ts";

export interface CallOpenApiAbout {
  readonly workflowId: string;
  readonly name: string;
  readonly description: string;
  /** Where the installation is reached, without a slash at the end. */
  readonly baseUrl: string;
  readonly settings: {
    readonly sync: { readonly timeoutSec: number };
    readonly async: { readonly enabled: boolean; readonly callbackUrl: string | null; readonly timeoutSec: number | null };
  };
}

const startErrors: readonly ErrorCode[] = [
  "bad_request",
  "validation_failed",
  "unauthenticated",
  "not_found",
  "idempotency_mismatch",
  "too_large",
  "unsupported_media_type",
  "rate_limited",
  "overloaded",
  "internal",
  "unavailable",
];
const syncErrors: readonly ErrorCode[] = [
  ...startErrors,
  "run_failed",
  "run_timeout",
  "run_cancelled",
  "content_filter",
  "undeployed",
  "run_interrupted",
];
const readErrors: readonly ErrorCode[] = ["unauthenticated", "not_found", "rate_limited", "internal", "unavailable"];

/** Takes the deployed version's document; gives a JSON object. Push is described only where it is configured. */
export function callOpenApi(document: FlowDocument, about: CallOpenApiAbout): object {
  const { workflowId, name, description, baseUrl, settings } = about;
  const at = `/v1/workflows/${workflowId}`;
  const push = settings.async.enabled && settings.async.callbackUrl !== null;
  const limit = (seconds: number | null) => (seconds === null ? "Runs have no timeout." : `A run can take up to ${seconds} seconds.`);
  return {
    openapi: "3.1.0",
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    info: { title: name, version: "1", ...(description === "" ? {} : { description }) },
    servers: [{ url: baseUrl }],
    security: [{ apiKey: [] }, { bearer: [] }],
    paths: {
      [`${at}/sync`]: {
        post: {
          ...start(
            "runSync",
            "Runs the workflow and returns its output",
            `${limit(settings.sync.timeoutSec)} A run that takes longer fails with 504.`,
            document,
          ),
          responses: { "200": answer("The run succeeded.", "SyncResult"), ...failures(syncErrors) },
        },
      },
      [`${at}/async`]: {
        post: {
          ...start(
            "runAsync",
            "Starts the workflow and returns immediately",
            `${limit(settings.async.timeoutSec)} Get the result from \`statusUrl\`.`,
            document,
          ),
          responses: { "202": accepted(), ...failures(startErrors) },
        },
      },
      ...(push
        ? {
            [`${at}/push`]: {
              post: {
                ...start(
                  "runPush",
                  "Starts the workflow and pushes the result to the callback URL",
                  `${limit(settings.async.timeoutSec)} See the webhook \`runFinished\`.`,
                  document,
                ),
                responses: { "202": accepted(), ...failures([...startErrors, "conflict"]) },
              },
            },
          }
        : {}),
      [`${at}/runs/{runId}`]: {
        parameters: [parameter("RunId")],
        get: {
          operationId: "getRun",
          summary: "Returns a run's status and result",
          parameters: [
            {
              name: "wait",
              in: "query",
              description: "How many seconds to wait for the result.",
              schema: { type: "integer", minimum: 0, maximum: limits.maxLongPollSec },
            },
          ],
          responses: {
            "200": {
              ...answer("The current state of the run.", "Run"),
              headers: { "Retry-After": header("While the run is in progress: how many seconds to wait before you ask again.") },
            },
            ...failures(["bad_request", ...readErrors]),
          },
        },
      },
      [`${at}/runs/{runId}/events`]: {
        parameters: [parameter("RunId")],
        get: {
          operationId: "watchRun",
          summary: "Streams a run's events",
          parameters: [
            {
              name: "Last-Event-ID",
              in: "header",
              description: "The id of the last event that you received. The stream continues after it.",
              schema: { type: "string" },
            },
          ],
          responses: {
            "200": { description: "Server-sent events.", content: { "text/event-stream": { schema: { type: "string" } } } },
            ...failures(readErrors),
          },
        },
      },
      [`${at}/runs/{runId}/cancel`]: {
        parameters: [parameter("RunId")],
        post: {
          operationId: "cancelRun",
          summary: "Cancels a run",
          responses: { "200": answer("The current state of the run.", "Run"), ...failures(readErrors) },
        },
      },
      ...(push ? pushed(at) : {}),
    },
    ...(push ? { webhooks: { runFinished: { post: runFinished() } } } : {}),
    components: callParts(document),
  };
}

function start(operationId: string, summary: string, description: string, document: FlowDocument): object {
  return {
    operationId,
    summary,
    description,
    parameters: [parameter("IdempotencyKey")],
    requestBody: {
      required: true,
      content: { "application/json": { schema: { $ref: "#/components/schemas/Call" }, example: { input: inputExample(document.inputs) } } },
    },
  };
}

function accepted(): object {
  return {
    ...answer("The run is stored and will finish.", "Accepted"),
    headers: { Location: header("The URL of the run's status.") },
  };
}

/** The calls that concern a run's push. */
function pushed(at: string): object {
  return {
    [`${at}/runs/{runId}/deliveries`]: {
      parameters: [parameter("RunId")],
      get: {
        operationId: "listDeliveries",
        summary: "Lists the attempts to push a run's result",
        responses: { "200": answer("The state of the push and its attempts.", "Deliveries"), ...failures(readErrors) },
      },
    },
    [`${at}/runs/{runId}/redeliver`]: {
      parameters: [parameter("RunId")],
      post: {
        operationId: "redeliverRun",
        summary: "Pushes a run's result again",
        responses: { "202": answer("The result will be pushed again.", "Deliveries"), ...failures(readErrors) },
      },
    },
  };
}

function runFinished(): object {
  const text = (name: string, description: string) => ({
    name,
    in: "header",
    required: name !== "authorization",
    description,
    schema: { type: "string" },
  });
  return {
    operationId: "runFinished",
    summary: "The result of a run, pushed to the callback URL",
    description:
      "Signed as defined by Standard Webhooks. Any 2xx response counts as delivered. Otherwise the result is sent again with the same webhook-id.",
    security: [],
    parameters: [
      text("webhook-id", "The same for every attempt."),
      text("webhook-timestamp", "Seconds since 1970."),
      text("webhook-signature", "Signature of id, timestamp and body."),
      text("authorization", "The configured access token."),
    ],
    requestBody: { required: true, content: { "application/json": { schema: { $ref: "#/components/schemas/Run" } } } },
    responses: { "2XX": { description: "Delivered." } },
  };
}

/** One answer for each status; the codes that it can stand for are listed in its description. */
function failures(codes: readonly ErrorCode[]): object {
  const byStatus = Map.groupBy(codes, (code) => errors[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group.map((code) => `\`${code}\`: ${errors[code].title}.`).join(" "),
        ...(status === 429 || status === 503
          ? { headers: { "Retry-After": header("How many seconds to wait before you try again.") } }
          : {}),
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    ]),
  );
}

function answer(description: string, schema: string): object {
  return { description, content: { "application/json": { schema: { $ref: `#/components/schemas/${schema}` } } } };
}
function parameter(name: string): object {
  return { $ref: `#/components/parameters/${name}` };
}
function header(description: string): object {
  return { description, schema: { type: "string" } };
}
