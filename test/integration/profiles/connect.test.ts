import { abortAllDurableObjects } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import { origin, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { callingFlow, deploy, detailOf, env, installation, newProfile, newRealm, run, type Realm } from "./world.ts";

const { app, clock, db } = installation;
let ada: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await installation.newPerson("Ada");
});

const settingsOf = (realm: Realm, more: Record<string, unknown> = {}) => ({
  kind: "authorization-code",
  authorizationUrl: realm.authorizationUrl,
  tokenUrl: realm.tokenUrl,
  clientId: "client",
  clientSecret: "s3cret",
  ...more,
});

const browse = (person: Person, address: string) =>
  app.fetch(new Request(new URL(address, origin), { headers: { cookie: person.cookie } }));

/** The address at the other system that a person is sent to. */
async function begin(person: Person, profile: string): Promise<URL> {
  const answer = await browse(person, `/api/profiles/${profile}/oauth/start`);
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get("location")!);
}

/** The person agrees there; the address that they are sent back to. */
async function agree(address: URL): Promise<URL> {
  const answer = await fetch(address, { redirect: "manual" });
  return new URL(answer.headers.get("location")!);
}

async function finish(person: Person, back: URL): Promise<string> {
  const answer = await browse(person, back.href);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  return (await answer.text()).replaceAll(/<[^>]*>|\s+/g, " ");
}

async function connected(realm: Realm, more: Record<string, unknown> = {}): Promise<string> {
  const profile = await newProfile(ada, settingsOf(realm, more));
  expect(await finish(ada, await agree(await begin(ada, profile)))).toContain("is connected");
  return profile;
}

const stateOf = async (profile: string) => (await ada.get(`/api/profiles/${profile}`)).body;

