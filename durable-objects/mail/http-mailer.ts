/**
 * Mails by an HTTP API: `POST {from, to: [address], subject, text, html}` as JSON, with `Authorization: Bearer` where a
 * token is set. Several services take exactly this; for another one a few lines of a relay do.
 */
import type { OutboundPolicy } from "#flow/outbound/judge-address.ts";
import { OutboundError } from "#flow/outbound/outbound-error.ts";
import { limits } from "#flow/limits.ts";
import { outbound, type Networks } from "../outbound/outbound.ts";
import type { Mail, Mailer } from "./mailer.ts";

export interface MailApi {
  readonly url: string;
  readonly token: string | undefined;
  readonly from: string;
}

export function httpMailer({ url, token, from }: MailApi, policy: OutboundPolicy, networks: Networks): Mailer {
  return {
    async send({ to, subject, text, html }: Mail): Promise<void> {
      const status = await post(JSON.stringify({ from, to: [to], subject, text, html }));
      // The service's own message may repeat what it was sent, so only the status is shown.
      if (status < 200 || status > 299) throw new Error(`The mail service responded with HTTP ${status}.`);
    },
  };

  async function post(body: string): Promise<number> {
    try {
      const { status } = await outbound(
        {
          url,
          method: "POST",
          headers: [["content-type", "application/json"], ...(token ? [["authorization", `Bearer ${token}`] as const] : [])],
          body,
          redirects: "refuse",
          timeoutMs: limits.mailTimeoutMs,
          maxBytes: limits.callbackAnswerBytes,
          overflow: "cut",
        },
        policy,
        networks,
      );
      return status;
    } catch (error) {
      if (error instanceof OutboundError) throw new Error("The mail service could not be reached.", { cause: error });
      throw error;
    }
  }
}
