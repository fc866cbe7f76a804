/** What the tests of test/integration/access, which are made from the routes, do not ask. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Route } from "#flow/contract/route.ts";
import { routes } from "#flow/contract/routes.ts";
import { install, origin, type Person } from "./installation.ts";
import { migrate } from "./migrate.ts";

const installation = install();
const { send, newPerson, db } = installation;
let ada: Person;
let ben: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
  ben = await newPerson("Ben");
});

const changes = Object.entries<Route>(routes).filter(([, { method }]) => method !== "GET");
const fill = (path: string, ids: Record<string, string>) => path.replaceAll(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "none");
const bodyOf = ({ body }: Route) => (body ? {} : undefined);

async function userIdOf(person: Person): Promise<string> {
  return (await person.get("/api/me")).body.user.id;
}

describe("without credentials", () => {
  it.each([
    "Basic YTpi",
    "Bearer",
    "Bearer mr_pat_",
    "Bearer ../../x",
    `Bearer mr_pat_${"0".repeat(38)}`,
    `Bearer mr_live_${"0".repeat(38)}`,
  ])("%s is no credential, even with a good cookie", async (authorization) => {
    expect((await ada.call("GET", "/api/me", { headers: { authorization } })).status).toBe(401);
  });
});

describe("another tenant", () => {
  it("cannot reach another's keys, versions and tokens through something of their own", async () => {
    const theirs = await ada.newWorkflow();
    const own = await ben.newWorkflow();
    const keyId = (await ada.post(`/api/workflows/${theirs}/keys`, { name: "k" })).body.id;
    const { versionId } = (await ada.post(`/api/workflows/${theirs}/deploy`)).body;
    const tokenId = (await ada.post("/api/tokens", { name: "t" })).body.id;
    expect((await ben.delete(`/api/workflows/${own}/keys/${keyId}`)).status).toBe(404);
    expect((await ben.get(`/api/workflows/${own}/versions/${versionId}`)).status).toBe(404);
    expect((await ben.delete(`/api/tokens/${tokenId}`)).status).toBe(404);
    expect((await ada.get(`/api/workflows/${theirs}/keys`)).body.items).toHaveLength(1);
  });

  it("cannot switch into another's account, nor learn its names", async () => {
    const { activeAccount } = (await ada.get("/api/me")).body;
    expect((await ben.post("/api/account/switch", { accountId: activeAccount.id })).status).toBe(404);
    const name = `Only once ${crypto.randomUUID()}`;
    await ada.newWorkflow(name);
    expect((await ben.post("/api/workflows", { name })).status).toBe(201);
    expect((await ben.get(`/api/workflows?search=${encodeURIComponent(name)}`)).body.items).toHaveLength(1);
    const listed = (await ben.get("/api/workflows?limit=200")).body.items;
    expect(listed.every(({ owner }: { owner: { name: string } }) => owner.name === "Ben")).toBe(true);
  });

  it("takes nothing from a cursor of another's list", async () => {
    for (let i = 0; i < 3; i++) await ada.newWorkflow();
    const { nextCursor } = (await ada.get("/api/workflows?limit=1")).body;
    const seen = (await ben.get(`/api/workflows?cursor=${nextCursor}&limit=200`)).body.items;
    expect(seen.every(({ owner }: { owner: { name: string } }) => owner.name === "Ben")).toBe(true);
  });
});

describe("roles on a workflow", () => {
  it("shows the signing secret to those who may edit", async () => {
    const guest = await newPerson("Guest");
    const { activeAccount } = (await ada.get("/api/me")).body;
    const workflowId = await ada.newWorkflow();
    await db.batch([
      db
        .prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?, ?, 'Viewer', 0)")
        .bind(activeAccount.id, await userIdOf(guest)),
      db
        .prepare("INSERT INTO workflow_members (workflow_id, user_id, role, created_at) VALUES (?, ?, 'Viewer', 0)")
        .bind(workflowId, await userIdOf(guest)),
    ]);
    await guest.post("/api/account/switch", { accountId: activeAccount.id });
    expect((await guest.get(`/api/workflows/${workflowId}/endpoint`)).body.async.signingSecret).toBeNull();
    expect((await ada.get(`/api/workflows/${workflowId}/endpoint`)).body.async.signingSecret).toMatch(/^whsec_/);
  });
});

describe("roles in an account", () => {
  it("lets an Admin see every workflow, a Member those they were given, and a Viewer create none", async () => {
    const { activeAccount } = (await ada.get("/api/me")).body;
    const shared = await ada.newWorkflow();
    await ada.newWorkflow();
    const joined = async (role: string) => {
      const person = await newPerson(role);
      await db
        .prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?, ?, ?, 0)")
        .bind(activeAccount.id, await userIdOf(person), role)
        .run();
      await db
        .prepare("INSERT INTO workflow_members (workflow_id, user_id, role, created_at) VALUES (?, ?, 'Editor', 0)")
        .bind(shared, await userIdOf(person))
        .run();
      const switched = await person.post("/api/account/switch", { accountId: activeAccount.id });
      expect(switched.body).toMatchObject({ role, activeAccount });
      expect((await person.get("/api/me")).body).toEqual(switched.body);
      return person;
    };
    const ids = async (person: Person, tab = "all") =>
      (await person.get(`/api/workflows?limit=200&tab=${tab}`)).body.items.map(({ id }: { id: string }) => id);
    const admin = await joined("Admin");
    const member = await joined("Member");
    const viewer = await joined("Viewer");
    expect((await ids(admin)).toSorted()).toEqual((await ids(ada)).toSorted());
    expect(await ids(admin, "shared")).toEqual([shared]);
    expect(await ids(member)).toEqual([shared]);
    expect(await ids(viewer)).toEqual([shared]);
    expect((await viewer.post("/api/workflows", { name: "No" })).status).toBe(403);
    const own = await member.newWorkflow();
    expect(await ids(member, "mine")).toEqual([own]);
    expect((await ids(member)).toSorted()).toEqual([shared, own].toSorted());
    expect((await ada.get(`/api/workflows/${own}`)).body).toMatchObject({ role: "Admin", owner: { name: "Member" } });
    expect((await viewer.get(`/api/workflows/${own}`)).status).toBe(404);
  });

  it("shuts out somebody who left, at once", async () => {
    const guest = await newPerson("Guest");
    const token = (await guest.post("/api/tokens", { name: "t" })).body.token;
    await db
      .prepare("DELETE FROM members WHERE user_id = ?")
      .bind(await userIdOf(guest))
      .run();
    expect((await guest.get("/api/me")).body).toMatchObject({ accounts: [], activeAccount: null, role: null, capabilities: [] });
    expect((await guest.get("/api/workflows")).status).toBe(403);
    expect((await send("GET", "/api/me", { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });
});

describe("pages of other origins", () => {
  const tricks = [
    "null",
    "https://evil.example",
    `${origin}.evil.example`,
    `https://evil.example/${origin}`,
    "http://millrace.test",
    `${origin}:8443`,
    "https://xmillrace.test",
    `${origin}/`,
    "",
  ];

  it.each(changes)("%s refuses them, and a cookie without an Origin", async (_, route) => {
    const workflowId = await ada.newWorkflow();
    const path = fill(route.path, { workflowId });
    for (const trick of tricks) {
      const answer = await ada.call(route.method, path, { body: bodyOf(route), headers: { origin: trick } });
      expect([trick, answer.status, answer.body?.code]).toEqual([trick, 403, "forbidden"]);
    }
    const missing = await send(route.method, path, { body: bodyOf(route), headers: { cookie: ada.cookie } });
    expect([missing.status, missing.body.code]).toEqual([403, "forbidden"]);
    expect((await ada.get(`/api/workflows/${workflowId}`)).status).toBe(200);
  });

  it("cannot sign somebody in either", async () => {
    const answer = await send("POST", "/api/auth/sign-in/email", {
      body: { email: ada.email, password: "x" },
      headers: { origin: "https://evil.example" },
    });
    expect(answer.status).toBe(403);
  });

  it("may be this installation's public address", async () => {
    const published = install({ MILLRACE_PUBLIC_URL: "https://flows.example.com/" });
    const answer = await published.send("POST", "/api/workflows", {
      body: { name: crypto.randomUUID() },
      headers: { cookie: ada.cookie, origin: "https://flows.example.com" },
    });
    expect(answer.status).toBe(201);
  });
});
