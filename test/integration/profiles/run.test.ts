import { beforeAll, describe, expect, it, vi } from "vitest";
import { migrate } from "../management/migrate.ts";
import type { Person } from "../management/installation.ts";
import { received } from "../support/servers.ts";
import { callingFlow, deploy, detailOf, env, here, installation, newProfile, newRealm, run, there, type Realm } from "./world.ts";

let ada: Person;
beforeAll(async () => {
  await migrate(installation.db);
  ada = await installation.newPerson("Ada");
});

const secret = "c4nary-secret/with+signs";

describe("an API node with a profile", () => {
  it.each([
    [{ kind: "basic", username: "ada", password: secret }, "authorization", `Basic ${btoa(`ada:${secret}`)}`],
    [{ kind: "bearer", token: secret }, "authorization", `Bearer ${secret}`],
    [{ kind: "api-key", in: "header", name: "X-Api-Key", key: secret }, "x-api-key", secret],
  ])("of the kind %o sends its header, once, in place of the builder's", async (settings, name, value) => {
    const id = crypto.randomUUID();
    const flow = callingFlow(`${here}/echo?id=${id}`, await newProfile(ada, settings), {
      headers: [
        { name: name.toUpperCase(), value: "the builder's" },
        { name: "X-Other", value: "stays" },
      ],
    });
    const answer = await run(await deploy(ada, flow));
    expect(answer.status).toBe(200);
    const [arrived, ...more] = await received(id);
    expect(more).toEqual([]);
    expect(arrived!.headers).toMatchObject({ [name]: value, "x-other": "stays" });
  });

  it("adds a key to the query, and leaves the builder's parameters as they are", async () => {
    const id = crypto.randomUUID();
    const profile = await newProfile(ada, { kind: "api-key", in: "query", name: "api_key", key: secret });
    await run(await deploy(ada, callingFlow(`${here}/echo?a=%20b&id=${id}&api_key=old`, profile)));
    const [arrived] = await received(id);
    expect(arrived!.path).toBe(`/echo?a=%20b&id=${id}&api_key=${encodeURIComponent(secret)}`);
  });

  it("sends nothing with the kind none", async () => {
    const id = crypto.randomUUID();
    await run(await deploy(ada, callingFlow(`${here}/echo?id=${id}`, await newProfile(ada, { kind: "none" }))));
    expect((await received(id))[0]!.headers).not.toHaveProperty("authorization");
  });

  it("keeps the secret out of the run, also where the answer repeats it", async () => {
    const settings = { kind: "basic", username: "ada", password: secret };
    const echoed = btoa(JSON.stringify({ plain: secret, basic: btoa(`ada:${secret}`), url: encodeURIComponent(secret) }));
    const url = `${here}/answer?type=application/json&body64=${encodeURIComponent(echoed)}`;
    const flow = await deploy(ada, callingFlow(url, await newProfile(ada, settings), { method: "GET" }));
    const answer = await run(flow);
    expect(answer.body.output.result.body).toEqual({ plain: "•••", basic: "•••", url: "•••" });
    const detail = await detailOf(flow, answer.body.runId);
    const call = detail.steps.find(({ name }) => name === "Call")!;
    expect(call.input).toMatchObject({ headers: [["Authorization", "••••••"]] });
    expect(JSON.stringify([answer.body, detail])).not.toContain("c4nary");
    expect(JSON.stringify([answer.body, detail])).not.toContain(btoa(`ada:${secret}`));
  });

  it("is refused by hosts that are not the profile's, before anything is sent", async () => {
    const id = crypto.randomUUID();
    const profile = await newProfile(ada, { kind: "bearer", token: secret }, { hosts: [new URL(there).host] });
    const refused = await run(await deploy(ada, callingFlow(`${here}/echo?id=${id}`, profile)));
    expect([refused.status, refused.body.errors?.[0]?.code ?? refused.body.detail]).toEqual([
      500,
      expect.stringMatching(/authorization_refused|does not allow/),
    ]);
    expect(await received(id)).toEqual([]);
    const allowed = await run(await deploy(ada, callingFlow(`${there}/echo`, profile)));
    expect(allowed.status).toBe(200);
  });

  it("loses the secret where the call is redirected to another origin", async () => {
    const id = crypto.randomUUID();
    const profile = await newProfile(ada, { kind: "api-key", in: "header", name: "X-Key", key: secret });
    const to = encodeURIComponent(`${there}/echo?id=${id}`);
    await run(await deploy(ada, callingFlow(`${here}/redirect?to=${to}`, profile)));
    // Both servers keep one journal.
    const [arrived] = await received(id);
    expect(arrived!.headers).not.toHaveProperty("x-key");
  });

  it("cannot use another tenant's, whatever its flow says", async () => {
    const ben = await installation.newPerson("Ben");
    const id = crypto.randomUUID();
    const foreign = await newProfile(ben, { kind: "bearer", token: secret });
    const own = await newProfile(ada, { kind: "bearer", token: "own" });
    const flow = await deploy(ada, callingFlow(`${here}/echo?id=${id}`, own));
    const problems = (await ada.put(`/api/workflows/${flow.workflowId}/flow`, callingFlow(`${here}/echo?id=${id}`, foreign))).body.problems;
    expect(problems).toMatchObject([{ code: "authorization_unknown", path: "/nodes/1/config/authorization" }]);
    // As if it had been deployed all the same.
    await env.DB.batch(
      [
        "UPDATE versions SET flow = replace(flow, ?, ?) WHERE workflow_id = ?",
        "UPDATE deployments SET plan = replace(plan, ?, ?) WHERE workflow_id = ?",
      ].map((sql) => env.DB.prepare(sql).bind(own, foreign, flow.workflowId)),
    );
    const answer = await run(flow);
    expect([answer.status, answer.body.detail]).toEqual([500, expect.stringContaining("authorization profile no longer exists")]);
    expect(await received(id)).toEqual([]);
  });

  it("sends a changed secret within 10 seconds", async () => {
    const id = crypto.randomUUID();
    const profile = await newProfile(ada, { kind: "bearer", token: "old" });
    const flow = await deploy(ada, callingFlow(`${here}/echo?id=${id}`, profile));
    await run(flow);
    await ada.patch(`/api/profiles/${profile}`, { settings: { kind: "bearer", token: "new" } });
    const changedAt = Date.now();
    await vi.waitFor(
      async () => {
        await run(flow);
        expect((await received(id)).at(-1)!.headers["authorization"]).toBe("Bearer new");
      },
      { timeout: 10_000, interval: 500 },
    );
    expect(Date.now() - changedAt).toBeLessThan(10_000);
  });

  it("fails where the sealed secret is another profile's", async () => {
    const [one, other] = await Promise.all([1, 2].map(() => newProfile(ada, { kind: "bearer", token: secret })));
    await env.DB.prepare("UPDATE profiles SET secret = (SELECT secret FROM profiles WHERE id = ?) WHERE id = ?").bind(one, other).run();
    const id = crypto.randomUUID();
    const answer = await run(await deploy(ada, callingFlow(`${here}/echo?id=${id}`, other!)));
    expect([answer.status, answer.body.detail]).toEqual([500, expect.stringContaining("cannot be decrypted")]);
    expect(await received(id)).toEqual([]);
  });
});

