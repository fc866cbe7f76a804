/** People and things for the scenarios, and a list of every secret that came about. */
import type { install, Answer, Person } from "../management/installation.ts";

export async function makeWorld(installation: ReturnType<typeof install>) {
  const { newPerson, db } = installation;
  const secrets = new Set<string>();
  const ada = await newPerson("Ada");
  const accountId: string = (await ada.get("/api/me")).body.activeAccount.id;

  /** A text that must appear in no entry. */
  function secret(what: string): string {
    const text = `canary_${what}_${crypto.randomUUID().replaceAll("-", "")}`;
    secrets.add(text);
    return text;
  }

  /** A person who works in Ada's account. */
  async function member(role = "Member"): Promise<Person & { readonly id: string }> {
    const person = await newPerson(`The ${role}`);
    const id: string = (await person.get("/api/me")).body.user.id;
    await db.prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?, ?, ?, 0)").bind(accountId, id, role).run();
    await person.post("/api/account/switch", { accountId });
    return { ...person, id };
  }

  return { installation, ada, accountId, secrets, secret, member };
}
export type World = Awaited<ReturnType<typeof makeWorld>>;

/** The body of an answer that must have succeeded. */
export async function done(answer: Promise<Answer>): Promise<Answer["body"]> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}
