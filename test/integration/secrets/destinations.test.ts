/** Made from the table of stored secrets: each setting that says where a secret is sent is changed through the API. */
import { beforeAll, describe, expect, it } from "vitest";
import { storedSecrets } from "#flow/secrets/stored-secrets.ts";
import { sealedHomes } from "#store/rotation/sealed-homes.ts";
import type { Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { installation, newProfile } from "../profiles/world.ts";

const { db, newPerson } = installation;
let ada: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
});

type Secrets = typeof storedSecrets;
type Name = keyof Secrets;
type Destination<Of extends Name> = Secrets[Of]["destinations"][number];

interface Place {
  readonly method: string;
  readonly path: string;
  /** How the secret is entered beside a change. */
  readonly entered?: Readonly<Record<string, unknown>>;
  /** What is stored, to see that it stays or goes. */
  stored(): Promise<unknown>;
}

interface Scenario {
  make(): Promise<Place>;
  /** Bodies without the secret that send it somewhere new. */
  readonly elsewhere: readonly Readonly<Record<string, unknown>>[];
  /** A body that leaves it where it is, or narrows where it may go. */
  readonly within: Readonly<Record<string, unknown>>;
}

const evil = "evil.example.net";
const column = (table: string, name: string, id: string) => () =>
  db
    .prepare(`SELECT ${name} FROM ${table} WHERE ${table === "variables" ? "workflow_id" : "id"} = ?`)
    .bind(id)
    .first(name);

const oauth = {
  kind: "authorization-code",
  clientId: "client",
  tokenUrl: "https://auth.example.com/token",
  issuer: "https://auth.example.com",
  authorizationUrl: "https://auth.example.com/authorize",
  scopes: [],
};
const anOAuthProfile = async (): Promise<Place> => {
  const id = await newProfile(ada, { ...oauth, clientSecret: "s3cret" }, { hosts: ["api.example.com"] });
  const { tokenUrl: _, ...settings } = oauth;
  return {
    method: "PATCH",
    path: `/api/profiles/${id}`,
    entered: { settings: { ...settings, tokenUrl: `https://${evil}/token`, clientSecret: "s3cret" } },
    stored: column("profiles", "secret", id),
  };
};
const hostsOf = {
  elsewhere: [
    { hosts: ["api.example.com:8443", evil] },
    { hosts: [evil] },
    { hosts: ["api.example.com"] },
    { hosts: ["*.example.com"] },
    { hosts: ["api.example.com:8444"] },
  ],
  within: { hosts: ["API.example.com:8443"] },
};
const withAddress = (name: string, path = "") => ({
  elsewhere: [
    { settings: { ...oauth, [name]: `https://${evil}${path}` } },
    { settings: { ...oauth, [name]: undefined } },
    { settings: { ...oauth, [name]: `https://auth.example.com/other${path}` } },
  ],
  within: { settings: { ...oauth, scopes: ["more"] } },
});
/** A person has given consent; the resulting tokens cannot be entered, so they are deleted. */
const aConnectedProfile = async (): Promise<Place> => {
  const id = await newProfile(ada, { ...oauth, authMethod: "none" }, { hosts: ["api.example.com"] });
  await db.prepare("UPDATE profiles SET tokens = 'v1.k1.sealed' WHERE id = ?").bind(id).run();
  return { method: "PATCH", path: `/api/profiles/${id}`, stored: column("profiles", "tokens", id) };
};
const ofPublic = (scenario: Pick<Scenario, "elsewhere">) => ({
  elsewhere: scenario.elsewhere.map((body) =>
    "settings" in body ? { settings: { ...(body["settings"] as object), authMethod: "none" } } : body,
  ),
  within: { hosts: ["API.example.com"] },
});

