import { beforeAll, expect, it } from "vitest";
import type { AccountId, ProfileId, WorkflowId } from "#flow/ids.ts";
import { parseKeyring, type Keyring } from "#store/encryption.ts";
import { openAccessToken, openSigningSecret } from "#store/endpoint-secrets.ts";
import { readSettings } from "#store/endpoint.ts";
import { openField } from "#store/profiles/profile-secrets.ts";
import { loadSettings } from "#store/telemetry/load-telemetry.ts";
import { openHeaders } from "#store/telemetry/telemetry-secrets.ts";
import { loadVariables } from "#store/run-variables.ts";
import { openVariable } from "#store/variable-secrets.ts";
import { install } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";

const [k1, k2] = [`k1:${btoa("0123456789abcdef0123456789abcdef")}`, `k2:${btoa("fedcba9876543210fedcba9876543210")}`];
const before = install({ MILLRACE_ENCRYPTION_KEYS: k1 });
const rotating = install({ MILLRACE_ENCRYPTION_KEYS: `${k2},${k1}` });
const after = install({ MILLRACE_ENCRYPTION_KEYS: k2 });
const { db } = before;
beforeAll(() => migrate(db));

/** A deployed workflow with 60 secrets, a callback token of its own, and a deployment that still has another one. */
async function furnished() {
  const ada = await before.newPerson();
  const id = (await ada.newWorkflow()) as WorkflowId;
  const at = `/api/workflows/${id}`;
  for (let i = 0; i < 60; i++) await ada.post(`${at}/variables`, { name: `TOKEN_${i}`, value: `secret ${i}`, secure: true });
  await ada.post(`${at}/variables`, { name: "PLAIN", value: "v1.k1.looks.sealed" });
  for (const accessToken of ["first", "second"]) {
    await ada.put(`${at}/endpoint`, { async: { enabled: true, callbackUrl: "https://example.com/x", accessToken } });
    expect((await ada.post(`${at}/deploy`)).status).toBe(200);
  }
  const settings = { kind: "bearer", token: "of the profile" };
  expect((await ada.post("/api/profiles", { name: "Shop", settings, hosts: ["example.com"] })).body.errors).toBeUndefined();
  const headers = [{ name: "authorization", value: "Bearer of the receiver" }];
  expect((await ada.put("/api/telemetry", { endpoint: "https://otel.example.com", headers })).status).toBe(200);
  const accountId = (await ada.get("/api/me")).body.activeAccount.id as AccountId;
  return { ada, id, at, owner: { accountId, workflowId: id } };
}
type Furnished = Awaited<ReturnType<typeof furnished>>;

/** All secrets in plain, as the keys open them. */
async function secretsOf({ id, owner }: Furnished, keyring: Keyring): Promise<string[]> {
  const { variables } = (await loadVariables(db, id))!;
  const { results } = await db
    .prepare("SELECT endpoint AS settings FROM workflows WHERE id = ?1 UNION ALL SELECT settings FROM deployments WHERE workflow_id = ?1")
    .bind(id)
    .all<{ settings: string }>();
  const settings = results.map((row) => readSettings(row.settings));
  const profiles = await db
    .prepare("SELECT id, secret, secret_version AS version FROM profiles WHERE account_id = ?")
    .bind(owner.accountId)
    .all<{ id: ProfileId; secret: string; version: number }>();
  const telemetry = (await loadSettings(db, owner.accountId))!;
  return Promise.all([
    openHeaders(telemetry.headers!, owner.accountId, telemetry.headersVersion, keyring).then((headers) => JSON.stringify(headers)),
    ...profiles.results.map(({ id, secret, version }) => openField(secret, { ...owner, id }, "secret", version, keyring)),
    ...variables.filter(({ secure }) => secure).map((variable) => openVariable(variable.value!, owner, variable, keyring)),
    ...settings.map((each) => openSigningSecret(each, owner, keyring)),
    ...settings.map(async (each) => (await openAccessToken(each, owner, keyring))!),
  ]);
}

it("seals everything anew under the first key, after which the old one can go", async () => {
  const world = await furnished();
  const all = await secretsOf(world, await parseKeyring(k1));
  const owner = rotating.person(world.ada.email, world.ada.cookie);
  const rotated = await owner.post("/api/secrets/rotate");
  // 60 variables, the signing secret, two access tokens, the profile, and the headers of the export.
  expect(rotated.body).toEqual({ keyId: "k2", secrets: 65, unreadable: [], done: true });
  expect((await owner.post("/api/secrets/rotate")).body).toEqual({ keyId: "k2", secrets: 0, unreadable: [], done: true });
  expect(await secretsOf(world, await parseKeyring(k2))).toEqual(all);
  const alone = after.person(world.ada.email, world.ada.cookie);
  expect((await alone.get(`${world.at}/endpoint`)).body).toMatchObject({
    needsRedeploy: false,
    async: { signingSecret: expect.stringMatching(/^whsec_/) },
  });
  expect((await alone.get(`${world.at}/variables?limit=200`)).body.items[0]).toMatchObject({ name: "PLAIN", value: "v1.k1.looks.sealed" });
  const { results } = await db
    .prepare("SELECT details FROM audit_entries WHERE account_id = ? AND event = 'encryption.rotated'")
    .bind(world.owner.accountId)
    .all<{ details: string }>();
  expect(results.map(({ details }) => JSON.parse(details))).toMatchObject([
    { secrets: 50 },
    { secrets: 10 },
    { secrets: 2 },
    { secrets: 1 },
    { secrets: 1 },
    { secrets: 1 },
  ]);
});

it("names what no key opens, leaves it as it is, and touches no other account", async () => {
  const [world, neighbour] = [await furnished(), await furnished()];
  await db
    .prepare(
      "UPDATE variables SET value = (SELECT value FROM variables WHERE workflow_id = ?1 AND name = 'TOKEN_2') WHERE workflow_id = ?1 AND name = 'TOKEN_1'",
    )
    .bind(world.id)
    .run();
  const owner = rotating.person(world.ada.email, world.ada.cookie);
  expect((await owner.post("/api/secrets/rotate")).body).toEqual({
    keyId: "k2",
    secrets: 64,
    unreadable: [{ what: "environment variable", name: "variable TOKEN_1", workflowId: world.id, keyId: "k1" }],
    done: true,
  });
  expect(await secretsOf(neighbour, await parseKeyring(k1))).toHaveLength(68);
});

it("is for Owners", async () => {
  const ada = await rotating.newPerson();
  const { body } = await ada.get("/api/me");
  await db.prepare("UPDATE members SET role = 'Admin' WHERE account_id = ?").bind(body.activeAccount.id).run();
  expect((await ada.post("/api/secrets/rotate")).status).toBe(403);
});
