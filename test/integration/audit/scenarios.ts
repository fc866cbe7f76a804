/**
 * For every route that changes something: a call that makes a change, and the entries that it causes. A new route gets
 * its line here; the test next to this file reports missing ones.
 */
import { env } from "cloudflare:workers";
import type { EventName } from "#flow/audit/events.ts";
import { firstFlow } from "#flow/templates/first-flow.ts";
import { install, origin, password, type Person } from "../management/installation.ts";
import type { Env } from "#worker/bindings/env.ts";
import { request } from "../support/call.ts";
import { delay, end, flowOf } from "../support/flows.ts";
import { nobody } from "../support/servers.ts";
import { done, type World } from "./world.ts";

export interface Scenario {
  /** The address, its ids filled in. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** In place of a body. */
  readonly form?: FormData;
  /** The caller: by default Ada, who owns the account; anonymous if null. */
  readonly who?: Person | null;
  /** The installation after something about it was changed. */
  readonly through?: ReturnType<typeof install>;
  /** What it leaves, in this order. */
  readonly events: readonly EventName[];
}
/** What the objects of the tests' Worker open secrets with. */
export const encryptionKeys = (env as unknown as Env).MILLRACE_ENCRYPTION_KEYS;

type Prepare = (world: World) => Promise<Scenario>;

const flowWith = (code: string, model: string) => ({
  ...firstFlow,
  nodes: [
    ...firstFlow.nodes,
    { id: "s", type: "script", name: "Work", config: { code } },
    { id: "p", type: "api", name: "Ask", config: { method: "GET", url: "https://example.com", mode: "sync", authorization: model } },
  ],
});

const nobodysModel = { provider: "openai-compatible", baseUrl: "http://127.0.0.1:9/v1", models: ["small"] };

async function aKey({ ada, secrets }: World) {
  const workflowId = await ada.newWorkflow();
  const { id, key } = await done(ada.post(`/api/workflows/${workflowId}/keys`, { name: "k" }));
  secrets.add(key);
  return { workflowId, id };
}

async function aVariable({ ada, secret }: World, secure = true) {
  const workflowId = await ada.newWorkflow();
  await done(ada.post(`/api/workflows/${workflowId}/variables`, { name: "TOKEN", value: secret("variable"), secure }));
  return `/api/workflows/${workflowId}/variables/TOKEN`;
}

async function aVersion({ ada }: World) {
  const workflowId = await ada.newWorkflow();
  const { id } = await done(ada.post(`/api/workflows/${workflowId}/versions`, { name: "First" }));
  return { workflowId, path: `/api/workflows/${workflowId}/versions/${id}` };
}

async function anInvitation({ ada, secrets }: World) {
  const email = `${crypto.randomUUID()}@example.com`;
  const { results } = await done(ada.post("/api/invitations", { emails: [email], role: "Member" }));
  const token: string = results[0].link.split("/").at(-1);
  secrets.add(token);
  return { id: results[0].invitation.id as string, token };
}

async function aRole({ ada }: World) {
  return (await done(ada.post("/api/roles", { name: `Role ${crypto.randomUUID()}`, capabilities: ["workflow.export"] }))).id as string;
}

async function aShare({ ada, member }: World) {
  const workflowId = await ada.newWorkflow();
  const person = await member();
  await done(ada.post(`/api/workflows/${workflowId}/invitations`, { emails: [person.email], role: "Viewer" }));
  return { workflowId, person, path: `/api/workflows/${workflowId}/members/${person.id}` };
}

async function aModel({ ada, secret }: World) {
  const { id } = await done(ada.post("/api/models", { ...nobodysModel, name: crypto.randomUUID(), apiKey: secret("model") }));
  return `/api/models/${id}`;
}

async function aProfile({ ada, secret }: World) {
  const settings = { kind: "bearer", token: secret("profile") };
  const { id } = await done(ada.post("/api/profiles", { name: crypto.randomUUID(), settings, hosts: ["example.com"] }));
  return `/api/profiles/${id}`;
}

async function anAlert({ ada, secret }: World) {
  const workflowId = await ada.newWorkflow();
  const channel = { kind: "webhook", url: `http://127.0.0.1:9/${secret("webhook")}` };
  const { id } = await done(
    ada.post(`/api/workflows/${workflowId}/alerts`, { name: "Stopped", condition: { kind: "stopped", minutes: 5 }, channel }),
  );
  return `/api/workflows/${workflowId}/alerts/${id}`;
}

