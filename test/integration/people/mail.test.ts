import { beforeAll, describe, expect, inject, it } from "vitest";
import { install, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { accept, join, newAddress, share } from "./team.ts";

const { here, nobody } = inject("outboundServers");
const journal = crypto.randomUUID();
const withMail = (url: string) =>
  install({
    MILLRACE_ALLOW_HOSTS: "127.0.0.1",
    MILLRACE_MAIL_FROM: "millrace@example.com",
    MILLRACE_MAIL_URL: url,
    MILLRACE_MAIL_TOKEN: "mail-token",
  });
const mailing = withMail(`${here}/echo?id=${journal}`);
const failing = withMail(`${here}/answer?status=500&id=${crypto.randomUUID()}`);
const unreachable = withMail(`${nobody}/`);
const { db } = mailing;
let ada: Person;
const as = (installation: ReturnType<typeof install>) => installation.person(ada.email, ada.cookie);
beforeAll(async () => {
  await migrate(db);
  ada = await mailing.newPerson('<b>Ada</b> & "Co"');
});

interface Sent {
  readonly from: string;
  readonly to: string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
/** What the mail service received. */
async function sent(): Promise<{ authorization: string | undefined; mail: Sent }[]> {
  const answer = await fetch(`${here}/journal?id=${journal}`);
  const { received } = await answer.json<{ received: { headers: Record<string, string>; bodyBase64: string }[] }>();
  return received.map(({ headers, bodyBase64 }) => ({
    authorization: headers["authorization"],
    mail: JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(bodyBase64), (char) => char.charCodeAt(0)))) as Sent,
  }));
}
const to = async (email: string) => (await sent()).filter(({ mail }) => mail.to.includes(email));

describe("with a mail service", () => {
  it("sends each invitation by mail, and shows no link to anybody else", async () => {
    const emails = Array.from({ length: 8 }, newAddress);
    const { body } = await ada.post("/api/invitations", { emails, role: "Member" });
    expect(body.results.map(({ link }: { link: unknown }) => link)).toEqual(emails.map(() => null));
    expect(body.results.map(({ invitation }: { invitation: { mail: unknown } }) => invitation.mail)).toEqual(
      emails.map(() => ({ state: "sent", error: null })),
    );
    const [{ authorization, mail } = { authorization: "", mail: undefined }] = await to(emails[3]!);
    expect(authorization).toBe("Bearer mail-token");
    expect(mail).toMatchObject({ from: "millrace@example.com", to: [emails[3]] });
    const token = /invitations\/([A-Za-z0-9_-]{43})\n/.exec(mail!.text)![1]!;
    expect((await accept(mailing, token, { name: "Ben", password: "correct horse battery" })).status).toBe(200);
    expect(mail!.subject).toContain('<b>Ada</b> & "Co"');
    expect(mail!.html).not.toContain("<b>");
    expect(mail!.html).toContain("&#60;b&#62;Ada&#60;/b&#62; &#38; &#34;Co&#34;");
  });

  it("sends another link when an invitation is sent again", async () => {
    const email = newAddress();
    const { body } = await ada.post("/api/invitations", { emails: [email], role: "Member" });
    const again = await ada.post(`/api/invitations/${body.results[0].invitation.id}/resend`);
    expect(again.body).toMatchObject({ link: null, invitation: { mail: { state: "sent" } } });
    const texts = (await to(email)).map(({ mail }) => mail.text);
    expect(texts).toHaveLength(2);
    expect(texts[0]).not.toBe(texts[1]);
  });

  it("tells people of a workflow that was shared with them", async () => {
    const plain = install();
    const ben = await join(plain, plain.person(ada.email, ada.cookie), "Member", "Ben");
    const id = await ada.newWorkflow("Orders <1>");
    expect(await share(ada, id, ben, "Editor")).toBe("added");
    const [{ mail } = { mail: undefined }] = await to(ben.email);
    expect(mail!.text).toContain("“Orders <1>” with you as Editor");
    expect(mail!.text).toContain(`https://millrace.test/workflows/${id}`);
    expect(mail!.html).toContain("Orders &#60;1&#62;");
  });
});

describe("a mail that fails", () => {
  it("is seen in the invitation, which stays and can be sent again", async () => {
    const email = newAddress();
    const { body } = await as(failing).post("/api/invitations", { emails: [email], role: "Member" });
    const { id, mail } = body.results[0].invitation;
    expect(mail).toEqual({ state: "failed", error: "The mail service responded with HTTP 500." });
    const listed = (await ada.get("/api/invitations")).body.items.find((one: { id: string }) => one.id === id);
    expect(listed.mail).toEqual(mail);
    expect((await as(unreachable).post(`/api/invitations/${id}/resend`)).body.invitation.mail).toEqual({
      state: "failed",
      error: "The mail service could not be reached.",
    });
    expect((await ada.post(`/api/invitations/${id}/resend`)).body.invitation.mail).toEqual({ state: "sent", error: null });
    expect(await to(email)).toHaveLength(1);
  });

  it("tells nothing of the token or of what the service said", async () => {
    const { results } = await db.prepare("SELECT * FROM invitations WHERE mail_state = 'failed'").all();
    expect(JSON.stringify(results)).not.toContain("mail-token");
  });
});

describe("Cloudflare's e-mail binding", () => {
  it("is used where it is bound, and its failure is told without its words", async () => {
    const taken: unknown[] = [];
    let works = true;
    const EMAIL = {
      send: async (mail: unknown) => {
        if (!works) throw new Error("secret words");
        taken.push(mail);
        return { messageId: "1" };
      },
    } as unknown as SendEmail;
    const bound = install({ EMAIL, MILLRACE_MAIL_FROM: "millrace@example.com" });
    const email = newAddress();
    const { body } = await as(bound).post("/api/invitations", { emails: [email], role: "Viewer" });
    expect(body.results[0]).toMatchObject({ link: null, invitation: { mail: { state: "sent" } } });
    expect(taken).toEqual([
      expect.objectContaining({ from: "millrace@example.com", to: email, text: expect.any(String), html: expect.any(String) }),
    ]);
    works = false;
    const again = await as(bound).post(`/api/invitations/${body.results[0].invitation.id}/resend`);
    expect(again.body.invitation.mail.state).toBe("failed");
    expect(JSON.stringify(again.body)).not.toContain("secret words");
  });
});
