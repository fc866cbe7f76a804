import * as z from "zod";
import { canonicalText } from "../json/canonical-text.ts";
import type { ProfileId } from "../ids.ts";
import { apiBody, compileBody, type BuiltBody } from "./api-body.ts";
import { faultOfHeader, mask, maskHeaders, resolvePairs } from "./api-headers.ts";
import { resolveUrl } from "./api-url.ts";
import { compileEncoded } from "./encoded-text.ts";
import { failureFrom } from "./failure-from.ts";
import { invalidSetting } from "./invalid-setting.ts";
import { compileJson, jsonSetting, requiredText } from "./json-setting.ts";
import { declareNode, type HttpAnswer, type NodeResult } from "./node.ts";
import { retryAfterMs } from "./retry-after.ts";

const apiMethods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
/** Methods that HTTP clients send no body with. */
const bodiless: readonly string[] = ["GET", "HEAD"];

const pair = z.strictObject({
  name: requiredText.meta({ title: "Name" }),
  value: jsonSetting.meta({ title: "Value", description: "Left out of the request when it is null." }),
});

const params = z.strictObject({
  method: z.enum(apiMethods).meta({ title: "Method" }),
  url: requiredText.meta({ title: "URL", description: "An http or https URL. Values of {{ }} inside it are percent-encoded." }),
  query: z.array(pair).optional().meta({ title: "Query", description: "Appended to the URL." }),
  headers: z.array(pair).optional().meta({ title: "Headers" }),
  body: apiBody.optional(),
  authorization: z.string().optional().meta({ title: "Authorization profile" }),
  mode: z.enum(["sync"]).optional().meta({ title: "Mode", description: "sync waits for the response." }),
});

/** An HTTP call. A status of 400 and above is a failure, whose output is recorded all the same. */
export const api = declareNode({
  type: "api",
  family: "data",
  icon: "api",
  title: "API",
  summary: "Calls another system over HTTP.",
  params,
  role: "step",
  outcomes: ["success", "failure"],
  required: ["success"],
  card: [{ kind: "settings", text: "{method} {url}" }],
  initial: { method: "GET", url: "" },
  outputFields: ["status", "headers", "body"],
  form: { editors: { url: "request-url", body: "request-body", authorization: "profile" } },
  span: "http-client",
  problems: [
    "url_invalid",
    "header_invalid",
    "body_not_allowed",
    "json_body_invalid",
    "authorization_unknown",
    "authorization_without_hosts",
  ],
  timeout: { minSec: 5, maxSec: 180, defaultSec: 60 },
  work: "outside",
  retryable: true,
  isSameRequest: (recorded, asked) => canonicalText(withoutCredential(recorded as Asked, asked as Asked)) === canonicalText(asked),
  textKind(path, config) {
    const [key, , below] = path;
    if (key === "method" || key === "mode" || key === "authorization" || ((key === "query" || key === "headers") && below === "name"))
      return "plain";
    if (key !== "body") return "template";
    return path[1] === "type" ? "plain" : path.length === 2 && isJsonBody(config) ? "json" : "template";
  },
  check(config, report, surroundings) {
    if (config.body && bodiless.includes(config.method)) {
      report({
        code: "body_not_allowed",
        path: ["body"],
        message: `A ${config.method} request cannot have a body.`,
        suggestion: "Remove the body, or choose another method.",
      });
    }
    if (isJsonBody(config) && typeof config.body?.value === "string") {
      const fault = faultOfBody(config.body);
      if (fault)
        report({
          code: "json_body_invalid",
          path: ["body", "value"],
          message: `The body is not valid JSON: ${fault}.`,
          suggestion: "Correct the JSON, or send the body as text.",
        });
    }
    if (config.authorization && !surroundings.hasProfile(config.authorization)) {
      report({
        code: "authorization_unknown",
        path: ["authorization"],
        message: "The authorization profile does not exist.",
        suggestion: "Choose another profile, or create one under Authorization profiles.",
      });
    }
    if (config.authorization && !surroundings.namesHosts(config.authorization)) {
      report({
        code: "authorization_without_hosts",
        path: ["authorization"],
        message: "The authorization profile does not say which hosts may receive its secret.",
        suggestion: "Open it under Authorization profiles, enter its hosts and enter the secret again.",
      });
    }
    config.headers?.forEach((header, index) => {
      const fixed = typeof header.value === "string" && !header.value.includes("{{") ? header.value : "";
      const fault = faultOfHeader(header.name, fixed);
      if (fault)
        report({
          code: "header_invalid",
          path: ["headers", index],
          message: `The header “${header.name}” cannot be sent: ${fault}`,
          suggestion: "Correct the header or remove it.",
        });
    });
    if (!config.url.includes("{{") && !/^https?:\/\/[^/]/i.test(config.url.trim())) {
      report({
        code: "url_invalid",
        path: ["url"],
        message: "The URL must start with http:// or https://.",
        suggestion: "Add https:// at the start.",
      });
    }
  },
  dependencies: ({ authorization }) => [["profile", authorization]],
  compile: (config) => ({
    method: config.method,
    // A text that is not a profile id is in no row.
    authorization: config.authorization ? (config.authorization as ProfileId) : undefined,
    url: compileEncoded(config.url),
    query: (config.query ?? []).map(({ name, value }) => ({ name, value: compileJson(value) })),
    // Only the builder's own text may contain escapes of bytes that are not UTF-8; in a value from a run they are
    // ordinary text.
    written: new Set((config.query ?? []).flatMap(({ value }) => (typeof value === "string" && !value.includes("{{") ? [value] : []))),
    headers: (config.headers ?? []).map(({ name, value }) => ({ name, value: compileJson(value) })),
    body: config.body ? compileBody(config.body) : null,
  }),
  async execute(world): Promise<NodeResult> {
    const { config } = world;
    const query = await resolvePairs(config.query, world);
    const address = await resolveUrl(config.url, query, world, config.written);
    if (!address.ok) return invalidSetting("The URL", address.value, address.wanted, { method: config.method, url: address.value });
    const headers = await resolvePairs(config.headers, world);
    const body = config.body ? await config.body(world) : null;
    const { method, authorization } = config;
    const asked = { method, url: address.url, query, headers: maskHeaders(headers), ...(body ? { body: body.value } : {}) };
    const input = { ...asked, ...(authorization ? { authorization } : {}) };
    for (const [name, value] of headers) {
      const fault = faultOfHeader(name, value);
      if (fault)
        return {
          kind: "fail",
          error: { code: "setting_invalid", message: `The header “${name}” cannot be sent: ${fault}`, class: "other" },
          input,
        };
    }
    try {
      // Only this code knows the boundary of a multipart body.
      const own = config.body && body?.contentType.startsWith("multipart/") ? headers.filter(([name]) => !isContentType(name)) : headers;
      const sent = withDefaults(own, body, world.idempotencyKey);
      const answer = await world.http({
        url: address.url,
        method,
        headers: sent,
        ...(body ? { body: body.text } : {}),
        ...(authorization ? { authorization } : {}),
      });
      const warnings = answer.warnings?.map((warning) => ({ ...warning, path: `/output/body${warning.path}` }));
      return { ...resultOf(answer, world.now()), input: withCredential(input, answer.authorizedBy), ...(warnings && { warnings }) };
    } catch (error) {
      return { ...failureFrom(error), input };
    }
  },
});

