import { beforeAll, describe, expect, it } from "vitest";
import { accountRoles } from "#flow/rights/roles.ts";
import type { Answer, Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { received } from "../support/servers.ts";
import { callingFlow, deploy, here, installation, newProfile, newRealm } from "./world.ts";

const { db, newPerson } = installation;
let ada: Person;
let accountId: string;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
  accountId = (await ada.get("/api/me")).body.activeAccount.id;
});

const secret = "c4nary-secret";
const oauth = { tokenUrl: "https://auth.example.com/token", clientId: "client", clientSecret: secret };
const kinds = [
  { kind: "none" },
  { kind: "basic", username: "ada", password: secret },
  { kind: "bearer", token: secret },
  { kind: "api-key", in: "query", name: "key", key: secret },
  { kind: "client-credentials", ...oauth, scopes: ["a"] },
  { kind: "authorization-code", ...oauth, authorizationUrl: "https://auth.example.com/authorize?access_type=offline" },
];

/** A person in Ada's account, with a role. */
async function colleague(role: string): Promise<Person> {
  const person = await newPerson(role);
  const { id } = (await person.get("/api/me")).body.user;
  await db.prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?, ?, ?, 0)").bind(accountId, id, role).run();
  await person.post("/api/account/switch", { accountId });
  return person;
}

async function auditOf(id: string) {
  const { results } = await db
    .prepare("SELECT event, description, details FROM audit_entries WHERE subject_id = ? ORDER BY seq")
    .bind(id)
    .all<{ event: string; description: string; details: string }>();
  return results;
}

