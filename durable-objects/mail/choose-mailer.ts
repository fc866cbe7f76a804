import { outboundPolicy } from "#flow/outbound/outbound-policy.ts";
import { bindingMailer } from "./binding-mailer.ts";
import { httpMailer } from "./http-mailer.ts";
import type { Mailer } from "./mailer.ts";

/** What sending mail takes of the platform. */
export interface MailEnv {
  /** Cloudflare's `send_email` binding. Mails go this way where it is bound. */
  readonly EMAIL?: SendEmail;
  /** The address that mails come from. Without it none is sent, and links are shown instead. */
  readonly MILLRACE_MAIL_FROM?: string;
  /** An HTTP mail API, see http-mailer.ts, and its bearer token. */
  readonly MILLRACE_MAIL_URL?: string;
  readonly MILLRACE_MAIL_TOKEN?: string;
  readonly MILLRACE_ALLOW_HOSTS?: string;
  readonly MILLRACE_PUBLIC_URL?: string;
  readonly PUBLIC_NETWORK?: Fetcher;
  readonly LISTED_NETWORK?: Fetcher;
}

/** The installation's way to send mail; undefined where none is configured. `ownUrls` are addresses of its own. */
export function chooseMailer(env: MailEnv, ...ownUrls: readonly string[]): Mailer | undefined {
  const { MILLRACE_MAIL_FROM: from, MILLRACE_MAIL_URL: url, MILLRACE_MAIL_TOKEN: token } = env;
  if (!from) return undefined;
  if (env.EMAIL) return bindingMailer(env.EMAIL, from);
  if (!url) return undefined;
  const policy = outboundPolicy(env.MILLRACE_ALLOW_HOSTS, [env.MILLRACE_PUBLIC_URL, ...ownUrls]);
  return httpMailer({ url, token, from }, policy, { publicOnly: env.PUBLIC_NETWORK, listed: env.LISTED_NETWORK });
}