const aConnection = async (settings: object = { provider: "openai-compatible", baseUrl: "https://llm.example.com/v1" }): Promise<Place> => {
  const { body } = await ada.post("/api/models", { name: crypto.randomUUID(), apiKey: "s3cret", ...settings });
  return {
    method: "PATCH",
    path: `/api/models/${body.id}`,
    entered: { baseUrl: `https://${evil}/v1`, apiKey: "s3cret" },
    stored: column("model_connections", "key", body.id),
  };
};

/** A destination in the table without a scenario does not compile. */
const scenarios: { readonly [Of in Name]: { readonly [To in Destination<Of>]: Scenario } } = {
  variable: {
    hosts: {
      async make() {
        const id = await ada.newWorkflow();
        await ada.post(`/api/workflows/${id}/variables`, { name: "TOKEN", value: "s3cret", secure: true, hosts: ["api.example.com:8443"] });
        return {
          method: "PATCH",
          path: `/api/workflows/${id}/variables/TOKEN`,
          entered: { value: "s3cret" },
          stored: column("variables", "value", id),
        };
      },
      elsewhere: [{ hosts: null }, ...hostsOf.elsewhere.filter(({ hosts }) => !hosts[0]!.includes("*"))],
      within: hostsOf.within,
    },
  },
  profileSecret: {
    hosts: {
      async make() {
        const id = await newProfile(ada, { kind: "bearer", token: "s3cret" }, { hosts: ["api.example.com:8443"] });
        const entered = { settings: { kind: "bearer", token: "s3cret" } };
        return { method: "PATCH", path: `/api/profiles/${id}`, entered, stored: column("profiles", "secret", id) };
      },
      ...hostsOf,
    },
    tokenUrl: { make: anOAuthProfile, ...withAddress("tokenUrl", "/token") },
    issuer: { make: anOAuthProfile, ...withAddress("issuer") },
    authorizationUrl: { make: anOAuthProfile, ...withAddress("authorizationUrl", "/authorize") },
  },
  profileTokens: {
    hosts: { make: aConnectedProfile, ...ofPublic({ elsewhere: [{ hosts: ["api.example.com", evil] }] }) },
    tokenUrl: { make: aConnectedProfile, ...ofPublic(withAddress("tokenUrl", "/token")) },
    issuer: { make: aConnectedProfile, ...ofPublic(withAddress("issuer")) },
    authorizationUrl: { make: aConnectedProfile, ...ofPublic(withAddress("authorizationUrl", "/authorize")) },
  },
  modelKey: {
    provider: {
      make: aConnection,
      elsewhere: [{ provider: "anthropic", baseUrl: null }, { provider: "google" }, { provider: "openai", baseUrl: null }],
      within: { name: "Renamed" },
    },
    baseUrl: {
      make: aConnection,
      elsewhere: [
        { baseUrl: `https://${evil}/v1` },
        { baseUrl: "https://llm.example.com/v2" },
        { baseUrl: "https://llm.example.com:8443/v1" },
      ],
      within: { baseUrl: "https://llm.example.com/v1/" },
    },
    gateway: {
      make: async () => ({
        ...(await aConnection({ provider: "openai", gateway: { accountId: "0".repeat(32), id: "ours" } })),
        entered: { gateway: { accountId: "1".repeat(32), id: "ours" }, apiKey: "s3cret" },
      }),
      elsewhere: [
        { gateway: { accountId: "1".repeat(32), id: "ours" } },
        { gateway: { accountId: "0".repeat(32), id: "other" } },
        { gateway: null },
      ],
      within: { gateway: { id: "ours", accountId: "0".repeat(32) } },
    },
  },
  accessToken: {
    callbackUrl: {
      async make() {
        const id = await ada.newWorkflow();
        const path = `/api/workflows/${id}/endpoint`;
        await ada.put(path, { async: { callbackUrl: "https://hooks.example.com/a", accessToken: "s3cret" } });
        const stored = () =>
          db.prepare("SELECT json_extract(endpoint, '$.async.accessToken') AS token FROM workflows WHERE id = ?").bind(id).first("token");
        return { method: "PUT", path, entered: { async: { callbackUrl: `https://${evil}/a`, accessToken: "s3cret" } }, stored };
      },
      elsewhere: [
        { async: { callbackUrl: `https://${evil}/a` } },
        { async: { callbackUrl: "https://hooks.example.com/b" } },
        { async: { enabled: false, callbackUrl: "http://hooks.example.com/a" } },
      ],
      within: { async: { callbackUrl: null } },
    },
  },
  telemetryHeaders: {
    endpoint: {
      async make() {
        const person = await newPerson();
        ada = person;
        await person.put("/api/telemetry", { endpoint: "https://otel.example.com/a", headers: [{ name: "x-key", value: "s3cret" }] });
        const accountId = (await person.get("/api/me")).body.activeAccount.id;
        const stored = () => db.prepare("SELECT headers FROM telemetry_settings WHERE account_id = ?").bind(accountId).first("headers");
        return { method: "PUT", path: "/api/telemetry", entered: { headers: [{ name: "x-key", value: "s3cret" }] }, stored };
      },
      elsewhere: [
        { endpoint: `https://${evil}/` },
        { endpoint: "http://otel.example.com/a" },
        { endpoint: "https://otel.example.com:444/a" },
      ],
      within: { ratio: 0.5 },
    },
  },
  signingSecret: {},
  alertWebhook: {},
};

