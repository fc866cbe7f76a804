/**
 * How to make what a route's ids stand for. A new kind of thing gets one entry here; path parameters are looked up by
 * their name, ids in queries and bodies by the name that `bodies.ts` gives them.
 */
import { limits } from "#flow/limits.ts";
import { newId } from "#store/new-id.ts";
import type { Person } from "../management/installation.ts";
import { request } from "../support/call.ts";

export interface Place {
  /** An Owner of the account. */
  readonly owner: Person;
  readonly accountId: string;
  readonly db: D1Database;
  /** Part of every name that is made, so that it is found wherever it turns up. */
  readonly mark: string;
}

/** Things by their name; those that belong to a workflow belong to the one of `workflowId`. */
export type Things = Readonly<Record<string, string>>;
type Maker = (place: Place, things: Things) => Promise<string>;

const makers: Record<string, Maker> = {
  workflowId: ({ owner, mark }) => owner.newWorkflow(`${mark} workflow ${crypto.randomUUID()}`),
  keyId: async ({ owner, mark }, { workflowId }) =>
    (await made(owner.post(`/api/workflows/${workflowId}/keys`, { name: `${mark} key` }))).id,
  versionId: async ({ owner, mark }, { workflowId }) =>
    (await made(owner.post(`/api/workflows/${workflowId}/versions`, { name: `${mark} version` }))).id,
  variableName: async ({ owner }, { workflowId }) => {
    const name = `MARK_${crypto.randomUUID().replaceAll("-", "_")}`;
    return (await made(owner.post(`/api/workflows/${workflowId}/variables`, { name, value: "x", secure: true }))).name;
  },
  alertId: async ({ owner, mark }, { workflowId }) => {
    const condition = { kind: "stopped", minutes: 5 };
    const channel = { kind: "webhook", url: `http://127.0.0.1:9/${mark}` };
    // A workflow may have only so many.
    const { items } = (await owner.get(`/api/workflows/${workflowId}/alerts?limit=200`)).body;
    if (items.length >= limits.maxAlertRules) await owner.delete(`/api/workflows/${workflowId}/alerts/${items[0].id}`);
    return (await made(owner.post(`/api/workflows/${workflowId}/alerts`, { name: `${mark} alert`, condition, channel }))).id;
  },
  runId: async ({ owner }, { workflowId }) =>
    (await made(owner.post(`/api/workflows/${workflowId}/test-runs`, { input: { text: "x" } }))).runId,
  /** A run as callers start it. */
  deployedRunId: async ({ owner }, { workflowId }) => {
    await made(owner.post(`/api/workflows/${workflowId}/deploy`));
    const { key } = await made(owner.post(`/api/workflows/${workflowId}/keys`, { name: "k" }));
    const headers = { "x-api-key": key as string, "content-type": "application/json" };
    return (await made(request("POST", `/v1/workflows/${workflowId}/sync`, headers, '{"input":{"text":"x"}}'))).runId;
  },
  bulkRerunId: async ({ owner }, { workflowId }) => {
    await made(owner.post(`/api/workflows/${workflowId}/deploy`));
    return aJob(owner, `/api/workflows/${workflowId}/bulk-reruns`);
  },
  replayId: ({ owner }, { workflowId }) => aJob(owner, `/api/workflows/${workflowId}/replays`),
  roleId: async ({ owner, mark }) =>
    (await made(owner.post("/api/roles", { name: `${mark} role ${crypto.randomUUID()}`.slice(0, 60), capabilities: [] }))).id,
  invitationId: async (place) => (await invitation(place)).invitation.id,
  token: async (place) => (await invitation(place)).link.split("/").at(-1),
  tokenId: async ({ owner, mark }) => {
    // A person may have only so many.
    const { items } = (await owner.get("/api/tokens?limit=200")).body;
    if (items.length >= limits.maxTokens) await owner.delete(`/api/tokens/${items[0].id}`);
    return (await made(owner.post("/api/tokens", { name: `${mark} token` }))).id;
  },
  profileId: async ({ owner, mark }) =>
    (await made(owner.post("/api/profiles", { name: `${mark} profile ${crypto.randomUUID()}`, settings: { kind: "none" } }))).id,
  connectionId: async ({ owner, mark }) => {
    const baseUrl = "http://127.0.0.1:9/v1";
    // An account may have only so many.
    const { items } = (await owner.get("/api/models?limit=200")).body;
    if (items.length >= limits.maxConnections) await owner.delete(`/api/models/${items[0].id}`);
    return (await made(owner.post("/api/models", { name: `${mark} model ${crypto.randomUUID()}`, provider: "openai-compatible", baseUrl })))
      .id;
  },
  datasetId: async ({ owner, mark }) => {
    const name = encodeURIComponent(`${mark} data ${crypto.randomUUID()}`);
    const csv = { raw: `name\n${mark}\n`, headers: { "content-type": "text/csv" } };
    return (await made(owner.call("POST", `/api/datasets?name=${name}`, csv))).id;
  },
  /** A Viewer of the account, to whom the workflow is given as Viewer; without a password, which would cost time. */
  userId: async ({ db, accountId, mark }, { workflowId }) => {
    const id = newId<string>("user", Date.now());
    await db.batch([
      db
        .prepare("INSERT INTO users (id, name, email, email_verified, created_at, updated_at) VALUES (?, ?, ?, 0, 0, 0)")
        .bind(id, `${mark} person`, `${mark}-${id}@example.com`),
      db.prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?, ?, 'Viewer', 0)").bind(accountId, id),
      db.prepare("INSERT INTO workflow_members (workflow_id, user_id, role, created_at) VALUES (?, ?, 'Viewer', 0)").bind(workflowId, id),
    ]);
    return id;
  },
  /**
   * For a person in the account. Without the marker, because a caller who sends an address finds it again in their own
   * entries.
   */
  email: async (place, things) => {
    const id = await makers["userId"]!(place, { workflowId: await makers["workflowId"]!(place, things) });
    const email = `${crypto.randomUUID()}@example.com`;
    await place.db.prepare("UPDATE users SET email = ? WHERE id = ?").bind(email, id).run();
    return email;
  },
  accountId: async ({ accountId }) => accountId,
};

/** Whether it is known here how to make such a thing. */
export function isMakeable(name: string): boolean {
  return name in makers;
}

/** Makes the named things, the workflow that they belong to first. Throws where one of them is not known here. */
export async function make(place: Place, names: readonly string[]): Promise<Things> {
  const things: Record<string, string> = {};
  for (const name of new Set(["workflowId", ...names])) {
    const maker = makers[name];
    if (!maker) throw new Error(`Tell test/integration/access/things.ts how to make a “${name}”.`);
    things[name] = await maker(place, things);
  }
  return things;
}

async function invitation(place: Place) {
  const email = `${place.mark}-${crypto.randomUUID()}@example.com`;
  return (await made(place.owner.post("/api/invitations", { emails: [email], role: "Viewer" }))).results[0];
}

/** A job of a workflow with a limit on simultaneous jobs, so it is ended. */
async function aJob(owner: Person, path: string): Promise<string> {
  const { id } = await made(owner.post(path, { selection: {} }));
  await made(owner.post(`${path}/${id}/cancel`));
  return id;
}

// oxlint-disable-next-line typescript/no-explicit-any -- each maker knows the answer of its route
async function made(answering: Promise<Pick<Awaited<ReturnType<Person["get"]>>, "status" | "body">>): Promise<any> {
  const { status, body } = await answering;
  if (status >= 300) throw new Error(`A thing to test with could not be made: ${status} ${JSON.stringify(body)}`);
  return body;
}
