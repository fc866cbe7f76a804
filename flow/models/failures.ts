/**
 * What a failed call of a model means: whether trying again helps, and whether another model should be asked. The rules
 * of OpenAI's and Anthropic's own clients decide which statuses are tried again: 408, 409, 429 and 500 and above, unless
 * `x-should-retry` says otherwise; they wait for `retry-after-ms` or `retry-after` (RFC 9110 §10.2.3).
 */
import type { ErrorCode } from "../problems/errors.ts";
import type { NodeError } from "../problems/node-error.ts";

export interface Refused {
  readonly status: number;
  /** The message of the provider. People who see the run see it too. */
  readonly says: string;
  readonly retryAfterMs: number | undefined;
  /** `x-should-retry`, where the provider sends it. */
  readonly shouldRetry: boolean | undefined;
}

/** The error of a call that was answered with a status of 400 and above. */
export function failureOfStatus({ status, says, retryAfterMs, shouldRetry }: Refused, who: string): NodeError {
  const said = says === "" ? "" : ` It says: ${says}`;
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  const failed = (code: ErrorCode, message: string, failure: NodeError["class"]): NodeError => ({ code, message, class: failure, ...wait });
  if (status === 401 || status === 403) return failed("model_key_refused", `${who} refused the API key (HTTP ${status}).${said}`, "other");
  if (status === 404 || status === 410)
    return failed("model_not_found", `${who} does not know the model (HTTP ${status}).${said}`, "other");
  // 529 is Anthropic's for a server that is overloaded.
  if (status === 429 || status === 529 || status === 503)
    return failed(
      "model_overloaded",
      `${who} has reached its limit (HTTP ${status}).${said}`,
      shouldRetry === false ? "other" : status === 429 ? "429" : "5xx",
    );
  const isPassing = shouldRetry ?? (status >= 500 || status === 408 || status === 409);
  if (isPassing) return failed("model_failed", `${who} responded with HTTP ${status}.${said}`, status === 408 ? "timeout" : "5xx");
  return failed("model_request_refused", `${who} refused the request (HTTP ${status}).${said}`, "other");
}
