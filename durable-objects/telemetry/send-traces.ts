import type { OutboundPolicy } from "#flow/outbound/judge-address.ts";
import { OutboundError } from "#flow/outbound/outbound-error.ts";
import { limits } from "#flow/limits.ts";
import { tracesUrl } from "#flow/telemetry/endpoint.ts";
import { judgeAnswer, type Verdict } from "#flow/telemetry/judge-answer.ts";
import { exportRequest, type OtlpSpan } from "#flow/telemetry/otlp.ts";
import type { Headers } from "#store/telemetry/telemetry-secrets.ts";
import { outbound, type Networks } from "../outbound/outbound.ts";

export interface Receiver {
  readonly endpoint: string;
  readonly headers: Headers;
}

/** POSTs spans to an OTLP receiver. Never throws; what it says of a failure holds no secret. */
export async function sendTraces(
  { endpoint, headers }: Receiver,
  spans: readonly OtlpSpan[],
  policy: OutboundPolicy,
  networks: Networks,
): Promise<Verdict> {
  try {
    const answer = await outbound(
      {
        url: tracesUrl(endpoint),
        method: "POST",
        headers: [...headers, ["content-type", "application/json"]],
        body: exportRequest(spans),
        redirects: "refuse",
        timeoutMs: limits.telemetryTimeoutMs,
        maxBytes: 64 * 1024,
        overflow: "cut",
      },
      policy,
      networks,
    );
    return judgeAnswer(answer.status, answer.headers, new TextDecoder().decode(answer.body));
  } catch (error) {
    if (error instanceof OutboundError) return { kind: "later", message: error.message, afterMs: null };
    console.error("traces could not be sent", error);
    return { kind: "later", message: "The traces could not be sent.", afterMs: null };
  }
}
