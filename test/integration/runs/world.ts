/** One Owner, deployed workflows, and the routes of monitoring as pages ask them: over HTTP, through the whole Worker. */
import { exports } from "cloudflare:workers";
import { vi } from "vitest";
import type { FlowDocument } from "#flow/model/document.ts";
import { password } from "../management/installation.ts";
import { request, type Answer } from "../support/call.ts";
import { call, DB, newWorld, type Callable } from "../variables/world.ts";

const worker = (exports as unknown as { default: Fetcher }).default;
export const origin = "http://millrace.test";

export interface Watched extends Callable {
  /** Where the workflow's management is. */
  readonly at: string;
  /** Starts a run and returns its id. */
  begin(mode: "sync" | "async" | "push", input?: unknown): Promise<string>;
  /** What the list shows, once `check` holds for it. */
  listed(check: (rows: Row[]) => boolean, query?: string): Promise<Row[]>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- tests look at answers and do not rely on them
export type Row = any;

/** Also empties the database, so there is one for each file. */
export async function newMonitoring() {
  const world = await newWorld();
  return {
    ...world,
    /** The answer to a GET of the Owner's as it is. */
    raw: (path: string): Promise<Response> => worker.fetch(origin + path, { headers: { cookie: world.cookie } }),
    async deployed(flow: FlowDocument, push?: { callbackUrl: string; accessToken: string }): Promise<Watched> {
      const workflow = await world.deploy(flow, [], push);
      const at = `/api/workflows/${workflow.workflowId}`;
      const get = async (path: string) => (await world.need("GET", `${at}${path}`)) as { items: Row[] };
      return {
        ...workflow,
        at,
        begin: async (mode, input = {}) => runIdOf(await call(workflow, mode, input)),
        listed: (check, query = "") =>
          vi.waitFor(
            async () => {
              const { items } = await get(`/runs${query}`);
              if (!check(items)) throw new Error(`The list shows ${JSON.stringify(items)}`);
              return items;
            },
            { timeout: 10_000, interval: 50 },
          ),
      };
    },
    /** The Owner of another account on the same installation. */
    async stranger() {
      const email = `${crypto.randomUUID()}@example.com`;
      const invited = await world.need("POST", "/api/invitations", { emails: [email], role: "Member" });
      const token = invited.results[0].link.split("/").at(-1);
      const json = { "content-type": "application/json", origin };
      const joined = await request(
        "POST",
        `/api/invitations/by-token/${token}/accept`,
        json,
        JSON.stringify({ name: "Mallory", password }),
      );
      const cookie = joined.headers.getSetCookie()[0]!.split(";")[0]!;
      const accountId = `acc_${crypto.randomUUID()}`;
      await DB.batch([
        DB.prepare("INSERT INTO accounts (id, name, created_at) VALUES (?, 'Elsewhere', 0)").bind(accountId),
        DB.prepare("UPDATE members SET account_id = ?1, role = 'Owner' WHERE user_id = (SELECT id FROM users WHERE email = ?2)").bind(
          accountId,
          email,
        ),
        DB.prepare("UPDATE sessions SET active_account_id = ?1 WHERE user_id = (SELECT id FROM users WHERE email = ?2)").bind(
          accountId,
          email,
        ),
      ]);
      return {
        cookie,
        manage: (method: string, path: string, body?: unknown): Promise<Answer> =>
          request(method, path, { cookie, ...json }, body === undefined ? undefined : JSON.stringify(body)),
      };
    },
  };
}

function runIdOf({ body, headers }: Answer): string {
  const runId: unknown = body.runId ?? headers.get("location")?.split("/").at(-1);
  if (typeof runId !== "string") throw new Error(`no run: ${JSON.stringify(body)}`);
  return runId;
}

/** Asks for an upgrade; the response has the socket where it was taken. */
export async function upgrade(path: string, headers: Record<string, string>): Promise<Response> {
  return worker.fetch(origin + path, { headers: { upgrade: "websocket", ...headers } });
}
