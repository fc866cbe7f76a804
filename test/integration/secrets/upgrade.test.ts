/** Profiles of a build that let a secret go to any host. */
import { env } from "cloudflare:workers";
import type { D1Migration } from "cloudflare:test";
import { beforeAll, describe, expect, it } from "vitest";
import type { Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { callingFlow, deploy, here, installation, newProfile, run, there } from "../profiles/world.ts";
import { received } from "../support/servers.ts";

const { db, newPerson } = installation;
let ada: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
});

/** Brings profiles back to how the older build kept them, and applies what the upgrade does to them. */
async function upgrade(...ids: string[]): Promise<void> {
  for (const id of ids) await db.prepare("UPDATE profiles SET hosts = NULL, open_since = NULL WHERE id = ?").bind(id).run();
  // A binding of vitest.config.ts.
  const { MIGRATIONS } = env as unknown as { MIGRATIONS: D1Migration[] };
  const { queries } = MIGRATIONS.find(({ name }) => name.includes("profile-hosts"))!;
  const updates = queries.filter((query) => !/^\s*ALTER/.test(query));
  expect(updates).toHaveLength(2);
  for (const query of updates) await db.prepare(query).run();
}

const bearer = { kind: "bearer", token: "s3cret" };
const hostsOf = async (id: string) => (await ada.get(`/api/profiles/${id}`)).body.hosts;

describe("a profile that named no hosts", () => {
  it("gets those that it was sent to, and its runs go on", async () => {
    const id = crypto.randomUUID();
    const profile = await newProfile(ada, bearer, { testUrl: "https://Test.example.com/me?x=1" });
    const flow = await deploy(ada, callingFlow(`${here}/echo?id=${id}`, profile));
    const draft = callingFlow("https://later.example.com:8443/{{steps.Start.x}}", profile);
    await ada.put(`/api/workflows/${flow.workflowId}/flow`, draft);
    await upgrade(profile);
    expect((await hostsOf(profile)).toSorted()).toEqual([new URL(here).host, "later.example.com:8443", "test.example.com:443"].toSorted());
    expect((await run(flow)).status).toBe(200);
    expect((await received(id))[0]!.headers["authorization"]).toBe("Bearer s3cret");
  });

  it("goes on where a deployed flow makes the host, and nowhere new, until its hosts are named", async () => {
    const id = crypto.randomUUID();
    const profile = await newProfile(ada, bearer);
    const computed = callingFlow(`{{env.BASE}}/echo?id=${id}`, profile);
    const workflowId = await ada.newWorkflow();
    await ada.post(`/api/workflows/${workflowId}/variables`, { name: "BASE", value: here });
    const flow = await deploy(ada, computed, workflowId);
    await upgrade(profile);
    expect(await hostsOf(profile)).toBeNull();
    expect((await run(flow)).status).toBe(200);
    expect(await received(id)).toHaveLength(1);

    const problems = (await ada.post(`/api/workflows/${workflowId}/validate`, {})).body.problems;
    expect(problems.map(({ code }: { code: string }) => code)).toEqual(["authorization_without_hosts"]);
    expect((await ada.post(`/api/workflows/${workflowId}/deploy`)).status).toBe(422);
    expect((await ada.post(`/api/workflows/${workflowId}/test-runs`, { input: {} })).status).toBe(422);
    expect((await ada.post(`/api/profiles/${profile}/test`)).body).toMatchObject({ ok: true });
    await ada.patch(`/api/workflows/${workflowId}/variables/BASE`, { value: there });
    // What a lane has read of a profile it keeps for some seconds.
    await expect
      .poll(async () => JSON.stringify((await run(flow)).body), { timeout: 20_000, interval: 1000 })
      .toContain("does not say which hosts may receive its secret");

    expect((await ada.patch(`/api/profiles/${profile}`, { name: `Renamed ${id}` })).status).toBe(200);
    const without = await ada.patch(`/api/profiles/${profile}`, { hosts: ["127.0.0.1"] });
    expect([without.status, without.body.errors]).toMatchObject([400, [{ path: "/settings/token", code: "value_required" }]]);
    const named = await ada.patch(`/api/profiles/${profile}`, { hosts: ["127.0.0.1"], settings: bearer });
    expect([named.status, named.body.hosts]).toEqual([200, ["127.0.0.1"]]);
    expect((await ada.post(`/api/workflows/${workflowId}/deploy`)).status).toBe(200);
  });

  it.each([
    "{{steps.Start.host}}/x",
    "https://{{steps.Start.host}}/x",
    "https://user@example.com/",
    "https://a.example.com\\@b.example.com/",
  ])("gets none from %s", async (url) => {
    const profile = await newProfile(ada, bearer);
    await ada.put(`/api/workflows/${await ada.newWorkflow()}/flow`, callingFlow(url, profile));
    await upgrade(profile);
    expect(await hostsOf(profile)).toBeNull();
  });

  it("is not made any more", async () => {
    for (const hosts of [undefined, null]) {
      const answer = await ada.post("/api/profiles", { name: crypto.randomUUID(), settings: bearer, hosts });
      expect([answer.status, answer.body.errors]).toMatchObject([400, [{ path: "/hosts", code: "required" }]]);
    }
    const profile = await newProfile(ada, bearer);
    expect((await ada.patch(`/api/profiles/${profile}`, { hosts: null, settings: bearer })).status).toBe(400);
  });
});
