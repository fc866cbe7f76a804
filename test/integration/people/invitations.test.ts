import { beforeAll, describe, expect, it } from "vitest";
import { cookieOf, install, origin, password, statuses, type Person } from "../management/installation.ts";
import { empty, migrate } from "../management/migrate.ts";
import { accept, invite, join, newAddress, tokenOf, withId, type Teammate } from "./team.ts";

const day = 24 * 60 * 60_000;
// Sign-up is closed, but an invitation still lets a new person in.
const installation = install({ MILLRACE_OPEN_SIGNUP: "" });
const { send, newPerson, clock, db } = installation;
let ada: Teammate;
beforeAll(async () => {
  await migrate(db);
  await empty(db);
  ada = await withId(await newPerson("Ada"));
});

const show = (token: string) => send("GET", `/api/invitations/by-token/${token}`);
const events = async (name: string) =>
  (await db.prepare("SELECT subject_name, details FROM audit_entries WHERE event = ? ORDER BY seq").bind(name).all()).results;

describe("inviting", () => {
  it("says of each address what became of it, and stores no token", async () => {
    const [ben, cleo] = [newAddress(), newAddress()];
    await invite(ada, cleo);
    const { status, body } = await ada.post("/api/invitations", {
      emails: [` ${ben.toUpperCase()} `, cleo, ada.email, ben],
      role: "Viewer",
    });
    expect(status).toBe(200);
    expect(body.results.map((one: { email: string; status: string }) => [one.email, one.status])).toEqual([
      [ben, "invited"],
      [cleo, "alreadyInvited"],
      [ada.email, "alreadyMember"],
    ]);
    const [result, known] = body.results;
    expect(result.link).toMatch(/^https:\/\/millrace\.test\/invitations\/[A-Za-z0-9_-]{43}$/);
    expect(result.invitation).toMatchObject({ email: ben, role: "Viewer", state: "open", mail: { state: "none", error: null } });
    expect(Date.parse(result.invitation.expiresAt) - Date.parse(result.invitation.createdAt)).toBe(15 * day);
    // The role of an open invitation is not changed by another one.
    expect(known).toMatchObject({ link: null, invitation: { role: "Member" } });
    const { results } = await db.prepare("SELECT * FROM invitations").all();
    expect(JSON.stringify(results)).not.toContain(tokenOf(result.link));
    expect(JSON.stringify((await db.prepare("SELECT * FROM audit_entries").all()).results)).not.toContain(tokenOf(result.link));
    expect(await events("invitation.created")).toContainEqual({ subject_name: ben, details: JSON.stringify({ role: "Viewer" }) });
  });

  it("gives one of several invitations of an address at the same moment a link", async () => {
    const email = newAddress();
    const answers = await Promise.all(Array.from({ length: 5 }, () => ada.post("/api/invitations", { emails: [email], role: "Member" })));
    expect(statuses(answers)).toEqual([200, 200, 200, 200, 200]);
    expect(answers.filter(({ body }) => body.results[0].link !== null)).toHaveLength(1);
    expect(await db.prepare("SELECT count(*) AS n FROM invitations WHERE email = ?").bind(email).first("n")).toBe(1);
  });

  it("invites an address with an international domain once, in any spelling", async () => {
    const name = crypto.randomUUID();
    const emails = [`${name}@münchen.test`, `${name}@XN--MNCHEN-3YA.test`];
    const { body } = await ada.post("/api/invitations", { emails, role: "Viewer" });
    expect(body.results).toMatchObject([{ email: `${name}@xn--mnchen-3ya.test`, status: "invited" }]);
  });

  it("refuses what is no address, too many of them, and none", async () => {
    for (const emails of [["not an address"], [], Array.from({ length: 51 }, newAddress)])
      expect((await ada.post("/api/invitations", { emails, role: "Member" })).status).toBe(400);
    expect((await ada.post("/api/invitations", { emails: [newAddress()], role: "Manager" })).status).toBe(400);
  });

  it("is for Owners and Admins, and nobody invites to a role above their own", async () => {
    const admin = await join(installation, ada, "Admin");
    const member = await join(installation, ada, "Member");
    expect((await member.post("/api/invitations", { emails: [newAddress()], role: "Viewer" })).status).toBe(403);
    expect((await admin.post("/api/invitations", { emails: [newAddress()], role: "Admin" })).status).toBe(200);
    expect((await admin.post("/api/invitations", { emails: [newAddress()], role: "Owner" })).status).toBe(403);
    // Without mail the answer shows the link, which would make the caller an Owner.
    const { invitation } = await invite(ada, newAddress(), "Owner");
    expect((await admin.post(`/api/invitations/${invitation.id}/resend`)).status).toBe(403);
    expect((await admin.delete(`/api/invitations/${invitation.id}`)).status).toBe(403);
  });
});

