/** What a failed exchange with an authorization server means, in words that hold nothing of what was sent. */
import { OutboundError } from "#flow/outbound/outbound-error.ts";
import { errors } from "#flow/problems/errors.ts";
import { TokenAnswerFault } from "./oauth-fetch.ts";
import type { TokenFailure } from "../protocols/profiles.ts";

/** `refused`: the server has decided, and will decide the same again. */
export type Explained = TokenFailure & { readonly refused: boolean };

const meanings: Readonly<Record<string, string>> = {
  invalid_client: "it does not accept the client ID and secret",
  invalid_grant: "the connection has expired or was revoked",
  unauthorized_client: "the client cannot use this grant type",
  invalid_scope: "one of the scopes is unknown or not granted",
  invalid_target: "the resource is unknown",
  access_denied: "the request was declined",
  unsupported_grant_type: "it does not support this grant type",
};

export function explainFailure(error: unknown): Explained {
  if (error instanceof OutboundError) {
    const { code, message, suggestion, class: failureClass } = error;
    return {
      ok: false,
      code,
      message: `The authorization server could not be reached. ${message}`,
      suggestion,
      class: failureClass,
      refused: false,
    };
  }
  if (error instanceof TokenAnswerFault) return failed(`The authorization server ${error.message}.`, "other", false);
  const status = statusOf(error);
  if (status !== undefined && (status >= 500 || status === 429)) {
    const failureClass = status === 429 ? "429" : "5xx";
    return failed(`The authorization server responded with HTTP ${status}.`, failureClass, false);
  }
  const code = (error as { error?: unknown }).error;
  // A word of the protocol; what else the server says may repeat what was sent to it.
  if (typeof code === "string" && /^[A-Za-z0-9_]{1,40}$/.test(code)) {
    const meaning = meanings[code];
    return failed(`The authorization server refused: ${meaning === undefined ? code : `${meaning} (${code})`}.`, "other", true);
  }
  if (status === 401) return failed(`The authorization server refused: ${meanings["invalid_client"]} (401).`, "other", true);
  const answered = status === undefined || status < 400 ? "did not send a valid OAuth 2.0 response" : `responded with HTTP ${status}`;
  return failed(`The authorization server ${answered}.`, "other", status !== undefined && status >= 400);
}

export function failed(message: string, failureClass: TokenFailure["class"], refused: boolean): Explained {
  return {
    ok: false,
    code: "authorization_failed",
    message,
    suggestion: errors.authorization_failed.suggestion,
    class: failureClass,
    refused,
  };
}

/** The library puts the status, or the response, into the error or its cause. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const { status, cause } = error as { status?: unknown; cause?: unknown };
  if (typeof status === "number") return status;
  const inner = typeof cause === "object" && cause !== null ? (cause as { status?: unknown; response?: { status?: unknown } }) : {};
  if (typeof inner.status === "number") return inner.status;
  return typeof inner.response?.status === "number" ? inner.response.status : undefined;
}
