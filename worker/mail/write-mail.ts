/** The mails that Millrace writes. Names come from people, so that they are cut to a line and escaped in HTML. */
import { line, writeMail } from "#objects/mail/compose-mail.ts";
import type { Mail } from "#objects/mail/mailer.ts";

interface InvitationMail {
  readonly to: string;
  readonly account: string;
  readonly role: string;
  readonly invitedBy: string;
  readonly link: string;
  readonly days: number;
}

export function invitationMail({ to, account, role, invitedBy, link, days }: InvitationMail): Mail {
  return writeMail(to, `${line(invitedBy)} invited you to ${line(account)} on Millrace`, [
    `${line(invitedBy)} invited you to join “${line(account)}” as ${role}.`,
    { link, label: "Accept the invitation" },
    `The link works once and expires in ${days} days. If you did not expect this invitation, ignore this e-mail.`,
  ]);
}

interface ShareMail {
  readonly to: string;
  readonly workflow: string;
  readonly role: string;
  readonly sharedBy: string;
  readonly link: string;
}

export function shareMail({ to, workflow, role, sharedBy, link }: ShareMail): Mail {
  return writeMail(to, `${line(sharedBy)} shared “${line(workflow)}” with you`, [
    `${line(sharedBy)} shared the workflow “${line(workflow)}” with you as ${line(role)}.`,
    { link, label: "Open the workflow" },
  ]);
}