const rows = Object.entries(scenarios).flatMap(([secret, destinations]) =>
  // The table's own keys.
  Object.entries(destinations as Record<string, Scenario>).map(([to, scenario]) => ({ secret: secret as Name, to, scenario })),
);

describe.each(rows)("$secret, sent where $to says", ({ secret, scenario }) => {
  const { enteredAt } = storedSecrets[secret];

  it("goes nowhere else without being entered again", async () => {
    if (enteredAt === null) {
      for (const body of scenario.elsewhere) {
        const { method, path, stored } = await scenario.make();
        expect([body, (await ada.call(method, path, { body })).status, await stored()]).toEqual([body, 200, null]);
      }
      return;
    }
    const { method, path, entered, stored } = await scenario.make();
    const before = await stored();
    expect(before).toEqual(expect.any(String));
    for (const body of scenario.elsewhere) {
      const answer = await ada.call(method, path, { body });
      expect([body, answer.status, answer.body.errors?.[0]]).toMatchObject([body, 400, { code: "value_required" }]);
      expect(answer.body.errors[0].path).toMatch(new RegExp(`^${enteredAt}(/|$)`));
      expect(await stored()).toBe(before);
    }
    const answer = await ada.call(method, path, { body: { ...scenario.elsewhere[0], ...entered } });
    expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
    expect(await stored()).not.toBe(before);
  });

  it("stays with a change that sends it nowhere new", async () => {
    const { method, path, stored } = await scenario.make();
    const before = await stored();
    const answer = await ada.call(method, path, { body: scenario.within });
    expect([answer.status, answer.body.errors, await stored()]).toEqual([200, undefined, before]);
  });
});

describe("the table of stored secrets", () => {
  it("has every place that keeps sealed texts", () => {
    const homes = Object.values(storedSecrets).flatMap(({ homes: at }) => at as readonly string[]);
    expect([...new Set(homes)].toSorted()).toEqual(sealedHomes.map(({ what }) => what).toSorted());
  });

  it("is not got round by taking a callback out and putting another in", async () => {
    const id = await ada.newWorkflow();
    const path = `/api/workflows/${id}/endpoint`;
    await ada.put(path, { async: { callbackUrl: "https://hooks.example.com/a", accessToken: "s3cret" } });
    await ada.put(path, { async: { callbackUrl: null } });
    const answer = await ada.put(path, { async: { callbackUrl: `https://${evil}/` } });
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, "/async/accessToken"]);
    // Without the token it may.
    expect((await ada.put(path, { async: { callbackUrl: `https://${evil}/`, accessToken: null } })).status).toBe(200);
  });
});