describe("OAuth client credentials", () => {
  const settingsOf = (realm: Realm, more: Record<string, unknown> = {}) => ({
    kind: "client-credentials",
    tokenUrl: realm.tokenUrl,
    clientId: "client",
    clientSecret: "s3cret",
    ...more,
  });

  it("fetch one token for many runs at once, and keep it", async () => {
    const realm = await newRealm({ delayMs: 200 });
    const profile = await newProfile(ada, settingsOf(realm, { scopes: ["a", "b"], audience: "it", resource: "https://it.example/" }));
    const flow = await deploy(ada, callingFlow(realm.api, profile));
    const answers = await Promise.all(Array.from({ length: 10 }, () => run(flow)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect((await run(flow)).status).toBe(200);
    const { tokenRequests } = await realm.journal();
    expect(tokenRequests).toMatchObject([
      {
        form: { grant_type: "client_credentials", scope: "a b", audience: "it", resource: "https://it.example/" },
        authorization: `Basic ${btoa("client:s3cret")}`,
      },
    ]);
    expect(JSON.stringify(await detailOf(flow, answers[0]!.body.runId))).not.toMatch(/at-[0-9a-f]/);
  });

  it("may hold any character, stand in the form, and be found by discovery", async () => {
    const odd = await newRealm({ clientId: "a:b", clientSecret: "p+ss w/ürd-_.~%" });
    const more = { clientId: "a:b", clientSecret: "p+ss w/ürd-_.~%" };
    expect((await run(await deploy(ada, callingFlow(odd.api, await newProfile(ada, settingsOf(odd, more)))))).status).toBe(200);
    const realm = await newRealm({ authMethod: "post" });
    const profile = await newProfile(ada, settingsOf(realm, { authMethod: "post", tokenUrl: undefined, issuer: realm.issuer }));
    expect((await run(await deploy(ada, callingFlow(realm.api, profile)))).status).toBe(200);
  });

  it("are renewed before they run out", async () => {
    const realm = await newRealm({ expiresInSec: 20 });
    const profile = await newProfile(ada, settingsOf(realm));
    const flow = await deploy(ada, callingFlow(realm.api, profile));
    for (const _ of [1, 2]) expect((await run(flow)).status).toBe(200);
    // 20 seconds are less than the 30 that a token must have left.
    expect((await realm.journal()).tokenRequests).toHaveLength(2);
  });

  it("are renewed once where the called system says 401, and the call is sent once more", async () => {
    const realm = await newRealm();
    const flow = await deploy(ada, callingFlow(realm.api, await newProfile(ada, settingsOf(realm))));
    expect((await run(flow)).status).toBe(200);
    await realm.revokeAccess();
    expect((await run(flow)).status).toBe(200);
    const { tokenRequests, apiRequests } = await realm.journal();
    expect([tokenRequests.length, apiRequests.length]).toEqual([2, 3]);
    expect(apiRequests[1]!.idempotencyKey).toBe(apiRequests[2]!.idempotencyKey);
    expect(apiRequests[1]!.authorization).not.toBe(apiRequests[2]!.authorization);
  });

  it("give up after one renewal where 401 stays", async () => {
    const realm = await newRealm();
    const profile = await newProfile(ada, settingsOf(realm));
    const id = crypto.randomUUID();
    const answer = await run(await deploy(ada, callingFlow(`${here}/answer?id=${id}&status=401`, profile)));
    expect(answer.status).toBe(500);
    expect(await received(id)).toHaveLength(2);
    expect((await realm.journal()).tokenRequests).toHaveLength(2);
  });

  it("that are refused fail the run in words, mark the profile, and come back when they are accepted", async () => {
    const realm = await newRealm();
    const profile = await newProfile(ada, settingsOf(realm, { clientSecret: "wr0ng-canary" }));
    const flow = await deploy(ada, callingFlow(realm.api, profile));
    const answer = await run(flow);
    expect([answer.status, answer.body.detail]).toEqual([500, expect.stringContaining("invalid_client")]);
    expect(JSON.stringify(answer.body)).not.toContain("canary");
    expect((await ada.get(`/api/profiles/${profile}`)).body.lastTest).toMatchObject({
      ok: false,
      message: expect.stringContaining("invalid_client"),
    });
    // Runs of the next seconds do not ask again.
    await run(flow);
    expect((await realm.journal()).tokenRequests).toHaveLength(1);
    await realm.setup({ clientSecret: "wr0ng-canary" });
    expect((await ada.post(`/api/profiles/${profile}/test`)).body.ok).toBe(true);
    expect((await run(flow)).status).toBe(200);
  });

  it("fail as a call does where the server is out of reach, and do not mark the profile", async () => {
    const realm = await newRealm();
    await realm.setup({ refuse: { status: 503, error: "temporarily_unavailable" } });
    const profile = await newProfile(ada, settingsOf(realm));
    const answer = await run(await deploy(ada, callingFlow(realm.api, profile)));
    expect([answer.status, answer.body.detail]).toEqual([500, expect.stringContaining("503")]);
    expect((await ada.get(`/api/profiles/${profile}`)).body.lastTest).toBeNull();
  });
});
