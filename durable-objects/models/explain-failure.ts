/** What a thrown call of a model is to a run. The key is masked: some providers repeat a part of it. */
import { errors } from "#flow/problems/errors.ts";
import type { NodeError } from "#flow/problems/node-error.ts";
import { failureOfStatus } from "#flow/models/failures.ts";
import { retryAfterMs } from "#flow/nodes/retry-after.ts";
import { Mask } from "#flow/variables/mask.ts";
import type { OpenedConnection } from "./opened-connection.ts";

/** Longer texts are pages of a proxy. */
const maxSaidChars = 500;

interface Thrown {
  readonly statusCode?: unknown;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  readonly responseBody?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly cause?: unknown;
}

/** The error, and the HTTP status where there was an answer. Recognises errors by their fields: they come from several packages. */
export function explainFailure(
  thrown: unknown,
  { name, apiKey }: OpenedConnection,
): { readonly error: NodeError; readonly status: number | null } {
  const mask = new Mask(apiKey === "" ? [] : [apiKey]);
  const who = `The model connection “${name}”`;
  const fields = (typeof thrown === "object" && thrown !== null ? thrown : {}) as Thrown;
  if (typeof fields.statusCode === "number" && fields.statusCode >= 400) {
    const headers = fields.responseHeaders ?? {};
    const waitMs = /^\d+(\.\d+)?$/.test(headers["retry-after-ms"] ?? "")
      ? Number(headers["retry-after-ms"])
      : retryAfterMs(headers["retry-after"], Date.now());
    const should = headers["x-should-retry"];
    const refused = {
      status: fields.statusCode,
      says: mask.text(saidIn(fields)).slice(0, maxSaidChars),
      retryAfterMs: waitMs,
      shouldRetry: should === undefined ? undefined : should === "true",
    };
    return { error: failureOfStatus(refused, who), status: fields.statusCode };
  }
  const inner = [thrown, fields.cause].find((each) => typeof each === "object" && each !== null && "class" in each) as
    | NodeError
    | undefined;
  if (inner?.code === "http_timeout")
    return { error: { code: "model_timeout", message: `${who} did not answer in time.`, class: "timeout" }, status: null };
  if (inner && inner.code !== "http_failed" && Object.hasOwn(errors, inner.code)) {
    const { code, message, suggestion } = inner;
    return { error: { code, message, ...(suggestion ? { suggestion } : {}), class: inner.class }, status: null };
  }
  const said = mask.text(inner?.message ?? (typeof fields.message === "string" ? fields.message : "")).slice(0, maxSaidChars);
  return { error: { code: "model_failed", message: `${who} broke off.${said === "" ? "" : ` ${said}`}`, class: "network" }, status: null };
}

/** The provider's own sentence: all of them have it at `error.message`, or send a text. */
function saidIn({ responseBody, message }: Thrown): string {
  if (typeof responseBody !== "string" || responseBody === "") return typeof message === "string" ? message : "";
  try {
    const { error, message: plain } = JSON.parse(responseBody) as { error?: unknown; message?: unknown };
    const said = typeof error === "object" && error !== null ? (error as { message?: unknown }).message : (error ?? plain);
    return typeof said === "string" ? said : responseBody;
  } catch {
    return responseBody;
  }
}
