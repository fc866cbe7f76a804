import { beforeAll, describe, expect, it } from "vitest";
import type { Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { installation, newConnection, newProvider, prices } from "./world.ts";

const { db, newPerson } = installation;
let ada: Person;
let accountId: string;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
  accountId = (await ada.get("/api/me")).body.activeAccount.id;
});

async function colleague(role: string): Promise<Person> {
  const person = await newPerson(role);
  const { id } = (await person.get("/api/me")).body.user;
  await db.prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?, ?, ?, 0)").bind(accountId, id, role).run();
  await person.post("/api/account/switch", { accountId });
  return person;
}

describe("a model connection", () => {
  it("keeps its key to itself, in answers, list, audit log and database", async () => {
    const name = `Name ${crypto.randomUUID()}`;
    const made = await ada.post("/api/models", {
      name,
      provider: "openai",
      apiKey: "c4nary-key",
      models: ["gpt", { name: "mini", prices }],
    });
    expect(made.status).toBe(201);
    const plain = { prices: null, maxOutputTokens: null, timeoutSec: null, schemas: true };
    expect(made.body).toMatchObject({
      name,
      provider: "openai",
      baseUrl: null,
      gateway: null,
      hasKey: true,
      currency: "USD",
      models: [
        { name: "gpt", ...plain },
        { name: "mini", ...plain, prices },
      ],
      lastTest: null,
      mayChange: true,
    });
    const { id } = made.body;
    expect((await ada.get(`/api/models/${id}`)).body).toEqual({ ...made.body, usedBy: { workflows: [], hidden: 0 } });
    expect((await ada.get(`/api/models?search=${encodeURIComponent(name.toUpperCase())}`)).body).toEqual({
      items: [made.body],
      nextCursor: null,
    });
    const row = await db.prepare("SELECT * FROM model_connections WHERE id = ?").bind(id).first();
    const { results: audit } = await db.prepare("SELECT * FROM audit_entries WHERE subject_id = ?").bind(id).all();
    expect(audit.map(({ event }) => event)).toEqual(["model.created"]);
    expect(JSON.stringify([made, row, audit])).not.toContain("c4nary");
  });

  it("is refused with everything that is wrong named", async () => {
    const refused = async (body: Record<string, unknown>) => {
      const answer = await ada.post("/api/models", { name: "X", ...body });
      return [answer.status, answer.body.errors?.[0].path];
    };
    expect(await refused({ provider: "openai" })).toEqual([400, "/apiKey"]);
    expect(await refused({ provider: "openai-compatible" })).toEqual([400, "/baseUrl"]);
    expect(await refused({ provider: "openai-compatible", baseUrl: "http://example.com/v1" })).toEqual([400, "/baseUrl"]);
    expect(await refused({ provider: "openai-compatible", baseUrl: "https://10.0.0.1/v1" })).toEqual([400, "/baseUrl"]);
    expect(await refused({ provider: "openai", apiKey: "two words" })).toEqual([400, "/apiKey"]);
    expect(await refused({ provider: "openai", apiKey: "k", models: ["a", "a"] })).toEqual([400, "/models/1/name"]);
    const tooFine = { input: 0.123_456_7, output: 1 };
    expect(await refused({ provider: "openai", apiKey: "k", models: [{ name: "a", prices: tooFine }] })).toEqual([
      400,
      expect.stringContaining("/models/0"),
    ]);
  });

  it("is changed and deleted by Owners and Admins, and seen by everybody", async () => {
    const id = await newConnection(ada, newProvider());
    const member = await colleague("Member");
    expect((await member.get(`/api/models/${id}`)).body).toMatchObject({ hasKey: true, mayChange: false });
    expect((await member.patch(`/api/models/${id}`, { currency: "EUR" })).status).toBe(403);
    expect((await ada.patch(`/api/models/${id}`, { currency: "EUR" })).body.currency).toBe("EUR");
    expect((await ada.delete(`/api/models/${id}`)).status).toBe(204);
    expect((await ada.get(`/api/models/${id}`)).status).toBe(404);
  });

  it("tells which models its provider offers, asked with its key", async () => {
    const provider = newProvider();
    const id = await newConnection(ada, provider);
    const { items } = (await ada.get(`/api/models/${id}/available`)).body;
    expect(items).toEqual([
      { name: "alpha", title: null },
      { name: "beta", title: null },
    ]);
    const [asked] = await provider.arrived();
    expect([asked?.path, asked?.headers["authorization"]]).toEqual(["/v1/models", "Bearer c4nary-key"]);
    const google = await newConnection(ada, provider, { provider: "google", baseUrl: `${provider.origin}/v1beta` });
    expect((await ada.get(`/api/models/${google}/available`)).body.items).toEqual(items);
  });

  it("is tested with a real call, and says why one fails without the key in it", async () => {
    const provider = newProvider();
    const id = await newConnection(ada, provider);
    expect((await ada.post(`/api/models/${id}/test`)).body).toMatchObject({
      ok: true,
      message: expect.stringContaining("It used 10 input and 5 output tokens."),
    });
    await provider.script({ status: 401, body: { error: { message: "Incorrect API key provided: c4nary-key." } } });
    const failed = (await ada.post(`/api/models/${id}/test`, { model: "beta" })).body;
    expect(failed).toMatchObject({ ok: false, message: expect.stringContaining("refused the API key (HTTP 401)") });
    expect(failed.message).not.toContain("c4nary");
    expect((await ada.get(`/api/models/${id}`)).body.lastTest).toEqual(failed);
    expect((await provider.arrived()).map(({ body }) => body.model)).toEqual(["alpha", "beta"]);
  });
});
