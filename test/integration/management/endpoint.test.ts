import { beforeAll, describe, expect, it } from "vitest";
import type { DeploymentId, VersionId, WorkflowId } from "#flow/ids.ts";
import { parseKeyring } from "#store/encryption.ts";
import { openAccessToken, openSigningSecret } from "#store/endpoint-secrets.ts";
import { loadDeployment, loadEndpoint, loadVersion, touchKey } from "#store/endpoint.ts";
import { firstFlow } from "#flow/templates/first-flow.ts";
import { install, type Person } from "./installation.ts";
import { migrate } from "./migrate.ts";

const installation = install({ MILLRACE_ALLOW_HOSTS: "127.0.0.1:9000" });
const { newPerson, db } = installation;
let ada: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
});

async function newEndpoint() {
  const id = (await ada.newWorkflow()) as WorkflowId;
  const path = `/api/workflows/${id}`;
  const settings = async () => (await ada.get(`${path}/endpoint`)).body;
  return { id, path, settings };
}
const callbackUrl = "https://hooks.example.com/done";

describe("endpoint settings", () => {
  it("begin with the defaults", async () => {
    const { settings } = await newEndpoint();
    expect(await settings()).toEqual({
      sync: { timeoutSec: 180 },
      async: {
        enabled: true,
        callbackUrl: null,
        hasAccessToken: false,
        signingSecret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/),
        timeoutSec: 180,
      },
      needsRedeploy: false,
    });
  });

  it("keep what is left out, and need a redeploy until it is done", async () => {
    const { id, path, settings } = await newEndpoint();
    await ada.post(`${path}/deploy`);
    const changed = await ada.put(`${path}/endpoint`, { async: { callbackUrl, accessToken: "the-token" } });
    expect(changed.body).toMatchObject({
      sync: { timeoutSec: 180 },
      async: { enabled: true, callbackUrl, hasAccessToken: true },
      needsRedeploy: true,
    });
    expect(JSON.stringify(changed.body)).not.toContain("the-token");
    expect((await loadEndpoint(db, id))?.deployment?.settings.async.callbackUrl).toBeNull();
    const again = await ada.put(`${path}/endpoint`, { sync: { timeoutSec: 60 } });
    expect(again.body).toMatchObject({ sync: { timeoutSec: 60 }, async: { callbackUrl, hasAccessToken: true }, needsRedeploy: true });
    expect((await ada.get(path)).body.deployment.settingsChanged).toBe(true);
    const deployed = await ada.post(`${path}/deploy`);
    expect(deployed.body.endpoints.push).toMatch(/\/push$/);
    expect(await settings()).toMatchObject({ needsRedeploy: false });
    await ada.put(`${path}/endpoint`, { async: { callbackUrl: null, accessToken: null } });
    expect(await settings()).toMatchObject({ async: { callbackUrl: null, hasAccessToken: false }, needsRedeploy: true });
  });

  it("take what GET answers", async () => {
    const { path, settings } = await newEndpoint();
    const before = await settings();
    expect((await ada.put(`${path}/endpoint`, before)).body).toEqual(before);
  });

  it.each([
    [{ sync: { timeoutSec: 59 } }, "/sync/timeoutSec"],
    [{ sync: { timeoutSec: 301 } }, "/sync/timeoutSec"],
    [{ sync: { timeoutSec: 60.5 } }, "/sync/timeoutSec"],
    [{ sync: { timeoutSec: null } }, "/sync/timeoutSec"],
    [{ async: { timeoutSec: 59 } }, "/async/timeoutSec"],
    [{ async: { timeoutSec: 601 } }, "/async/timeoutSec"],
    [{ async: { callbackUrl: "ftp://example.com" } }, "/async/callbackUrl"],
    [{ async: { callbackUrl: "not an address" } }, "/async/callbackUrl"],
    [{ async: { callbackUrl: "http://127.0.0.1:9001/" } }, "/async/callbackUrl"],
    [{ async: { callbackUrl: "http://169.254.169.254/" } }, "/async/callbackUrl"],
    [{ async: { callbackUrl: "https://millrace.test/v1" } }, "/async/callbackUrl"],
    [{ async: { accessToken: "two\r\nlines" } }, "/async/accessToken"],
    [{ async: { retries: 3 } }, "/async/retries"],
  ])("refuse %j", async (body, path) => {
    const { path: workflow, settings } = await newEndpoint();
    const before = await settings();
    const answer = await ada.put(`${workflow}/endpoint`, body);
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, path]);
    expect(await settings()).toEqual(before);
  });

  it.each([
    { sync: { timeoutSec: 60 } },
    { sync: { timeoutSec: 300 } },
    { async: { timeoutSec: 60 } },
    { async: { timeoutSec: 600 } },
    { async: { timeoutSec: null } },
    { async: { callbackUrl: "http://127.0.0.1:9000/hook" } },
    { async: { enabled: false } },
  ])("take %j", async (body) => {
    const { path } = await newEndpoint();
    const answer = await ada.put(`${path}/endpoint`, body);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject(body);
  });

  it("lose no change of two that come at the same moment", async () => {
    const { path, settings } = await newEndpoint();
    const answers = await Promise.all([
      ada.put(`${path}/endpoint`, { sync: { timeoutSec: 61 } }),
      ada.put(`${path}/endpoint`, { async: { timeoutSec: 62 } }),
    ]);
    const now = await settings();
    const [sync, async] = answers.map(({ status }) => status);
    expect(now.sync.timeoutSec).toBe(sync === 200 ? 61 : 180);
    expect(now.async.timeoutSec).toBe(async === 200 ? 62 : 180);
    expect([sync, async]).toContain(200);
  });
});

