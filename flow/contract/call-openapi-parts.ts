import * as z from "zod";
import type { FlowDocument } from "../model/document.ts";
import { inputSchema, outputSchema } from "../model/field-schema.ts";
import { pushState } from "./runs.ts";

/** The components of a workflow's OpenAPI description. */
export function callParts(document: FlowDocument): object {
  const text = { type: "string" };
  const issue = { type: "object", properties: { path: text, code: text, message: text }, required: ["code", "message"] };
  const runId = { ...text, examples: ["run_ams0_01jd8m4c5n6p7q8r9s0t1v2w3x"] };
  const warnings = {
    type: "array",
    items: { $ref: "#/components/schemas/Issue" },
    description: "Values that did not match their declaration. They did not stop the run.",
  };
  const { $schema: _, ...deliveries } = z.toJSONSchema(pushState);
  const hasMandatory = document.inputs.some((input) => input.mandatory && input.default === undefined);
  return {
    securitySchemes: {
      apiKey: { type: "apiKey", in: "header", name: "x-api-key" },
      bearer: { type: "http", scheme: "bearer", description: "The same API key as a bearer token." },
    },
    parameters: {
      RunId: { name: "runId", in: "path", required: true, schema: runId },
      IdempotencyKey: {
        name: "Idempotency-Key",
        in: "header",
        description: "Within 24 hours, the same key and body return the same run. The same key with a different body is refused.",
        schema: { type: "string", minLength: 1, maxLength: 255 },
      },
    },
    schemas: {
      Input: inputSchema(document.inputs),
      Output: outputSchema(document.outputs),
      Call: {
        type: "object",
        properties: { input: { $ref: "#/components/schemas/Input" } },
        ...(hasMandatory ? { required: ["input"] } : {}),
        additionalProperties: false,
      },
      SyncResult: {
        type: "object",
        properties: { runId, status: { const: "Success" }, output: { $ref: "#/components/schemas/Output" }, warnings },
        required: ["runId", "status", "output", "warnings"],
      },
      Accepted: {
        type: "object",
        properties: { runId, status: { $ref: "#/components/schemas/Status" }, statusUrl: { type: "string", format: "uri" } },
        required: ["runId", "status", "statusUrl"],
      },
      Run: {
        type: "object",
        properties: {
          runId,
          status: { $ref: "#/components/schemas/Status" },
          startedAt: { type: "string", format: "date-time" },
          endedAt: { type: ["string", "null"], format: "date-time" },
          durationMs: { type: ["number", "null"] },
          output: { anyOf: [{ $ref: "#/components/schemas/Output" }, { type: "null" }] },
          warnings,
          error: { anyOf: [{ $ref: "#/components/schemas/RunError" }, { type: "null" }] },
        },
        required: ["runId", "status", "startedAt", "endedAt", "durationMs", "output", "warnings", "error"],
      },
      Deliveries: deliveries,
      Status: { enum: ["In Progress", "Waiting", "Success", "Failed"] },
      RunError: {
        type: "object",
        properties: {
          code: text,
          message: text,
          node: { ...text, description: "The name of the node that failed." },
          suggestion: text,
        },
        required: ["code", "message"],
      },
      Issue: issue,
      Problem: {
        type: "object",
        title: "Problem details (RFC 9457)",
        properties: {
          type: text,
          title: text,
          status: { type: "integer" },
          detail: text,
          code: { ...text, description: "Stable, for use in programs." },
          suggestion: text,
          errors: { type: "array", items: { $ref: "#/components/schemas/Issue" } },
          runId,
          requestId: text,
        },
        required: ["type", "title", "status", "code", "suggestion"],
      },
    },
  };
}
