/** Two tenants with something of every kind, so that most requests reach what they are about. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestServer } from "../server.ts";
import { examples } from "./examples.ts";
import { echoCall, echoFlow } from "./flows.ts";
import { callAs, sessionFrom, type SignedIn } from "./people.ts";
import { makers } from "./makers.ts";

export interface Tenant {
  readonly session: SignedIn;
  /** Live ids by the name of the path's parameter. */
  readonly ids: Map<string, string[]>;
}

export interface World {
  readonly server: TestServer;
  readonly own: Tenant;
  readonly other: Tenant;
  /** A session that may end. */
  readonly disposable: SignedIn;
  readonly token: SignedIn;
  readonly readToken: SignedIn;
  /** Deployed and left alone, with its API key. */
  readonly called: { readonly id: string; readonly key: string; readonly runIds: string[] };
  /** An export's archive, a flow and a table. */
  readonly exports: readonly Buffer[];
  /** True bodies, by operation. */
  readonly examples: ReadonlyMap<string, readonly unknown[]>;
}

type Id = { readonly id: string };

export async function openWorld(server: TestServer): Promise<World> {
  const base = server.url;
  const password = "a long fuzz password";
  const owner = await sessionFrom(base, "/api/auth/sign-in/email", server.owner);
  const disposable = await sessionFrom(base, "/api/auth/sign-in/email", server.owner);
  const stranger = await sessionFrom(base, "/api/auth/sign-up/email", { name: "Eve", email: "eve@example.com", password });
  const as = <Answer>(identity: SignedIn, method: string, path: string, body?: unknown) =>
    callAs<Answer>(base, identity, method, path, body);
  const { results } = await as<{ results: { link: string }[] }>(owner, "POST", "/api/invitations", {
    emails: ["mo@example.com"],
    role: "Admin",
  });
  const invitation = new URL(results[0]!.link).pathname.split("/").at(-1)!;
  await sessionFrom(base, `/api/invitations/by-token/${invitation}/accept`, { name: "Mo", password });
  const own: Tenant = { session: owner, ids: new Map() };
  const other: Tenant = { session: stranger, ids: new Map() };
  for (const tenant of [own, other]) await furnish(base, tenant);
  const members = await as<{ items: { user: Id }[] }>(owner, "GET", "/api/members");
  own.ids.set(
    "userId",
    members.items.map(({ user }) => user.id),
  );
  own.ids.set("token", [invitation]);
  const { token } = await as<{ token: string }>(owner, "POST", "/api/tokens", { name: "all" });
  const reading = await as<{ token: string }>(owner, "POST", "/api/tokens", { name: "reading", scopes: ["read"] });
  const called = await deployed(base, own);
  return {
    server,
    own,
    other,
    disposable,
    token: { authorization: `Bearer ${token}` },
    readToken: { authorization: `Bearer ${reading.token}` },
    called,
    exports: await exportsOf(base, own),
    examples,
  };
}

async function furnish(base: string, { session, ids }: Tenant): Promise<void> {
  for (const [name, make] of Object.entries(makers)) ids.set(name, [await make(base, session, ids)]);
}

/** A workflow with a few runs of each kind of call; its callbacks are refused by a closed port. */
async function deployed(base: string, { session }: Tenant): Promise<World["called"]> {
  const at = await callAs<Id>(base, session, "POST", "/api/workflows", { name: "Called" });
  const path = `/api/workflows/${at.id}`;
  await callAs(base, session, "PUT", `${path}/flow`, echoFlow);
  await callAs(base, session, "PUT", `${path}/endpoint`, { async: { enabled: true, callbackUrl: "http://127.0.0.1:1/result" } });
  await callAs(base, session, "POST", `${path}/deploy`, {});
  const { key } = await callAs<{ key: string }>(base, session, "POST", `${path}/keys`, { name: "fuzz" });
  const runIds: string[] = [];
  for (const mode of ["sync", "async", "push"])
    runIds.push((await callAs<{ runId: string }>(base, { "x-api-key": key }, "POST", `/v1/workflows/${at.id}/${mode}`, echoCall)).runId);
  return { id: at.id, key, runIds };
}

async function exportsOf(base: string, { session, ids }: Tenant): Promise<Buffer[]> {
  const answer = await fetch(`${base}/api/workflows/${ids.get("workflowId")![0]}/export`, { headers: session });
  const flow = readFileSync(join(import.meta.dirname, "../../fixtures/workflows/contract.json"));
  const table = Buffer.from("city,size\nBonn,3\nKöln,10\n");
  return [Buffer.from(await answer.arrayBuffer()), flow, table];
}