describe("a link", () => {
  it("shows what it invites to, and lets somebody new in once", async () => {
    const email = newAddress();
    const token = tokenOf((await invite(ada, email, "Admin")).link);
    const { activeAccount } = (await ada.get("/api/me")).body;
    expect((await show(token)).body).toMatchObject({
      account: { name: activeAccount.name },
      email,
      role: "Admin",
      invitedBy: "Ada",
      hasUser: false,
    });
    expect((await accept(installation, token, {})).body.errors.map(({ path }: { path: string }) => path)).toEqual(["/name", "/password"]);
    expect((await accept(installation, token, { name: "Ben", password: "short" })).status).toBe(400);
    const answer = await accept(installation, token, { name: "Ben", password });
    expect(answer.body).toMatchObject({ user: { name: "Ben", email }, account: { ...activeAccount, role: "Admin" } });
    const me = (await installation.person(email, cookieOf(answer)).get("/api/me")).body;
    expect(me).toMatchObject({ role: "Admin", activeAccount });
    expect(me.accounts).toHaveLength(1);
    const again = await accept(installation, token, { name: "Ben", password });
    expect([again.status, again.body.code]).toEqual([410, "invitation_used"]);
    expect((await show(token)).body.code).toBe("invitation_used");
    expect(await events("member.joined")).toContainEqual({ subject_name: email, details: JSON.stringify({ role: "Admin" }) });
  });

  it("is used once, however many people use it at the same moment", async () => {
    const email = newAddress();
    const token = tokenOf((await invite(ada, email)).link);
    const answers = await Promise.all(Array.from({ length: 3 }, () => accept(installation, token, { name: "Ben", password })));
    expect(statuses(answers)[0]).toBe(200);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await db.prepare("SELECT count(*) AS n FROM users WHERE email = ?").bind(email).first("n")).toBe(1);
  });

  it("works for 15 days, and again after it was sent again", async () => {
    const { link, invitation } = await invite(ada, newAddress());
    const begun = Date.now();
    clock.ms = begun + 15 * day - 60_000;
    expect((await show(tokenOf(link))).status).toBe(200);
    clock.ms = begun + 15 * day + 1_000;
    expect([
      (await show(tokenOf(link))).body.code,
      (await accept(installation, tokenOf(link), { name: "Ben", password })).body.code,
    ]).toEqual(["invitation_expired", "invitation_expired"]);
    const listed = (await ada.get("/api/invitations")).body.items;
    expect(listed.find(({ id }: { id: string }) => id === invitation.id).state).toBe("expired");
    const resent = await ada.post(`/api/invitations/${invitation.id}/resend`);
    expect(resent.body.invitation).toMatchObject({ id: invitation.id, state: "open" });
    expect((await show(tokenOf(link))).status).toBe(404);
    expect((await accept(installation, tokenOf(resent.body.link), { name: "Ben", password })).status).toBe(200);
    clock.ms = undefined;
  });

  it("makes room for another invitation once it has expired", async () => {
    const email = newAddress();
    const first = await invite(ada, email);
    await db.prepare("UPDATE invitations SET expires_at = 1 WHERE id = ?").bind(first.invitation.id).run();
    const second = await invite(ada, email, "Viewer");
    expect(second.status).toBe("invited");
    expect((await show(tokenOf(first.link))).body.code).toBe("invitation_withdrawn");
    expect((await show(tokenOf(second.link))).body.role).toBe("Viewer");
  });

  it("stops working when it is withdrawn", async () => {
    const { link, invitation } = await invite(ada, newAddress());
    expect((await ada.delete(`/api/invitations/${invitation.id}`)).status).toBe(204);
    const answer = await accept(installation, tokenOf(link), { name: "Ben", password });
    expect([answer.status, answer.body.code]).toEqual([410, "invitation_withdrawn"]);
    expect((await ada.delete(`/api/invitations/${invitation.id}`)).status).toBe(409);
    expect((await ada.post(`/api/invitations/${invitation.id}/resend`)).status).toBe(409);
    const open = (await ada.get("/api/invitations")).body.items.map(({ id }: { id: string }) => id);
    const all = (await ada.get("/api/invitations?state=all")).body.items.map(({ id }: { id: string }) => id);
    expect([open.includes(invitation.id), all.includes(invitation.id)]).toEqual([false, true]);
  });

  it("that was never given out is not found", async () => {
    for (const token of ["x", "A".repeat(43), "..%2f..", "a b"]) expect((await show(encodeURIComponent(token))).status).toBe(404);
  });
});