describe("a profile", () => {
  it.each(kinds)("of the kind %o keeps its secret to itself, in answers, list, audit log and database", async (settings) => {
    const name = `Name ${crypto.randomUUID()}`;
    const hosts = settings.kind === "none" ? null : ["api.example.com"];
    const made = await ada.post("/api/profiles", { name, settings, hosts });
    expect(made.status).toBe(201);
    const { password: _, token: __, key: ___, clientSecret: ____, ...shown } = settings as Record<string, unknown>;
    expect(made.body).toMatchObject({
      name,
      settings: shown,
      hosts,
      testUrl: null,
      hasSecret: settings.kind !== "none",
      lastTest: null,
      mayChange: true,
    });
    const { id } = made.body;
    expect((await ada.get(`/api/profiles/${id}`)).body).toEqual(made.body);
    const listed = (await ada.get(`/api/profiles?search=${encodeURIComponent(name.toUpperCase())}`)).body;
    expect(listed).toEqual({ items: [made.body], nextCursor: null });
    const row = await db.prepare("SELECT * FROM profiles WHERE id = ?").bind(id).first();
    const audit = await auditOf(id);
    expect(audit.map(({ event }) => event)).toEqual(["profile.created"]);
    expect(JSON.stringify([made, listed, row, audit])).not.toContain("c4nary");
  });

  it("keeps a secret that a change leaves out, and says what was changed", async () => {
    const id = await newProfile(ada, { kind: "basic", username: "ada", password: secret });
    const sealed = () => db.prepare("SELECT secret FROM profiles WHERE id = ?").bind(id).first<string>("secret");
    const before = await sealed();
    const changed = await ada.patch(`/api/profiles/${id}`, { settings: { kind: "basic", username: "eve" }, hosts: ["127.0.0.1:80"] });
    expect([changed.status, changed.body.settings, changed.body.hosts]).toEqual([
      200,
      { kind: "basic", username: "eve" },
      ["127.0.0.1:80"],
    ]);
    expect(await sealed()).toBe(before);
    await ada.patch(`/api/profiles/${id}`, { settings: { kind: "basic", username: "eve", password: "another" } });
    expect(await sealed()).not.toBe(before);
    const [, settings, password] = await auditOf(id);
    expect(JSON.parse(settings!.details)).toEqual({ what: ["settings", "hosts"], fingerprint: null });
    expect(JSON.parse(password!.details)).toEqual({ what: ["secret"], fingerprint: expect.stringMatching(/^[0-9a-f]{8}$/) });
  });

  it("writes nothing where a change changes nothing", async () => {
    const id = await newProfile(ada, { kind: "basic", username: "ada", password: secret });
    expect((await ada.patch(`/api/profiles/${id}`, { settings: { username: "ada", kind: "basic" }, hosts: ["127.0.0.1"] })).status).toBe(
      200,
    );
    expect(await auditOf(id)).toHaveLength(1);
  });

  it("takes another kind with its secret only, and forgets the old one", async () => {
    const id = await newProfile(ada, { kind: "basic", username: "ada", password: secret });
    const without = await ada.patch(`/api/profiles/${id}`, { settings: { kind: "bearer" } });
    expect([without.status, without.body.errors]).toMatchObject([400, [{ path: "/settings/token", code: "required" }]]);
    expect((await ada.patch(`/api/profiles/${id}`, { settings: { kind: "none" } })).body.hasSecret).toBe(false);
    expect((await ada.patch(`/api/profiles/${id}`, { settings: { kind: "bearer", token: "new" } })).body.hasSecret).toBe(true);
  });

  it.each([
    [{ kind: "basic", username: "a:b", password: "p" }, "/settings/username"],
    [{ kind: "basic", username: "a" }, "/settings/password"],
    [{ kind: "bearer", token: "with\nbreak" }, "/settings/token"],
    [{ kind: "bearer", token: "x", extra: 1 }, "/settings/extra"],
    [{ kind: "api-key", in: "body", name: "k", key: "x" }, "/settings/in"],
    [{ kind: "api-key", in: "header", name: "a b", key: "x" }, "/settings/name"],
    [{ kind: "client-credentials", clientId: "c", clientSecret: "s" }, "/settings/tokenUrl"],
    [{ kind: "client-credentials", ...oauth, tokenUrl: "http://auth.example.com/token" }, "/settings/tokenUrl"],
    [{ kind: "client-credentials", ...oauth, tokenUrl: "https://10.0.0.1/token" }, "/settings/tokenUrl"],
    [{ kind: "client-credentials", ...oauth, tokenUrl: "https://a:b@auth.example.com/" }, "/settings/tokenUrl"],
    [{ kind: "client-credentials", ...oauth, scopes: ["a b"] }, "/settings/scopes/0"],
    [{ kind: "authorization-code", ...oauth }, "/settings/authorizationUrl"],
    [{ kind: "authorization-code", ...oauth, issuer: "http://issuer.example.com" }, "/settings/issuer"],
    [{ kind: "authorization-code", ...oauth, issuer: "https://i.example.com", authMethod: "none" }, "/settings/clientSecret"],
    [{ kind: "magic" }, "/settings/kind"],
  ])("is not made of %o", async (settings, path) => {
    const answer = await ada.post("/api/profiles", { name: "bad", settings, hosts: ["api.example.com"] });
    expect([answer.status, answer.body.errors.map((error: { path: string }) => error.path)]).toEqual([400, [path]]);
    expect(JSON.stringify(answer.body)).not.toContain("c4nary");
  });

  it("has hosts and a test URL that can be one", async () => {
    for (const hosts of [[], ["https://example.com"], ["a/b"], [""]])
      expect((await ada.post("/api/profiles", { name: "bad", settings: { kind: "none" }, hosts })).status).toBe(400);
    for (const testUrl of ["ftp://example.com/", "https://169.254.169.254/", "no address"])
      expect((await ada.post("/api/profiles", { name: "bad", settings: { kind: "none" }, testUrl })).body.errors[0].path).toBe("/testUrl");
  });

  it("has a name of its own in the account, however it is written", async () => {
    const name = `Ünique ${crypto.randomUUID()}`;
    const id = await newProfile(ada, { kind: "none" }, { name });
    const other = await newProfile(ada, { kind: "none" });
    expect((await ada.post("/api/profiles", { name: name.toUpperCase(), settings: { kind: "none" } })).body.errors[0].path).toBe("/name");
    expect((await ada.patch(`/api/profiles/${other}`, { name: ` ${name.toLowerCase()}` })).status).toBe(409);
    expect((await ada.patch(`/api/profiles/${id}`, { name: name.toUpperCase() })).status).toBe(200);
    expect((await (await newPerson()).post("/api/profiles", { name, settings: { kind: "none" } })).status).toBe(201);
  });

  it("is listed by name, page by page, without gap or repeat", async () => {
    const person = await newPerson();
    const names = Array.from({ length: 7 }, (_, n) => `p${n} ${crypto.randomUUID()}`).toSorted();
    for (const name of names.toReversed()) await newProfile(person, { kind: "none" }, { name });
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Answer = await person.get(`/api/profiles?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.body.items.map(({ name }: { name: string }) => name));
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual(names);
    expect((await person.get("/api/profiles?cursor=x")).status).toBe(400);
  });
});

describe("rights on profiles", () => {
  it("let everybody in the account see and use them, and Owners, Admins and their maker change them", async () => {
    const id = await newProfile(ada, { kind: "bearer", token: secret }, { testUrl: `${here}/echo` });
    for (const role of accountRoles) {
      const person = await colleague(role);
      const isAdmin = role === "Owner" || role === "Admin";
      const seen = await person.get(`/api/profiles/${id}`);
      expect([role, seen.status, seen.body.mayChange]).toEqual([role, 200, isAdmin]);
      expect([role, (await person.patch(`/api/profiles/${id}`, { name: crypto.randomUUID() })).status]).toEqual([
        role,
        isAdmin ? 200 : 403,
      ]);
      const own = await person.post("/api/profiles", { name: crypto.randomUUID(), settings: { kind: "none" } });
      expect([role, own.status]).toEqual([role, role === "Viewer" ? 403 : 201]);
      if (own.status === 201) expect((await person.delete(`/api/profiles/${own.body.id}`)).status).toBe(204);
      expect([role, (await person.post(`/api/profiles/${id}/test`)).status]).toEqual([role, role === "Viewer" ? 403 : 200]);
      if (!isAdmin) expect((await person.delete(`/api/profiles/${id}`)).status).toBe(403);
    }
  });

  it("end where the account ends", async () => {
    const id = await newProfile(ada, { kind: "bearer", token: secret });
    const ben = await newPerson("Ben");
    const answers = [
      await ben.get(`/api/profiles/${id}`),
      await ben.patch(`/api/profiles/${id}`, { name: "Ben's" }),
      await ben.post(`/api/profiles/${id}/test`),
      await ben.delete(`/api/profiles/${id}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await ben.get("/api/profiles")).body.items).toEqual([]);
  });
});

