import { outboundPolicy } from "#flow/outbound/outbound-policy.ts";
import type { ManagementEnv } from "../management-context.ts";
import { bindingMailer } from "./binding-mailer.ts";
import { httpMailer } from "./http-mailer.ts";
import type { Mailer } from "./mailer.ts";

/** The installation's way to send mail; undefined where none is configured, and links are shown instead. */
export function chooseMailer(env: ManagementEnv, request: Request): Mailer | undefined {
  const { MILLRACE_MAIL_FROM: from, MILLRACE_MAIL_URL: url, MILLRACE_MAIL_TOKEN: token } = env;
  if (!from) return undefined;
  if (env.EMAIL) return bindingMailer(env.EMAIL, from);
  if (!url) return undefined;
  const policy = outboundPolicy(env.MILLRACE_ALLOW_HOSTS, [env.MILLRACE_PUBLIC_URL, request.url]);
  return httpMailer({ url, token, from }, policy, { publicOnly: env.PUBLIC_NETWORK });
}