describe("somebody who has an account already", () => {
  const open = install();
  let ben: Person;
  beforeAll(async () => {
    ben = await open.newPerson("Ben");
  });

  it("accepts as who they are signed in as, and works there from then on", async () => {
    const token = tokenOf((await invite(ada, ben.email, "Viewer")).link);
    expect((await show(token)).body.hasUser).toBe(true);
    const anonymous = await accept(installation, token);
    expect([anonymous.status, anonymous.body.detail]).toEqual([401, expect.stringContaining(ben.email)]);
    const other = await accept(installation, token, {}, { cookie: ada.cookie, origin });
    expect([other.status, other.body.detail]).toEqual([403, expect.stringContaining(ben.email)]);
    const pat = (await ben.post("/api/tokens", { name: "t" })).body.token;
    expect((await accept(installation, token, {}, { authorization: `Bearer ${pat}` })).status).toBe(403);
    // Not from another site's page, though the browser sends the cookie.
    expect((await accept(installation, token, {}, { cookie: ben.cookie, origin: "https://elsewhere.test" })).status).toBe(403);
    expect((await accept(installation, token, {}, { cookie: ben.cookie, origin })).status).toBe(200);
    const me = (await ben.get("/api/me")).body;
    expect(me).toMatchObject({ role: "Viewer", activeAccount: { name: expect.stringContaining("Ada") } });
    expect(me.accounts).toHaveLength(2);
    const own = me.accounts.find(({ role }: { role: string }) => role === "Owner");
    expect((await ben.post("/api/account/switch", { accountId: own.id })).body.role).toBe("Owner");
  });

  it("accepts with the password, whose failures count as at signing in", async () => {
    const cleo = await open.newPerson("Cleo");
    const token = tokenOf((await invite(ada, cleo.email)).link);
    const taken = await accept(installation, token, { name: "Another Cleo", password });
    expect(taken.status).toBe(409);
    for (let i = 0; i < 3; i++) expect((await accept(installation, token, { password: "wrong password" })).status).toBe(401);
    const answer = await accept(installation, token, { password });
    expect(answer.status).toBe(200);
    const me = (await installation.person(cleo.email, cookieOf(answer)).get("/api/me")).body;
    expect(me).toMatchObject({ role: "Member", activeAccount: { name: expect.stringContaining("Ada") } });
  });

  it("meets the lock after five wrong passwords", async () => {
    const dan = await open.newPerson("Dan");
    const token = tokenOf((await invite(ada, dan.email)).link);
    for (let i = 0; i < 5; i++) await accept(installation, token, { password: "wrong password" });
    expect((await accept(installation, token, { password })).status).toBe(429);
  });
});