const isContentType = (name: string): boolean => name.toLowerCase() === "content-type";

/** Headers of ours, each only where the builder has not set it. */
function withDefaults(
  headers: readonly (readonly [string, string])[],
  body: BuiltBody | null,
  idempotencyKey: string,
): (readonly [string, string])[] {
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const ours: [string, string][] = [
    ["Idempotency-Key", idempotencyKey],
    ...(body ? [["Content-Type", body.contentType] as [string, string]] : []),
  ];
  return [...headers, ...ours.filter(([name]) => !given.has(name.toLowerCase()))];
}

/** The request with what its profile added to it, the value hidden. */
function withCredential<Input extends { readonly query: Pairs; readonly headers: Pairs }>(
  input: Input,
  by: HttpAnswer["authorizedBy"],
): Input {
  if (!by) return input;
  const added = [by.name, mask] as const;
  return by.in === "query" ? { ...input, query: [...input.query, added] } : { ...input, headers: [...input.headers, added] };
}
type Pairs = readonly (readonly [string, string])[];
type Asked = { readonly query: Pairs; readonly headers: Pairs; readonly authorization?: string };

/** A recorded request without what its profile had added to it, where the other has the same profile and was not sent. */
function withoutCredential(recorded: Asked, asked: Asked): Asked {
  if (asked.authorization === undefined || recorded.authorization !== asked.authorization) return recorded;
  const without = (pairs: Pairs, of: Pairs) => (pairs.length === of.length + 1 && pairs.at(-1)![1] === mask ? pairs.slice(0, -1) : pairs);
  return { ...recorded, query: without(recorded.query, asked.query), headers: without(recorded.headers, asked.headers) };
}

/** Answers whose Retry-After says when to try again. */
const retryLater: readonly number[] = [429, 503];

function resultOf(answer: HttpAnswer, nowMs: number): NodeResult {
  const output = { status: answer.status, headers: answer.headers, body: answer.body };
  if (answer.status < 400) return { kind: "done", outcome: "success", output };
  const kind = answer.status === 429 ? "429" : answer.status >= 500 ? "5xx" : "other";
  const waitMs = retryLater.includes(answer.status) ? retryAfterMs(answer.headers["retry-after"], nowMs) : undefined;
  const asked = waitMs ? ` The server asks to wait ${Math.ceil(waitMs / 1_000)} s before the next call.` : "";
  return {
    kind: "fail",
    error: {
      code: "http_status",
      message: `The server responded with HTTP ${answer.status}.${asked}`,
      class: kind,
      ...(waitMs ? { retryAfterMs: waitMs } : {}),
    },
    output,
  };
}

/** The config may be half-finished. */
function isJsonBody(config: unknown): boolean {
  const body = (config as { body?: { type?: unknown } | null }).body;
  return body?.type === "json" || body?.type === "multipart";
}

function faultOfBody(body: z.output<typeof apiBody>): string | undefined {
  try {
    compileBody(body);
    return undefined;
  } catch (error) {
    // The check of all texts reports a template that does not parse, with its position. A position from here would
    // refer to the text with its expressions quoted, which people never see.
    return error instanceof SyntaxError ? error.message.replace(/( in JSON)? at position.*$| is not valid JSON$/s, "") : undefined;
  }
}
