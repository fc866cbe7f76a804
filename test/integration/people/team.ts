/** An account with people in it, who came as people come: by invitations. */
import { cookieOf, password, type Answer, type install, type Person } from "../management/installation.ts";

export interface Teammate extends Person {
  readonly id: string;
  readonly name: string;
}

export const newAddress = () => `${crypto.randomUUID()}@example.com`;

export async function withId(person: Person): Promise<Teammate> {
  const { id, name } = (await person.get("/api/me")).body.user;
  return { ...person, id, name };
}

/** The token at the end of the link that an invitation answered. */
export function tokenOf(link: string): string {
  return link.slice(link.lastIndexOf("/") + 1);
}

/** Invites one address and answers its result. */
export async function invite(by: Person, email: string, role = "Member") {
  const answer = await by.post("/api/invitations", { emails: [email], role });
  if (answer.status !== 200) throw new Error(`the invitation answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body.results[0];
}

export function accept(
  { send }: Pick<ReturnType<typeof install>, "send">,
  token: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return send("POST", `/api/invitations/by-token/${token}/accept`, { body, headers });
}

/** A new person in the account of `by`. */
export async function join(installation: ReturnType<typeof install>, by: Person, role = "Member", name = role): Promise<Teammate> {
  const email = newAddress();
  const { link } = await invite(by, email, role);
  const answer = await accept(installation, tokenOf(link), { name, password });
  if (answer.status !== 200) throw new Error(`accepting answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return withId(installation.person(email, cookieOf(answer)));
}

/** Shares a workflow with a person in the account. */
export async function share(by: Person, workflowId: string, person: Person, role: string): Promise<string> {
  const { status, body } = await by.post(`/api/workflows/${workflowId}/invitations`, { emails: [person.email], role });
  if (status !== 200) throw new Error(`sharing answered ${status}: ${JSON.stringify(body)}`);
  return body.results[0].status;
}
