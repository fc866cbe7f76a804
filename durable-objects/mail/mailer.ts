/** A mail to one person, as plain text and as simple HTML. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Hands mails to a service. Rejects with an Error whose message may be shown to who asked for the mail: it holds no secret. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}