describe("connecting a profile", () => {
  it("takes a person to the other system and back, and its token into calls", async () => {
    const realm = await newRealm();
    const profile = await newProfile(ada, settingsOf(realm, { scopes: ["read", "write"], audience: "it" }));
    expect((await stateOf(profile)).connected).toBe(false);
    const address = await begin(ada, profile);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      response_type: "code",
      client_id: "client",
      redirect_uri: `${origin}/api/oauth/callback`,
      scope: "read write",
      audience: "it",
      code_challenge_method: "S256",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(await finish(ada, await agree(address))).toContain("is connected");
    expect(await stateOf(profile)).toMatchObject({ connected: true, lastTest: { ok: true } });
    expect((await run(await deploy(ada, callingFlow(realm.api, profile)))).status).toBe(200);
    const [exchange] = (await realm.journal()).tokenRequests;
    expect(exchange!.form.code_verifier).toMatch(/^[\w-]{43}$/);
  });

  it("keeps the tokens, the verifier and the state out of the database's open texts", async () => {
    const realm = await newRealm();
    const profile = await newProfile(ada, settingsOf(realm));
    const address = await begin(ada, profile);
    const rows = await db.prepare("SELECT * FROM profile_connections WHERE profile_id = ?").bind(profile).all();
    expect(rows.results).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(address.searchParams.get("state"));
    expect(rows.results[0]!.verifier).toMatch(/^v1\./);
    await finish(ada, await agree(address));
    const row = await db.prepare("SELECT * FROM profiles WHERE id = ?").bind(profile).first();
    expect(row?.tokens).toMatch(/^v1\./);
    expect(JSON.stringify(row)).not.toMatch(/[ar]t-[0-9a-f]/);
  });

  it("works with discovery, and for a public client", async () => {
    const realm = await newRealm({ authMethod: "none" });
    const profile = await connected(realm, {
      authMethod: "none",
      clientSecret: undefined,
      tokenUrl: undefined,
      authorizationUrl: undefined,
      issuer: realm.issuer,
    });
    expect((await run(await deploy(ada, callingFlow(realm.api, profile)))).status).toBe(200);
  });

  it("refuses an answer that comes a second time", async () => {
    const realm = await newRealm();
    const profile = await newProfile(ada, settingsOf(realm));
    const back = await agree(await begin(ada, profile));
    expect(await finish(ada, back)).toContain("is connected");
    expect(await finish(ada, back)).toContain("was already finished");
    expect((await realm.journal()).tokenRequests).toHaveLength(1);
  });

  it("refuses an answer in another session, which does not use it up", async () => {
    const realm = await newRealm();
    const profile = await newProfile(ada, settingsOf(realm));
    const back = await agree(await begin(ada, profile));
    const ben = await installation.newPerson("Ben");
    expect(await finish(ben, back)).toContain("was not started in this browser");
    expect((await realm.journal()).tokenRequests).toEqual([]);
    expect(await finish(ada, back)).toContain("is connected");
  });

  it("refuses a state that nobody gave out, and one older than 10 minutes", async () => {
    const realm = await newRealm();
    const profile = await newProfile(ada, settingsOf(realm));
    const back = await agree(await begin(ada, profile));
    const forged = new URL(back);
    forged.searchParams.set("state", "x".repeat(43));
    expect(await finish(ada, forged)).toContain("Not connected");
    clock.ms = Date.now() + 600_000;
    try {
      expect(await finish(ada, back)).toContain("took longer than 10 minutes");
    } finally {
      clock.ms = undefined;
    }
    expect((await realm.journal()).tokenRequests).toEqual([]);
  });

  it("sends no code of one server to another: a mixed-up answer is refused", async () => {
    const honest = await newRealm();
    const evil = await newRealm();
    // The profile's own server sends the person on to the honest one, to have the honest one's code delivered to itself.
    for (const more of [{}, { issuer: evil.issuer }]) {
      const profile = await newProfile(ada, settingsOf(evil, more));
      const address = await begin(ada, profile);
      const detour = new URL(honest.authorizationUrl.replace("127.0.0.1", "localhost"));
      detour.search = address.search;
      const back = await agree(detour);
      // The honest server names itself as it is reached.
      back.searchParams.set("iss", honest.issuer.replace("127.0.0.1", "localhost"));
      expect(await finish(ada, back)).toContain("Not connected");
    }
    expect((await evil.journal()).tokenRequests).toEqual([]);
  });

  it("refuses an answer without iss of a server that says that it sends one", async () => {
    const realm = await newRealm();
    const profile = await newProfile(ada, settingsOf(realm, { tokenUrl: undefined, authorizationUrl: undefined, issuer: realm.issuer }));
    const back = await agree(await begin(ada, profile));
    back.searchParams.delete("iss");
    expect(await finish(ada, back)).toContain("Not connected");
    expect((await realm.journal()).tokenRequests).toEqual([]);
  });

  it("says that the person declined", async () => {
    const realm = await newRealm();
    const profile = await newProfile(ada, settingsOf(realm));
    const state = (await begin(ada, profile)).searchParams.get("state")!;
    const back = new URL(`${origin}/api/oauth/callback?error=access_denied&error_description=%3Cscript%3E&state=${state}`);
    const page = await finish(ada, back);
    expect(page).toContain("the request was declined");
    expect(page).not.toContain("script");
    expect(await stateOf(profile)).toMatchObject({ connected: false, lastTest: { ok: false } });
  });

  it("does not connect a profile whose settings were changed meanwhile", async () => {
    const realm = await newRealm();
    const profile = await newProfile(ada, settingsOf(realm));
    const back = await agree(await begin(ada, profile));
    const other = await newRealm();
    expect((await ada.patch(`/api/profiles/${profile}`, { settings: settingsOf(other) })).status).toBe(200);
    expect(await finish(ada, back)).toContain("changed in the meantime");
    expect([(await realm.journal()).tokenRequests, (await other.journal()).tokenRequests]).toEqual([[], []]);
  });

  it("is for browsers, by whoever may change the profile, and not begun by another site", async () => {
    const realm = await newRealm();
    const profile = await newProfile(ada, settingsOf(realm));
    const path = `/api/profiles/${profile}/oauth/start`;
    const { token } = (await ada.post("/api/tokens", { name: "t" })).body;
    expect((await installation.send("GET", path, { headers: { authorization: `Bearer ${token}` } })).status).toBe(409);
    expect((await ada.call("GET", path, { headers: { "sec-fetch-site": "cross-site" } })).status).toBe(403);
    const ben = await installation.newPerson("Ben");
    expect((await ben.get(path)).status).toBe(404);
    expect((await ada.get(`/api/profiles/${await newProfile(ada, { kind: "none" })}/oauth/start`)).status).toBe(409);
  });
});

