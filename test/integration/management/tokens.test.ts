import { beforeAll, describe, expect, it } from "vitest";
import { install, type Person } from "./installation.ts";
import { migrate } from "./migrate.ts";

const installation = install();
const { send, newPerson, db, clock } = installation;
let ada: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
});

const withToken = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe("personal access tokens", () => {
  it("act for their person without cookie and Origin", async () => {
    const made = await ada.post("/api/tokens", { name: "ci" });
    expect(made.status).toBe(201);
    const { token } = made.body;
    expect(token).toMatch(/^mr_pat_[0-9A-Za-z]{38}$/);
    expect((await send("GET", "/api/me", withToken(token))).body.user.name).toBe("Ada");
    expect((await send("POST", "/api/workflows", { body: { name: "By token" }, ...withToken(token) })).status).toBe(201);
    const listed = await ada.get("/api/tokens?limit=1");
    expect(listed.body.items).toMatchObject([{ name: "ci", prefix: token.slice(0, 11), last4: token.slice(-4), expiresAt: null }]);
    expect(listed.body.items[0].lastUsedAt).not.toBeNull();
    expect(JSON.stringify(listed.body)).not.toContain(token);
  });

  it("are stored as a hash only", async () => {
    const { token } = (await ada.post("/api/tokens", { name: "t" })).body;
    const row = await db.prepare("SELECT * FROM tokens ORDER BY id DESC LIMIT 1").first();
    expect(JSON.stringify(row)).not.toContain(token.slice(11, -4));
    expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  it("stop at their expiry, to the millisecond", async () => {
    clock.ms = Date.now();
    try {
      const expiresAt = clock.ms + 60_000;
      const { token } = (await ada.post("/api/tokens", { name: "t", expiresAt: new Date(expiresAt).toISOString() })).body;
      clock.ms = expiresAt - 1;
      expect((await send("GET", "/api/me", withToken(token))).status).toBe(200);
      clock.ms = expiresAt;
      expect((await send("GET", "/api/me", withToken(token))).status).toBe(401);
    } finally {
      clock.ms = undefined;
    }
  });

  it("cannot make themselves a successor that lives longer", async () => {
    const expiresAt = Date.now() + 60_000;
    const { token } = (await ada.post("/api/tokens", { name: "t", expiresAt })).body;
    const children = [undefined, null, expiresAt + 3_600_000].map((asked) =>
      send("POST", "/api/tokens", { body: { name: "child", expiresAt: asked }, ...withToken(token) }),
    );
    for (const { body } of await Promise.all(children)) expect(Date.parse(body.expiresAt)).toBe(expiresAt);
  });

  it("end when they are deleted", async () => {
    const { id, token } = (await ada.post("/api/tokens", { name: "t" })).body;
    expect((await ada.delete(`/api/tokens/${id}`)).status).toBe(204);
    expect((await send("GET", "/api/me", withToken(token))).status).toBe(401);
    expect((await ada.delete(`/api/tokens/${id}`)).status).toBe(404);
  });

  it("work in the account that they were made in", async () => {
    const me = (await ada.get("/api/me")).body;
    const other = (await (await newPerson()).get("/api/me")).body.activeAccount;
    await db
      .prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?, ?, 'Member', ?)")
      .bind(other.id, me.user.id, Date.now())
      .run();
    await ada.post("/api/account/switch", { accountId: other.id });
    const { token } = (await ada.post("/api/tokens", { name: "t" })).body;
    await ada.post("/api/account/switch", { accountId: me.activeAccount.id });
    expect((await send("GET", "/api/me", withToken(token))).body.activeAccount.id).toBe(other.id);
    expect((await send("POST", "/api/account/switch", { body: { accountId: me.activeAccount.id }, ...withToken(token) })).status).toBe(409);
  });

  it("say that an API key is none", async () => {
    const { key } = (await ada.post(`/api/workflows/${await ada.newWorkflow()}/keys`, { name: "k" })).body;
    const answer = await send("GET", "/api/me", withToken(key));
    expect([answer.status, answer.body.suggestion]).toEqual([401, expect.stringContaining("mr_pat_")]);
  });
});

describe("API keys", () => {
  it("refuse an expiry that is past and a rate that is none", async () => {
    const path = `/api/workflows/${await ada.newWorkflow()}/keys`;
    expect((await ada.post(path, { name: "k", expiresAt: Date.now() - 1 })).body.errors[0].path).toBe("/expiresAt");
    expect((await ada.post(path, { name: "k", expiresAt: "tomorrow" })).body.errors[0].path).toBe("/expiresAt");
    for (const ratePerMinute of [0, -1, 1.5, "60"])
      expect((await ada.post(path, { name: "k", ratePerMinute })).body.errors[0].path).toBe("/ratePerMinute");
    const made = await ada.post(path, { name: "k", expiresAt: "2099-01-01T00:00:00+02:00", ratePerMinute: 1 });
    expect(made.body).toMatchObject({ expiresAt: "2098-12-31T22:00:00.000Z", ratePerMinute: 1 });
  });
});
