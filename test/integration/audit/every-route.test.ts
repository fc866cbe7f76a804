import { beforeAll, describe, expect, it } from "vitest";
import { auditRoutes } from "#flow/contract/audit.ts";
import type { Route } from "#flow/contract/route.ts";
import { routes } from "#flow/contract/routes.ts";
import { isWorkflowCapability } from "#flow/rights/workflow-rights.ts";
import { install, origin, password, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { elsewhere, encryptionKeys, scenarios } from "./scenarios.ts";
import { done, makeWorld, type World } from "./world.ts";

const installation = install({ MILLRACE_ENCRYPTION_KEYS: encryptionKeys, MILLRACE_ALLOW_HOSTS: "127.0.0.1" });
const { db, send, newPerson } = installation;
let world: World;
let ben: Person;
beforeAll(async () => {
  await migrate(db);
  world = await makeWorld(installation);
  ben = await newPerson("Ben");
});

interface Entry {
  readonly rowid: number;
  readonly event: string;
}
const lastRow = async (): Promise<number> => (await db.prepare("SELECT MAX(rowid) AS last FROM audit_entries").first<number>("last")) ?? 0;
const entriesSince = async (row: number): Promise<Entry[]> =>
  (await db.prepare("SELECT rowid, * FROM audit_entries WHERE rowid > ? ORDER BY rowid").bind(row).all<Entry & Record<string, unknown>>())
    .results;
const eventsSince = async (row: number): Promise<string[]> => (await entriesSince(row)).map(({ event }) => event);

const contentOf = (content: unknown): { body?: BodyInit } =>
  content === undefined ? {} : { body: content instanceof FormData ? content : JSON.stringify(content) };

const changing = Object.entries<Route>(routes).filter(([, { audit }]) => Array.isArray(audit));

describe("every route that changes something", () => {
  it("declares its events, or says why there is nothing to tell", () => {
    const silent = Object.entries<Route>(routes).filter(([, { method, audit }]) => method !== "GET" && audit === undefined);
    expect(silent).toEqual([]);
    const reasons = Object.values<Route>(routes).flatMap(({ audit }) => (audit && "none" in audit ? [audit.none] : []));
    expect(reasons.filter((reason) => reason.length < 10)).toEqual([]);
  });

  it("has a scenario that calls it", () => {
    expect(changing.map(([name]) => name).filter((name) => !(name in scenarios) && !(name in elsewhere))).toEqual([]);
  });

  it.each(changing.filter(([name]) => name in scenarios))(
    "%s leaves exactly what it declares, and nothing where it is refused",
    async (name, route) => {
      const { path, body, form, headers = {}, who = world.ada, through = installation, events } = await scenarios[name]!(world);
      expect(path).toMatch(new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, "[^/?]+")}(\\?.*)?$`));
      // What was edited on the way here is written, so that it is not written with what follows.
      await done(world.ada.get(auditRoutes.listAudit.path));
      const before = await lastRow();
      if (route.access !== "public") expect((await send(route.method, path, { body })).status).toBe(401);
      if (isWorkflowCapability(route.access)) expect((await ben.call(route.method, path, { body, headers })).status).toBe(404);
      if (route.body) expect((await (who ?? ben).call(route.method, path, { raw: "{" })).status).toBe(400);
      expect(await eventsSince(before)).toEqual([]);

      const sent = { ...headers, ...(who && { cookie: who.cookie, origin }), ...(form ? {} : { "content-type": "application/json" }) };
      const response = await through.app.fetch(
        new Request(origin + path, { method: route.method, headers: sent, ...contentOf(form ?? body) }),
      );
      const text = new TextDecoder().decode(await response.arrayBuffer());
      expect([response.status, response.status < 300 ? "" : text]).toEqual([route.status, ""]);
      const answer = response.headers.get("content-type") === "application/json" ? (JSON.parse(text) as Record<string, unknown>) : {};
      for (const shown of [answer["key"], answer["token"]]) if (typeof shown === "string") world.secrets.add(shown);
      // An editing session is in the log at the latest when a person reads the log.
      if (name === "putFlow") await done(world.ada.get(auditRoutes.listAudit.path));
      const left = await eventsSince(before);
      expect(left).toEqual(events);
      expect(left.filter((event) => !(route.audit as readonly string[]).includes(event))).toEqual([]);
    },
  );
});

describe("what changes nothing leaves no entry", () => {
  const quiet: Record<string, (world: World) => Promise<() => Promise<unknown>>> = {
    "a key revoked twice": async ({ ada }) => {
      const { path } = await scenarios["revokeKey"]!(world);
      await done(ada.delete(path));
      return () => ada.delete(path);
    },
    "a workflow given the name that it has": async ({ ada }) => {
      const name = crypto.randomUUID();
      const id = await ada.newWorkflow(name);
      return () => ada.patch(`/api/workflows/${id}`, { name, description: "" });
    },
    "a workflow given another's name": async ({ ada }) => {
      const name = crypto.randomUUID();
      await ada.newWorkflow(name);
      const id = await ada.newWorkflow();
      return async () => {
        expect((await ada.patch(`/api/workflows/${id}`, { name })).status).toBe(409);
        expect((await ada.post("/api/workflows", { name })).status).toBe(409);
      };
    },
    "settings sent as they are": async ({ ada }) => {
      const path = `/api/workflows/${await ada.newWorkflow()}/endpoint`;
      const { body } = await ada.get(path);
      return () => done(ada.put(path, body));
    },
    "a flow saved as it is, or with a node moved": async ({ ada }) => {
      const path = `/api/workflows/${await ada.newWorkflow()}/flow`;
      const { flow } = await done(ada.get(path));
      const moved = { ...flow, nodes: flow.nodes.map((node: object) => ({ ...node, position: { x: 7, y: 7 } })) };
      return async () => {
        await done(ada.put(path, flow));
        await done(ada.put(path, moved));
        await done(ada.get(auditRoutes.listAudit.path));
      };
    },
    "a stale flow": async ({ ada }) => {
      const path = `/api/workflows/${await ada.newWorkflow()}/flow`;
      const { flow } = await done(ada.get(path));
      return async () => expect((await ada.put(path, { ...flow, inputs: [] }, { "if-match": '"99"' })).status).toBe(412);
    },
    "an undeployment of what is not deployed": async ({ ada }) => {
      const id = await ada.newWorkflow();
      return async () => expect((await ada.post(`/api/workflows/${id}/undeploy`)).status).toBe(409);
    },
    "a deletion of what is deployed": async ({ ada }) => {
      const id = await ada.newWorkflow();
      await done(ada.post(`/api/workflows/${id}/deploy`));
      return async () => expect((await ada.delete(`/api/workflows/${id}`)).status).toBe(409);
    },
    "a switch to the account that one works in": async ({ member, accountId }) => {
      const person = await member();
      return () => done(person.post("/api/account/switch", { accountId }));
    },
    "a sign-up with a taken address":
      async ({ ada }) =>
      async () =>
        expect((await send("POST", "/api/auth/sign-up/email", { body: { name: "x", email: ada.email, password } })).status).toBe(409),
    "a sign-out without a session": async () => () => done(send("POST", "/api/auth/sign-out", { body: {} })),
    "a failed sign-in with an address that nobody has": async () => () =>
      send("POST", "/api/auth/sign-in/email", { body: { email: `${crypto.randomUUID()}@example.com`, password: "wrong password" } }),
  };
  it.each(Object.keys(quiet))("%s", async (name) => {
    const act = await quiet[name]!(world);
    const before = await lastRow();
    await act();
    expect(await eventsSince(before)).toEqual([]);
  });
});

describe("failed sign-ins", () => {
  it("are noted in every account of the person, with the one that locks the address, and not beyond", async () => {
    const { email } = await world.member();
    const before = await lastRow();
    for (let i = 0; i < 7; i++) await send("POST", "/api/auth/sign-in/email", { body: { email, password: world.secret("typed") } });
    const entries = (await entriesSince(before)) as (Entry & { account_id: string; description: string; actor_kind: string })[];
    expect(new Set(entries.map(({ event, actor_kind: kind }) => `${event} ${kind}`))).toEqual(new Set(["signIn.failed anonymous"]));
    expect(new Set(entries.map(({ account_id: id }) => id)).size).toBe(2);
    const here = entries.filter(({ account_id: id }) => id === world.accountId).map(({ description }) => description);
    expect(here).toHaveLength(5);
    expect(here[4]).toBe(`A sign-in as ${email} failed, attempt 5 in a row. The address is locked for a while.`);
  });
});

describe("at the end of all this", () => {
  it("no entry holds a secret, and every chain is whole", async () => {
    const { results } = await db.prepare("SELECT * FROM audit_entries").all();
    const text = JSON.stringify(results);
    const secrets = [...world.secrets, password, ...[world.ada, ben].map(({ cookie }) => cookie.split("=")[1]!.split(".")[0]!)];
    expect(secrets.length).toBeGreaterThan(10);
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect((await done(world.ada.get(auditRoutes.verifyAudit.path))).ok).toBe(true);
    expect((await done(ben.get(auditRoutes.verifyAudit.path))).ok).toBe(true);
  });
});