describe("deleting a profile", () => {
  it("is refused while a flow uses it, in development or deployed, and names the workflows", async () => {
    const id = await newProfile(ada, { kind: "none" });
    const flow = await deploy(ada, callingFlow(`${here}/echo`, id));
    const name = (await ada.get(`/api/workflows/${flow.workflowId}`)).body.name;
    const messages = async () => {
      const answer = await ada.delete(`/api/profiles/${id}`);
      expect([answer.status, answer.body.detail]).toEqual([409, "One workflow uses the profile."]);
      return answer.body.errors.map(({ message }: { message: string }) => message);
    };
    expect(await messages()).toEqual([`“${name}” uses it in its draft and deployed version.`]);
    const without = callingFlow(`${here}/echo`, id);
    delete without.nodes[1]!.config["authorization"];
    await ada.put(`/api/workflows/${flow.workflowId}/flow`, without);
    expect(await messages()).toEqual([`“${name}” uses it in its deployed version.`]);
    await ada.post(`/api/workflows/${flow.workflowId}/undeploy`);
    await ada.put(`/api/workflows/${flow.workflowId}/flow`, callingFlow(`${here}/echo`, id));
    expect(await messages()).toEqual([`“${name}” uses it in its draft.`]);
    await ada.put(`/api/workflows/${flow.workflowId}/flow`, without);
    expect((await ada.delete(`/api/profiles/${id}`)).status).toBe(204);
    expect((await ada.delete(`/api/profiles/${id}`)).status).toBe(404);
    expect((await auditOf(id)).map(({ event }) => event)).toEqual(["profile.created", "profile.deleted"]);
  });

  it("does not name workflows that its maker may not see, and takes a mention in a text for no use", async () => {
    const member = await colleague("Member");
    const id = await newProfile(member, { kind: "none" });
    const mention = callingFlow(`${here}/echo`, await newProfile(ada, { kind: "none" }));
    mention.nodes[1]!.config["url"] = `${here}/echo?"authorization":"${id}"`;
    await deploy(ada, mention);
    const hidden = await deploy(ada, callingFlow(`${here}/echo`, id));
    const refused = await member.delete(`/api/profiles/${id}`);
    expect([refused.status, refused.body.detail, refused.body.errors]).toEqual([
      409,
      "One workflow uses the profile, 1 of which you cannot see.",
      [],
    ]);
    await ada.post(`/api/workflows/${hidden.workflowId}/undeploy`);
    expect((await ada.delete(`/api/workflows/${hidden.workflowId}`)).status).toBe(204);
    expect((await member.delete(`/api/profiles/${id}`)).status).toBe(204);
  });
});