describe("what a call loads", () => {
  it("is nothing for a workflow that does not exist, and no deployment before the first", async () => {
    const { id } = await newEndpoint();
    expect(await loadEndpoint(db, "wf_none" as WorkflowId)).toBeUndefined();
    expect(await loadEndpoint(db, id)).toMatchObject({ workflowId: id, deployment: null, keys: [] });
    expect(await loadVersion(db, "ver_none" as VersionId)).toBeUndefined();
    expect(await loadDeployment(db, "dep_none" as DeploymentId)).toBeUndefined();
  });

  it("is the deployment, its settings and the keys that were not revoked, in one statement", async () => {
    const { id, path } = await newEndpoint();
    await ada.put(`${path}/endpoint`, { async: { callbackUrl, accessToken: "the-token", timeoutSec: null } });
    const { deploymentId, versionId } = (await ada.post(`${path}/deploy`)).body;
    const key = (await ada.post(`${path}/keys`, { name: "kept", ratePerMinute: 5, expiresAt: 4_000_000_000_000 })).body;
    const revoked = (await ada.post(`${path}/keys`, { name: "revoked" })).body;
    await ada.delete(`${path}/keys/${revoked.id}`);
    let statements = 0;
    const counted = new Proxy(db, {
      get(target, name) {
        if (name === "prepare" || name === "batch" || name === "exec") statements++;
        const value = Reflect.get(target, name) as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const endpoint = (await loadEndpoint(counted, id))!;
    expect(statements).toBe(1);
    expect(endpoint.deployment).toMatchObject({
      id: deploymentId,
      versionId,
      settings: { sync: { timeoutSec: 180 }, async: { enabled: true, callbackUrl, timeoutSec: null } },
    });
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(key.key));
    const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    expect(endpoint.keys).toEqual([
      { id: key.id, name: expect.any(String) as string, hash, expiresAt: 4_000_000_000_000, ratePerMinute: 5 },
    ]);
    expect(await loadVersion(db, versionId)).toEqual(firstFlow);
    expect(await loadDeployment(db, deploymentId)).toEqual({ ...endpoint.deployment, workflowId: id, accountId: endpoint.accountId });

    const keyring = await parseKeyring(`k1:${btoa("0123456789abcdef0123456789abcdef")}`);
    const { settings } = endpoint.deployment!;
    expect(JSON.stringify(settings)).not.toContain("the-token");
    expect(await openAccessToken(settings, endpoint, keyring)).toBe("the-token");
    expect(await openSigningSecret(settings, endpoint, keyring)).toBe((await ada.get(`${path}/endpoint`)).body.async.signingSecret);
    const elsewhere = { ...endpoint, workflowId: "wf_other" as WorkflowId };
    await expect(openAccessToken(settings, elsewhere, keyring)).rejects.toThrow("not sealed as access-token");
  });

  it("stays with a deployment that was replaced", async () => {
    const { path } = await newEndpoint();
    const first = (await ada.post(`${path}/deploy`)).body;
    await ada.put(`${path}/endpoint`, { sync: { timeoutSec: 60 } });
    await ada.post(`${path}/deploy`);
    expect((await loadDeployment(db, first.deploymentId))?.settings.sync.timeoutSec).toBe(180);
  });

  it("notes the use of a key at most once a minute", async () => {
    const { path } = await newEndpoint();
    const { id } = (await ada.post(`${path}/keys`, { name: "k" })).body;
    const lastUsed = async () => Date.parse((await ada.get(`${path}/keys`)).body.items[0].lastUsedAt);
    const at = Date.now();
    await touchKey(db, id, at);
    await touchKey(db, id, at + 59_999);
    expect(await lastUsed()).toBe(at);
    await touchKey(db, id, at + 60_000);
    expect(await lastUsed()).toBe(at + 60_000);
  });
});