/** The archive of a workflow with a variable and settings of its own, as a form sends it. */
async function anArchive({ ada, installation, secret }: World): Promise<FormData> {
  const workflowId = await ada.newWorkflow();
  await done(ada.post(`/api/workflows/${workflowId}/variables`, { name: "PLAIN", value: secret("variable"), secure: false }));
  await done(ada.put(`/api/workflows/${workflowId}/endpoint`, { sync: { timeoutSec: 77 } }));
  const address = `${origin}/api/workflows/${workflowId}/export`;
  const response = await installation.app.fetch(new Request(address, { headers: { cookie: ada.cookie } }));
  const form = new FormData();
  form.set("file", new File([await response.arrayBuffer()], "workflow.zip", { type: "application/zip" }));
  return form;
}

function rows(secret: World["secret"], name?: string): FormData {
  const form = new FormData();
  if (name !== undefined) form.set("name", name);
  form.set("file", new File([`city,note\r\nRome,${secret("row")}\r\n`], "cities.csv", { type: "text/csv" }));
  return form;
}

async function aDataset({ ada, installation, secret }: World) {
  const request = { method: "POST", headers: { cookie: ada.cookie, origin }, body: rows(secret, crypto.randomUUID()) };
  const response = await installation.app.fetch(new Request(`${origin}/api/datasets`, request));
  const { results } = await installation.db.prepare("SELECT id FROM datasets ORDER BY id DESC LIMIT 1").all<{ id: string }>();
  if (response.status !== 201) throw new Error(`the data set was answered ${response.status}`);
  return `/api/datasets/${results[0]!.id}`;
}

/** A run of a deployed workflow, called as callers do. */
async function aRun({ ada, secrets, installation }: World, mode: "async" | "push", flow: unknown): Promise<string> {
  const workflowId = await ada.newWorkflow();
  const at = `/api/workflows/${workflowId}`;
  await done(ada.put(`${at}/flow`, flow));
  // No one receives the result; the route refuses an address like this.
  await installation.db
    .prepare("UPDATE workflows SET endpoint = json_set(endpoint, '$.async.callbackUrl', ?) WHERE id = ?")
    .bind(nobody, workflowId)
    .run();
  await done(ada.post(`${at}/deploy`));
  const { key } = await done(ada.post(`${at}/keys`, { name: "k" }));
  secrets.add(key);
  const headers = { "x-api-key": key as string, "content-type": "application/json" };
  const { runId } = (await request("POST", `/v1/workflows/${workflowId}/${mode}`, headers, '{"input":{"text":"x"}}')).body;
  if (mode === "push") await request("GET", `/v1/workflows/${workflowId}/runs/${runId}?wait=20`, headers);
  return `${at}/runs/${runId}`;
}

/** Routes that need another system beside them, and the test that shows their entries. */
export const elsewhere: Readonly<Record<string, string>> = {
  finishConnection: "test/integration/profiles: it takes an authorization server.",
  cancelBulkRerun: "test/integration/reruns/bulk.test.ts: it takes one that is under way.",
  cancelReplay: "test/integration/reruns/replay.test.ts: it takes one that is under way.",
};