describe("Retest", () => {
  it("calls the test URL with the secret and keeps how it went", async () => {
    const id = crypto.randomUUID();
    const profile = await newProfile(ada, { kind: "bearer", token: secret }, { testUrl: `${here}/mirror?id=${id}` });
    const tested = await ada.post(`/api/profiles/${profile}/test`);
    expect(tested.body).toEqual({ ok: true, message: `${new URL(here).host} responded with HTTP 200.`, at: expect.any(String) });
    expect((await received(id))[0]!.headers["authorization"]).toBe(`Bearer ${secret}`);
    expect((await ada.get(`/api/profiles/${profile}`)).body.lastTest).toEqual(tested.body);
    await ada.patch(`/api/profiles/${profile}`, { testUrl: `${here}/answer?status=403` });
    expect((await ada.post(`/api/profiles/${profile}/test`)).body).toMatchObject({ ok: false, message: expect.stringContaining("403") });
    const tests = (await auditOf(profile)).filter(({ event }) => event === "profile.tested").map(({ details }) => JSON.parse(details).ok);
    expect(tests).toEqual([true, false]);
  });

  it("sends the secret to no host that is not the profile's, and follows no redirect", async () => {
    const [elsewhere, redirected] = [crypto.randomUUID(), crypto.randomUUID()];
    const bound = await newProfile(
      ada,
      { kind: "bearer", token: secret },
      { hosts: ["example.com"], testUrl: `${here}/echo?id=${elsewhere}` },
    );
    expect((await ada.post(`/api/profiles/${bound}/test`)).body).toMatchObject({
      ok: false,
      message: expect.stringContaining("does not allow"),
    });
    const to = encodeURIComponent(`${here}/echo?id=${redirected}`);
    await ada.post(
      `/api/profiles/${await newProfile(ada, { kind: "bearer", token: secret }, { testUrl: `${here}/redirect?to=${to}` })}/test`,
    );
    expect([await received(elsewhere), await received(redirected)]).toEqual([[], []]);
  });

  it("fetches a token that nobody is shown", async () => {
    const realm = await newRealm();
    const settings = { kind: "client-credentials", tokenUrl: realm.tokenUrl, clientId: "client", clientSecret: "s3cret" };
    const profile = await newProfile(ada, settings, { testUrl: realm.api });
    const tested = await ada.post(`/api/profiles/${profile}/test`);
    expect(tested.body).toMatchObject({ ok: true, message: expect.stringContaining("200") });
    expect((await realm.journal()).apiRequests[0]!.authorization).toMatch(/^Bearer at-/);
    expect(JSON.stringify(tested.body)).not.toContain("at-");
    await ada.patch(`/api/profiles/${profile}`, { settings: { ...settings, clientSecret: "wrong" } });
    expect((await ada.get(`/api/profiles/${profile}`)).body.lastTest).toBeNull();
    expect((await ada.post(`/api/profiles/${profile}/test`)).body).toMatchObject({
      ok: false,
      message: expect.stringContaining("invalid_client"),
    });
  });
});
