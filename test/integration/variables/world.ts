/** The whole Worker with one Owner, for tests that set variables as people do and call workflows as callers do. */
import { env, exports } from "cloudflare:workers";
import { vi } from "vitest";
import type { WorkflowId } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { password } from "../management/installation.ts";
import { empty, migrate } from "../management/migrate.ts";
import { request, type Answer } from "../support/call.ts";

// Each sign-in costs a password hash, on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const worker = (exports as unknown as { default: Fetcher }).default;
const origin = "http://millrace.test";
export const { DB } = env as unknown as { DB: D1Database };

export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly secure?: boolean;
  readonly notes?: string;
  readonly hosts?: readonly string[];
}

export interface Callable {
  readonly workflowId: WorkflowId;
  readonly key: string;
  readonly signingSecret: string;
}

export async function newWorld() {
  await migrate(DB);
  await empty(DB);
  const signedUp = await request(
    "POST",
    "/api/auth/sign-up/email",
    { "content-type": "application/json", origin },
    JSON.stringify({ name: "Ada", email: "ada@example.com", password }),
  );
  const cookie = signedUp.headers.getSetCookie()[0]!.split(";")[0]!;

  /** Sends a request of the Owner's. */
  async function manage(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { cookie, origin, ...(body === undefined ? {} : { "content-type": "application/json" }) };
    return request(method, path, headers, body === undefined ? undefined : JSON.stringify(body));
  }
  /** What is at an address, as bytes. */
  async function file(path: string): Promise<Uint8Array> {
    const response = await worker.fetch(`${origin}${path}`, { headers: { cookie, origin } });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return new Uint8Array(await response.arrayBuffer());
  }
  /** Sends a form with files. */
  async function sendForm(path: string, form: FormData): Promise<Answer> {
    const response = await worker.fetch(`${origin}${path}`, { method: "POST", headers: { cookie, origin }, body: form });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }
  async function need(method: string, path: string, body?: unknown): Promise<Answer["body"]> {
    const answer = await manage(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A deployed workflow with a key. */
  async function deploy(
    flow: FlowDocument,
    variables: readonly Variable[] = [],
    push?: { callbackUrl: string; accessToken: string },
  ): Promise<Callable> {
    const { id } = await need("POST", "/api/workflows", { name: crypto.randomUUID() });
    const at = `/api/workflows/${id}`;
    for (const variable of variables) await need("POST", `${at}/variables`, variable);
    if (push) await need("PUT", `${at}/endpoint`, { async: { enabled: true, ...push } });
    const { etag } = Object.fromEntries((await manage("GET", `${at}/flow`)).headers);
    const saved = await request(
      "PUT",
      `${at}/flow`,
      { cookie, origin, "content-type": "application/json", "if-match": etag! },
      JSON.stringify(flow),
    );
    if (saved.status !== 200) throw new Error(JSON.stringify(saved.body));
    await need("POST", `${at}/deploy`);
    const { key } = await need("POST", `${at}/keys`, { name: "k" });
    const { async } = await need("GET", `${at}/endpoint`);
    return { workflowId: id, key, signingSecret: async.signingSecret };
  }

  return { cookie, manage, need, file, sendForm, deploy };
}

export function call(flow: Callable, mode: "sync" | "async" | "push", input: unknown = {}): Promise<Answer> {
  return request(
    "POST",
    `/v1/workflows/${flow.workflowId}/${mode}`,
    { "x-api-key": flow.key, "content-type": "application/json" },
    JSON.stringify({ input }),
  );
}
