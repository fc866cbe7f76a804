/** What the tests of profiles share: an installation whose secrets the objects can open, a realm, and deployed flows. */
import { env as bindings } from "cloudflare:workers";
import { expect, inject } from "vitest";
import type { RunId, WorkflowId } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import type { RunDetail } from "#objects/protocols/run-detail.ts";
import type { Env } from "#worker/bindings/env.ts";
import { install, type Person } from "../management/installation.ts";
import { start, type Answer } from "../support/call.ts";
import type { Deployed } from "../support/deployed.ts";
import { api, end, flowOf } from "../support/flows.ts";
import { laneOf } from "../support/lane-of.ts";
import type { RealmJournal, RealmSettings } from "../../fixtures/servers/authorization-server.ts";

export const { here, there } = inject("outboundServers");

export const env = bindings as unknown as Env;
/** The objects of the tests' Worker open what this installation seals. */
export const installation = install({ MILLRACE_ENCRYPTION_KEYS: env.MILLRACE_ENCRYPTION_KEYS, MILLRACE_ALLOW_HOSTS: "127.0.0.1" });

export async function newRealm(settings: Partial<RealmSettings> = {}) {
  const issuer = `${inject("authorizationServer")}/r/${crypto.randomUUID()}`;
  const post = (what: string, body: unknown) => fetch(`${issuer}/${what}`, { method: "POST", body: JSON.stringify(body) });
  await post("setup", settings);
  return {
    issuer,
    tokenUrl: `${issuer}/token`,
    authorizationUrl: `${issuer}/authorize`,
    api: `${issuer}/api`,
    setup: (changes: Partial<RealmSettings>) => post("setup", changes),
    revokeAccess: () => post("revoke", {}),
    journal: async (): Promise<RealmJournal> => (await fetch(`${issuer}/journal`)).json(),
  };
}
export type Realm = Awaited<ReturnType<typeof newRealm>>;

export async function newProfile(person: Person, settings: unknown, more: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await person.post("/api/profiles", { name: crypto.randomUUID(), settings, hosts: ["127.0.0.1"], ...more });
  expect([status, body.errors]).toEqual([201, undefined]);
  return body.id;
}

/** A flow with one API node, `Call`, whose answer is the run's output. */
export function callingFlow(url: string, authorization: string, config: Record<string, unknown> = {}): FlowDocument {
  return flowOf(
    { Call: api(url, {}, { authorization, ...config }), End: end({ result: "{{steps.Call.output}}" }) },
    ["Start next Call", "Call success End"],
    [],
    [{ name: "result", type: "json" }],
  );
}

export async function deploy(person: Person, flow: FlowDocument, into?: string): Promise<Deployed> {
  // What was made is one of ours.
  const workflowId = (into ?? (await person.newWorkflow())) as WorkflowId;
  const put = async (document: FlowDocument) => {
    expect((await person.put(`/api/workflows/${workflowId}/flow`, document)).body.problems).toEqual([]);
    expect((await person.post(`/api/workflows/${workflowId}/deploy`)).status).toBe(200);
  };
  await put(flow);
  const { key } = (await person.post(`/api/workflows/${workflowId}/keys`, { name: "k" })).body;
  return { workflowId, key, signingSecret: "", redeploy: put };
}

export async function run(flow: Deployed): Promise<Answer> {
  return start(flow, "sync", {});
}

/** Everything that is kept of a run. */
export async function detailOf(flow: Deployed, runId: string) {
  // The RPC types give up on JSON values; plain data stays what it is.
  return (await laneOf(flow, runId).detail(runId as RunId)) as unknown as RunDetail;
}