describe("a connected profile", () => {
  it("uses each refresh token once, however many runs and lanes want one", async () => {
    const realm = await newRealm({ expiresInSec: 20, delayMs: 100 });
    const profile = await connected(realm);
    const flow = await deploy(ada, callingFlow(realm.api, profile));
    for (let round = 0; round < 3; round++) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => run(flow)));
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    }
    const { tokenRequests, reused } = await realm.journal();
    expect(reused).toBe(false);
    const refreshed = tokenRequests.flatMap(({ form }) => (form.refresh_token ? [form.refresh_token] : []));
    expect(new Set(refreshed).size).toBe(refreshed.length);
    expect((await run(flow)).status).toBe(200);
  });

  it("refreshes once for all runs that find the token expired at the same moment", async () => {
    const realm = await newRealm({ expiresInSec: 20, delayMs: 100 });
    const profile = await connected(realm);
    const flow = await deploy(ada, callingFlow(realm.api, profile));
    await realm.setup({ expiresInSec: 3600 });
    await Promise.all(Array.from({ length: 10 }, () => run(flow)));
    expect((await realm.journal()).tokenRequests).toHaveLength(2);
  });

  it("keeps the old refresh token where the server gives no new one", async () => {
    const realm = await newRealm({ expiresInSec: 20, rotates: false });
    const flow = await deploy(ada, callingFlow(realm.api, await connected(realm)));
    for (const _ of [1, 2, 3]) expect((await run(flow)).status).toBe(200);
    const tokens = (await realm.journal()).tokenRequests.slice(1).map(({ form }) => form.refresh_token);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens).toHaveLength(3);
  });

  it("does not lose a rotated refresh token when the database fails and the object dies", async () => {
    const realm = await newRealm({ expiresInSec: 20 });
    const profile = await connected(realm);
    const flow = await deploy(ada, callingFlow(realm.api, profile));
    await db.exec("CREATE TRIGGER out_of_order BEFORE UPDATE OF tokens ON profiles BEGIN SELECT RAISE(ABORT, 'out of order'); END");
    try {
      const answer = await run(flow);
      expect([answer.status, answer.body.detail]).toEqual([500, expect.stringContaining("could not be read or saved")]);
    } finally {
      await db.exec("DROP TRIGGER out_of_order");
    }
    await abortAllDurableObjects();
    expect((await run(flow)).status).toBe(200);
    const { reused, tokenRequests } = await realm.journal();
    expect(reused).toBe(false);
    // The token that was fetched in vain is known again, and replaced because it has only 20 seconds.
    expect(tokenRequests.length).toBeLessThanOrEqual(3);
  });

  it("says to connect again when the connection was ended there", async () => {
    const realm = await newRealm({ expiresInSec: 20 });
    const profile = await connected(realm);
    const flow = await deploy(ada, callingFlow(realm.api, profile));
    await realm.setup({ refuse: { status: 400, error: "invalid_grant" } });
    const answer = await run(flow);
    expect(answer.body.detail).toContain("invalid_grant");
    expect((await stateOf(profile)).lastTest).toMatchObject({ ok: false, message: expect.stringContaining("expired or was revoked") });
    expect((await ada.post(`/api/profiles/${profile}/test`)).body.ok).toBe(false);
    expect(JSON.stringify(await detailOf(flow, answer.body.runId))).not.toMatch(/[ar]t-[0-9a-f]/);
  });

  it("takes tokens that were moved to another profile for none of its own", async () => {
    const realm = await newRealm();
    const [one, other] = [await connected(realm), await connected(realm)];
    await env.DB.prepare("UPDATE profiles SET tokens = (SELECT tokens FROM profiles WHERE id = ?) WHERE id = ?").bind(one, other).run();
    const answer = await run(await deploy(ada, callingFlow(realm.api, other)));
    expect([answer.status, answer.body.detail]).toEqual([500, expect.stringContaining("cannot be decrypted")]);
    expect((await realm.journal()).apiRequests).toEqual([]);
  });
});
