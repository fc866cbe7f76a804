import { beforeAll, describe, expect, it } from "vitest";
import type { Route } from "#flow/contract/route.ts";
import { routes } from "#flow/contract/routes.ts";
import { scopeFor, tokenScopeNames, type TokenScope } from "#flow/rights/token-scopes.ts";
import { install, origin, type Person } from "./installation.ts";
import { migrate } from "./migrate.ts";

const { app, send, newPerson, db, clock } = install();
let ada: Person;
const tokens = {} as Record<TokenScope, string>;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
  for (const scope of tokenScopeNames) tokens[scope] = await tokenWith([scope]);
});

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
async function tokenWith(scopes: readonly TokenScope[] | null | undefined, by?: string): Promise<string> {
  const body = { name: "t", scopes };
  const made = by === undefined ? await ada.post("/api/tokens", body) : await send("POST", "/api/tokens", { body, ...bearer(by) });
  expect(made.status).toBe(201);
  return made.body.token;
}

const all = Object.entries<Route>(routes).filter(([, { access }]) => access !== "public");
const fill = ({ path }: Route) => path.replaceAll(/\{\w+\}/g, "none");

async function ask({ method, ...route }: Route, headers: Record<string, string>) {
  const answer = await app.fetch(
    new Request(origin + fill({ method, ...route }), {
      method,
      headers: { ...headers, ...(route.body ? { "content-type": "application/json" } : {}) },
      ...(route.body ? { body: "{}" } : {}),
      redirect: "manual",
    }),
  );
  return { status: answer.status, text: await answer.text() };
}

describe("a token's scopes", () => {
  it.each(all)("%s takes the one that its right says, whatever its person may do", async (name, route) => {
    // Each of these changes would end the token, the account or the membership that the others need.
    if (["leaveAccount", "transferAccount"].includes(name)) return;
    for (const scope of tokenScopeNames) {
      const { status, text } = await ask(route, { authorization: `Bearer ${tokens[scope]}` });
      const isRefused = status === 403 && text.includes("This needs a token with the scope");
      // "signed-in" and the capabilities are all accesses but "public".
      expect([scope, isRefused]).toEqual([scope, scopeFor(route.method, route.access as "signed-in") !== scope]);
    }
  });

  it("read sees what its person sees, and nothing else", async () => {
    for (const [name, route] of all.filter(([, { method, path }]) => method === "GET" && !path.includes("oauth"))) {
      const [bySession, byToken] = [await ask(route, { cookie: ada.cookie }), await ask(route, { authorization: `Bearer ${tokens.read}` })];
      expect([name, byToken.status]).toEqual([name, bySession.status]);
      if (bySession.status === 200)
        expect(byToken.text.replaceAll(/"lastUsedAt":[^,}]*/g, "")).toBe(bySession.text.replaceAll(/"lastUsedAt":[^,}]*/g, ""));
    }
    for (const [name, route] of all.filter(([, { method }]) => method !== "GET"))
      expect([name, (await ask(route, { authorization: `Bearer ${tokens.read}` })).status]).toEqual([name, 403]);
  });

  it("add up, and stay within what the person may do", async () => {
    const token = await tokenWith(["read", "write"]);
    const made = await send("POST", "/api/workflows", { body: { name: crypto.randomUUID() }, ...bearer(token) });
    expect(made.status).toBe(201);
    expect((await send("POST", `/api/workflows/${made.body.id}/deploy`, bearer(token))).status).toBe(403);
    expect((await send("POST", `/api/workflows/${made.body.id}/deploy`, bearer(tokens.deploy))).status).toBe(200);
    const ben = await newPerson("Ben");
    const foreign = await ben.newWorkflow();
    expect((await send("GET", `/api/workflows/${foreign}`, bearer(token))).status).toBe(404);
    expect((await send("DELETE", `/api/workflows/${foreign}`, bearer(tokens.admin))).status).toBe(404);
  });

  it("are refused before anything is looked for, alike for what there is and what there is not", async () => {
    const ids = [await ada.newWorkflow(), "none"];
    const answers = await Promise.all(ids.map((id) => send("DELETE", `/api/workflows/${id}`, bearer(tokens.read))));
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
    expect(answers[0]!.body.detail).toBe(answers[1]!.body.detail);
  });

  it("cannot be widened by a token that makes another", async () => {
    const narrow = await tokenWith(["admin", "read"]);
    for (const scopes of [["write"], ["read", "deploy"], [...tokenScopeNames]])
      expect((await send("POST", "/api/tokens", { body: { name: "t", scopes }, ...bearer(narrow) })).status).toBe(403);
    for (const asked of [undefined, null]) {
      const child = await tokenWith(asked, narrow);
      expect((await send("POST", "/api/workflows", { body: { name: "x" }, ...bearer(child) })).status).toBe(403);
    }
    const reader = await tokenWith(["read"], narrow);
    expect((await send("POST", "/api/tokens", { body: { name: "t", scopes: ["read"] }, ...bearer(reader) })).status).toBe(403);
  });

  it("are shown with the token, in one order, and told in the audit log", async () => {
    const made = await ada.post("/api/tokens", { name: "shown", scopes: ["write", "read", "write"] });
    expect(made.body.scopes).toEqual(["read", "write"]);
    expect((await ada.get("/api/tokens?limit=1")).body.items[0].scopes).toEqual(["read", "write"]);
    const entry = await db.prepare("SELECT details FROM audit_entries WHERE subject_id = ?").bind(made.body.id).first<string>("details");
    expect(JSON.parse(entry!).scopes).toEqual(["read", "write"]);
  });

  it("must be known and not none", async () => {
    for (const scopes of [[], ["root"], "read"]) {
      const answer = await ada.post("/api/tokens", { name: "t", scopes });
      expect([answer.status, answer.body.errors[0].path]).toEqual([400, expect.stringMatching(/^\/scopes/)]);
    }
  });

  it("are all that its person may do for a token made before there were scopes", async () => {
    const token = await tokenWith(undefined);
    expect((await ada.get("/api/tokens?limit=1")).body.items[0].scopes).toBeNull();
    expect((await send("POST", "/api/workflows", { body: { name: crypto.randomUUID() }, ...bearer(token) })).status).toBe(201);
  });
});

it("a token that expired says so", async () => {
  clock.ms = Date.now();
  try {
    const expiresAt = clock.ms + 60_000;
    const { token } = (await ada.post("/api/tokens", { name: "t", expiresAt })).body;
    clock.ms = expiresAt;
    const answer = await send("GET", "/api/me", bearer(token));
    expect([answer.status, answer.body.detail]).toEqual([401, `The token expired at ${new Date(expiresAt).toISOString()}.`]);
  } finally {
    clock.ms = undefined;
  }
});
