/** How mails are put together. Names come from people, so that they are cut to a line and escaped in HTML. */
import type { Mail } from "./mailer.ts";

/** A paragraph, or a link with its label. */
export type Paragraph = string | { readonly link: string; readonly label: string };

/** A mail as plain text and as simple HTML. */
export function writeMail(to: string, subject: string, paragraphs: readonly Paragraph[]): Mail {
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

/** A name that came from people, cut to a line. */
export function line(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ").slice(0, 100);
}
