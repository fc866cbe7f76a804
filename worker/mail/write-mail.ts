/** The mails that Millrace writes. Names come from people, so that they are cut to a line and escaped in HTML. */
import type { Mail } from "./mailer.ts";

interface InvitationMail {
  readonly to: string;
  readonly account: string;
  readonly role: string;
  readonly invitedBy: string;
  readonly link: string;
  readonly days: number;
}

export function invitationMail({ to, account, role, invitedBy, link, days }: InvitationMail): Mail {
  return write(to, `${line(invitedBy)} invites you to ${line(account)} on Millrace`, [
    `${line(invitedBy)} invites you to join “${line(account)}” as ${role}.`,
    { link, label: "Accept the invitation" },
    `The link works once, for this address, for ${days} days. If you did not expect it, you need not do anything.`,
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
  return write(to, `${line(sharedBy)} shared “${line(workflow)}” with you`, [
    `${line(sharedBy)} shared the workflow “${line(workflow)}” with you as ${line(role)}.`,
    { link, label: "Open the workflow" },
  ]);
}

type Paragraph = string | { readonly link: string; readonly label: string };

function write(to: string, subject: string, paragraphs: readonly Paragraph[]): Mail {
  const text = paragraphs.map((part) => (typeof part === "string" ? part : `${part.label}: ${part.link}`));
  const html = paragraphs.map((part) => `<p>${typeof part === "string" ? escape(part) : anchor(part)}</p>`);
  return { to, subject, text: `${text.join("\n\n")}\n`, html: `<!doctype html><meta charset="utf-8"><body>${html.join("")}</body>` };
}

function anchor({ link, label }: Exclude<Paragraph, string>): string {
  return `<a href="${escape(link)}">${escape(label)}</a><br>${escape(link)}`;
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function line(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ").slice(0, 100);
}
