import { Webhook } from "standardwebhooks";
import type { OutboundPolicy } from "#flow/outbound/judge-address.ts";
import { OutboundError } from "#flow/outbound/outbound-error.ts";
import { limits } from "#flow/limits.ts";
import { Mask } from "#flow/variables/mask.ts";
import { outbound, type Networks } from "../outbound/outbound.ts";

export interface Callback {
  readonly url: string;
  /** Sent as the bearer token; nothing is sent where the builder has set none. */
  readonly accessToken: string | null;
  /** `whsec_…` */
  readonly signingSecret: string;
  /** The same for every attempt, so that the receiver can tell a repetition. */
  readonly webhookId: string;
  /** The time of this attempt: receivers refuse signatures older than minutes. */
  readonly timestampMs: number;
  readonly body: string;
}

/** One attempt as the run shows it. `status` is 0 and `error` says why where there was no answer; `answer` is its first 1 KiB. */
export interface DeliveryAttempt {
  readonly ok: boolean;
  readonly status: number;
  readonly durationMs: number;
  readonly answer: string;
  readonly error?: string;
}

/** POSTs a result to a callback address, signed by Standard Webhooks. Delivered (`ok`) is 2xx; never throws. */
export async function deliver(
  callback: Callback,
  policy: OutboundPolicy,
  signal?: AbortSignal,
  networks: Networks = {},
): Promise<DeliveryAttempt> {
  const startedAt = Date.now();
  try {
    const response = await outbound(
      {
        url: callback.url,
        method: "POST",
        headers: headersOf(callback),
        body: callback.body,
        redirects: "refuse",
        timeoutMs: limits.callbackTimeoutMs,
        // More than is shown, so that a secret at the end of it is not cut in two before it is masked.
        maxBytes: limits.callbackAnswerBytes + limits.maxSecretFormBytes,
        overflow: "cut",
        ...(signal && { signal }),
      },
      policy,
      networks,
    );
    const ok = response.status >= 200 && response.status < 300;
    return { ok, status: response.status, durationMs: Date.now() - startedAt, answer: shownAnswer(response.body, callback) };
  } catch (error) {
    // Any other error is an invalid setting, such as a secret that is not base64.
    const message = error instanceof OutboundError ? error.message : "The push could not be signed. Create a new signing secret.";
    return { ok: false, status: 0, durationMs: Date.now() - startedAt, answer: "", error: message };
  }
}

/** The beginning of an answer; receivers may repeat what they were sent. */
function shownAnswer(body: Uint8Array, { accessToken, signingSecret }: Callback): string {
  const secrets = new Mask([signingSecret, ...(accessToken ? [accessToken] : [])]);
  const shown = new Uint8Array(limits.callbackAnswerBytes);
  const { written } = new TextEncoder().encodeInto(secrets.text(new TextDecoder().decode(body)), shown);
  return new TextDecoder().decode(shown.subarray(0, written));
}

function headersOf({ accessToken, signingSecret, webhookId, timestampMs, body }: Callback): [string, string][] {
  const signature = new Webhook(signingSecret).sign(webhookId, new Date(timestampMs), body);
  return [
    ["content-type", "application/json"],
    ...(accessToken ? [["authorization", `Bearer ${accessToken}`] as [string, string]] : []),
    ["webhook-id", webhookId],
    ["webhook-timestamp", String(Math.floor(timestampMs / 1000))],
    ["webhook-signature", signature],
  ];
}