export const scenarios: Readonly<Record<string, Prepare>> = {
  signUp: async ({ secret }) => ({
    path: "/api/auth/sign-up/email",
    who: null,
    body: { name: "New", email: `${crypto.randomUUID()}@example.com`, password: secret("password") },
    events: ["signUp.succeeded"],
  }),
  signIn: async ({ installation }) => {
    const { email } = await installation.newPerson();
    return { path: "/api/auth/sign-in/email", who: null, body: { email, password }, events: ["signIn.succeeded"] };
  },
  signOut: async ({ installation }) => ({
    path: "/api/auth/sign-out",
    who: await installation.newPerson(),
    body: {},
    events: ["signOut.succeeded"],
  }),
  switchAccount: async ({ member }) => {
    const person = await member();
    const { accounts, activeAccount } = await done(person.get("/api/me"));
    const other = accounts.find(({ id }: { id: string }) => id !== activeAccount.id);
    return { path: "/api/account/switch", who: person, body: { accountId: other.id }, events: ["account.switched"] };
  },

  updateMember: async ({ member }) => ({
    path: `/api/members/${(await member()).id}`,
    body: { role: "Viewer" },
    events: ["member.roleChanged"],
  }),
  removeMember: async ({ member }) => ({ path: `/api/members/${(await member()).id}`, events: ["member.removed"] }),
  leaveAccount: async ({ member }) => ({ path: "/api/account/leave", who: await member(), body: {}, events: ["member.left"] }),
  transferAccount: async ({ installation, member }) => {
    const heir = await installation.newPerson("Heir");
    const { user } = await done(heir.get("/api/me"));
    const owner = await member("Owner");
    const own = (await done(owner.get("/api/me"))).accounts.find(({ name }: { name: string }) => name.startsWith("The Owner"));
    await installation.db
      .prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?, ?, 'Member', 0)")
      .bind(own.id, user.id)
      .run();
    await done(owner.post("/api/account/switch", { accountId: own.id }));
    return { path: "/api/account/transfer", who: owner, body: { userId: user.id }, events: ["account.transferred"] };
  },
  renameAccount: async () => ({ path: "/api/account", body: { name: `Account ${crypto.randomUUID()}` }, events: ["account.renamed"] }),

  createInvitations: async () => ({
    path: "/api/invitations",
    body: { emails: [`${crypto.randomUUID()}@example.com`, `${crypto.randomUUID()}@example.com`], role: "Member" },
    events: ["invitation.created", "invitation.created"],
  }),
  resendInvitation: async (world) => ({
    path: `/api/invitations/${(await anInvitation(world)).id}/resend`,
    body: {},
    events: ["invitation.resent"],
  }),
  withdrawInvitation: async (world) => ({ path: `/api/invitations/${(await anInvitation(world)).id}`, events: ["invitation.withdrawn"] }),
  acceptInvitation: async (world) => ({
    path: `/api/invitations/by-token/${(await anInvitation(world)).token}/accept`,
    who: null,
    body: { name: "Joined", password: world.secret("password") },
    events: ["member.joined"],
  }),

  createRole: async () => ({
    path: "/api/roles",
    body: { name: `Role ${crypto.randomUUID()}`, capabilities: ["workflow.edit"] },
    events: ["role.created"],
  }),
  updateRole: async (world) => ({
    path: `/api/roles/${await aRole(world)}`,
    body: { name: `Role ${crypto.randomUUID()}`, capabilities: ["workflow.edit"] },
    events: ["role.renamed", "role.changed"],
  }),
  duplicateRole: async (world) => ({
    path: `/api/roles/${await aRole(world)}/duplicate`,
    body: { name: `Role ${crypto.randomUUID()}` },
    events: ["role.duplicated"],
  }),
  deleteRole: async (world) => ({ path: `/api/roles/${await aRole(world)}`, events: ["role.deleted"] }),

  shareWorkflow: async ({ ada, member }) => ({
    path: `/api/workflows/${await ada.newWorkflow()}/invitations`,
    body: { emails: [(await member()).email, (await member()).email], role: "Editor" },
    events: ["sharing.given", "sharing.given"],
  }),
  updateWorkflowMember: async (world) => ({ path: (await aShare(world)).path, body: { role: "Editor" }, events: ["sharing.roleChanged"] }),
  leaveWorkflow: async (world) => {
    const { workflowId, person } = await aShare(world);
    return { path: `/api/workflows/${workflowId}/leave`, who: person, body: {}, events: ["sharing.left"] };
  },
  removeWorkflowMember: async (world) => ({ path: (await aShare(world)).path, events: ["sharing.removed"] }),
  transferWorkflow: async (world) => {
    const { workflowId, person } = await aShare(world);
    return { path: `/api/workflows/${workflowId}/transfer`, body: { userId: person.id }, events: ["workflow.transferred"] };
  },

  createWorkflow: async () => ({ path: "/api/workflows", body: { name: crypto.randomUUID() }, events: ["workflow.created"] }),
  updateWorkflow: async ({ ada }) => ({
    path: `/api/workflows/${await ada.newWorkflow()}`,
    body: { name: crypto.randomUUID(), description: "New", runRetentionDays: 7 },
    events: ["workflow.renamed", "workflow.described", "workflow.retentionChanged"],
  }),
  deleteWorkflow: async ({ ada }) => ({ path: `/api/workflows/${await ada.newWorkflow()}`, events: ["workflow.deleted"] }),
  putFlow: async ({ ada, secret }) => {
    const path = `/api/workflows/${await ada.newWorkflow()}/flow`;
    await done(ada.put(path, flowWith(`return "${secret("script")}"`, "prf_1")));
    return {
      path,
      body: flowWith(`return "${secret("script")}"`, "prf_2"),
      events: ["flow.changed", "node.scriptChanged", "node.connectionChanged"],
    };
  },
  putEndpoint: async ({ ada, secret }) => ({
    path: `/api/workflows/${await ada.newWorkflow()}/endpoint`,
    body: {
      sync: { timeoutSec: 100 },
      async: { enabled: false, timeoutSec: null, callbackUrl: `https://example.com/${secret("callback")}`, accessToken: secret("token") },
    },
    events: [
      "endpoint.syncTimeoutChanged",
      "endpoint.asyncTimeoutChanged",
      "endpoint.asyncTurnedOff",
      "endpoint.callbackChanged",
      "endpoint.accessTokenChanged",
    ],
  }),
  deploy: async ({ ada }) => ({ path: `/api/workflows/${await ada.newWorkflow()}/deploy`, body: {}, events: ["workflow.deployed"] }),
  undeploy: async ({ ada }) => {
    const workflowId = await ada.newWorkflow();
    await done(ada.post(`/api/workflows/${workflowId}/deploy`));
    return { path: `/api/workflows/${workflowId}/undeploy`, body: {}, events: ["workflow.undeployed"] };
  },

  createKey: async ({ ada }) => ({ path: `/api/workflows/${await ada.newWorkflow()}/keys`, body: { name: "k" }, events: ["key.created"] }),
  revokeKey: async (world) => {
    const { workflowId, id } = await aKey(world);
    return { path: `/api/workflows/${workflowId}/keys/${id}`, events: ["key.revoked"] };
  },

  createVariable: async ({ ada, secret }) => ({
    path: `/api/workflows/${await ada.newWorkflow()}/variables`,
    body: { name: "TOKEN", value: secret("variable"), secure: false },
    events: ["variable.created"],
  }),
  changeVariable: async (world) => ({
    path: await aVariable(world),
    body: { value: world.secret("variable") },
    events: ["variable.changed"],
  }),
  deleteVariable: async (world) => ({ path: await aVariable(world, false), events: ["variable.deleted"] }),

  createModel: async ({ secret }) => ({
    path: "/api/models",
    body: { ...nobodysModel, name: crypto.randomUUID(), apiKey: secret("model") },
    events: ["model.created"],
  }),
  updateModel: async (world) => ({
    path: await aModel(world),
    body: { name: crypto.randomUUID(), apiKey: world.secret("model") },
    events: ["model.changed"],
  }),
  deleteModel: async (world) => ({ path: await aModel(world), events: ["model.deleted"] }),
  testModel: async (world) => ({ path: `${await aModel(world)}/test`, body: {}, events: ["model.tested"] }),
  createProfile: async ({ secret }) => ({
    path: "/api/profiles",
    body: { name: crypto.randomUUID(), settings: { kind: "bearer", token: secret("profile") }, hosts: ["example.com"] },
    events: ["profile.created"],
  }),
  updateProfile: async (world) => ({
    path: await aProfile(world),
    body: { name: crypto.randomUUID(), settings: { kind: "bearer", token: world.secret("profile") } },
    events: ["profile.changed"],
  }),
  deleteProfile: async (world) => ({ path: await aProfile(world), events: ["profile.deleted"] }),
  testProfile: async (world) => ({ path: `${await aProfile(world)}/test`, body: {}, events: ["profile.tested"] }),
  putTelemetry: async ({ secret }) => ({
    path: "/api/telemetry",
    body: {
      enabled: false,
      endpoint: `http://127.0.0.1:9/${secret("receiver")}`,
      headers: [{ name: "x-token", value: secret("header") }],
    },
    events: ["telemetry.changed"],
  }),
  testTelemetry: async () => ({ path: "/api/telemetry/test", body: {}, events: ["telemetry.tested"] }),
  createAlertRule: async ({ ada, secret }) => ({
    path: `/api/workflows/${await ada.newWorkflow()}/alerts`,
    body: {
      name: "Failures",
      condition: { kind: "consecutiveFailures", count: 3 },
      channel: { kind: "webhook", url: `http://127.0.0.1:9/${secret("webhook")}` },
    },
    events: ["alert.created"],
  }),
  changeAlertRule: async (world) => ({
    path: await anAlert(world),
    body: { channel: { kind: "webhook", url: `http://127.0.0.1:99/${world.secret("webhook")}` }, enabled: false },
    events: ["alert.changed"],
  }),
  muteAlertRule: async (world) => ({ path: `${await anAlert(world)}/mute`, body: { until: 1_999_999_999_000 }, events: ["alert.muted"] }),
  deleteAlertRule: async (world) => ({ path: await anAlert(world), events: ["alert.deleted"] }),
  testAlertRule: async (world) => ({ path: `${await anAlert(world)}/test`, body: {}, events: ["alert.tested"] }),
  rotateSecrets: async ({ installation }) => {
    const who = await installation.newPerson();
    await who.newWorkflow();
    const keys = `k2:${btoa("fedcba9876543210fedcba9876543210")},${encryptionKeys}`;
    return {
      path: "/api/secrets/rotate",
      who,
      body: {},
      through: install({ MILLRACE_ENCRYPTION_KEYS: keys }),
      events: ["encryption.rotated"],
    };
  },

  createDataset: async ({ secret }) => ({ path: "/api/datasets", form: rows(secret, crypto.randomUUID()), events: ["dataset.created"] }),
  updateDataset: async (world) => ({ path: await aDataset(world), body: { name: crypto.randomUUID() }, events: ["dataset.changed"] }),
  replaceDatasetRows: async (world) => ({ path: `${await aDataset(world)}/rows`, form: rows(world.secret), events: ["dataset.replaced"] }),
  appendDatasetRows: async (world) => ({ path: `${await aDataset(world)}/rows`, form: rows(world.secret), events: ["dataset.appended"] }),
  deleteDataset: async (world) => ({ path: await aDataset(world), events: ["dataset.deleted"] }),

  exportWorkflow: async ({ ada }) => ({ path: `/api/workflows/${await ada.newWorkflow()}/export`, events: ["workflow.exported"] }),
  importWorkflow: async (world) => ({
    path: "/api/workflows/import",
    form: await anArchive(world),
    events: ["workflow.imported", "variable.created"],
  }),
  importVersion: async (world) => ({
    path: `/api/workflows/${await world.ada.newWorkflow()}/import`,
    form: await anArchive(world),
    events: ["version.imported", "version.created", "endpoint.syncTimeoutChanged", "variable.created"],
  }),

  cancelRun: async (world) => {
    const waiting = flowOf({ Wait: delay(3600), End: end({ a: 1 }) }, ["Start next Wait", "Wait success End"], ["text"]);
    return { path: `${await aRun(world, "async", waiting)}/cancel`, events: ["run.cancelled"] };
  },
  rerunRun: async (world) => ({ path: `${await aRun(world, "push", firstFlow)}/rerun`, body: {}, events: ["run.startedAgain"] }),
  startBulkRerun: async (world) => ({
    path: (await aRun(world, "push", firstFlow)).replace(/\/runs\/.*$/, "/bulk-reruns"),
    body: { selection: { search: world.secret("search") } },
    events: ["bulkRerun.started"],
  }),
  startReplay: async ({ ada, secret }) => ({
    path: `/api/workflows/${await ada.newWorkflow()}/replays`,
    body: { selection: { search: secret("search") } },
    events: ["replay.started"],
  }),
  updateReplay: async ({ ada, secret }) => {
    const path = `/api/workflows/${await ada.newWorkflow()}/replays`;
    const { id } = (await ada.post(path, { selection: {} })).body;
    return { path: `${path}/${id}`, body: { leaveOut: [`/output/${secret("field")}`] }, events: ["replay.changed"] };
  },
  redeliverRun: async (world) => ({ path: `${await aRun(world, "push", firstFlow)}/redeliver`, events: ["run.redelivered"] }),

  createVersion: async ({ ada }) => ({
    path: `/api/workflows/${await ada.newWorkflow()}/versions`,
    body: { name: "First" },
    events: ["version.created"],
  }),
  updateVersion: async (world) => ({ path: (await aVersion(world)).path, body: { name: "Second" }, events: ["version.changed"] }),
  restoreVersion: async (world) => {
    const { workflowId, path } = await aVersion(world);
    await done(world.ada.put(`/api/workflows/${workflowId}/flow`, flowWith("return 1", "")));
    return { path: `${path}/restore`, body: {}, events: ["version.created", "version.restored"] };
  },
  deleteVersion: async (world) => ({ path: (await aVersion(world)).path, events: ["version.deleted"] }),

  createToken: async () => ({ path: "/api/tokens", body: { name: "t" }, events: ["token.created"] }),
  deleteToken: async ({ ada, secrets }) => {
    const { id, token } = await done(ada.post("/api/tokens", { name: "t" }));
    secrets.add(token);
    return { path: `/api/tokens/${id}`, events: ["token.revoked"] };
  },
};
