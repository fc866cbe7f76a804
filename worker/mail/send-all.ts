import type { MailState } from "#flow/contract/invitations.ts";
import type { Mail, Mailer } from "#objects/mail/mailer.ts";

export interface Fared {
  readonly state: MailState;
  readonly error: string | null;
}

/** Production allows six connections at a time. */
const atOnce = 5;

/** Sends mails, some at a time, and answers how each fared, in their order. A mail that fails keeps none of the others back. */
export async function sendAll(mailer: Mailer, mails: readonly Mail[]): Promise<readonly Fared[]> {
  const fared: Fared[] = [];
  const queue = mails.entries();
  const work = async (): Promise<void> => {
    for (const [nth, mail] of queue) fared[nth] = await send(mailer, mail);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return fared;
}

async function send(mailer: Mailer, mail: Mail): Promise<Fared> {
  try {
    await mailer.send(mail);
    return { state: "sent", error: null };
  } catch (error) {
    return { state: "failed", error: error instanceof Error ? error.message : "The e-mail could not be sent." };
  }
}
