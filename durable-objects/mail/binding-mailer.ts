import type { Mailer } from "./mailer.ts";

/** Mails by Cloudflare's `send_email` binding. `from` must belong to a domain that the account may send from. */
export function bindingMailer(binding: SendEmail, from: string): Mailer {
  return {
    async send({ to, subject, text, html }) {
      try {
        await binding.send({ from, to, subject, text, html });
      } catch (error) {
        throw new Error("Cloudflare did not accept the e-mail. Check that the sender's domain is set up for sending.", { cause: error });
      }
    },
  };
}
