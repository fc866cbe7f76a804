/** Callers of every kind, requests that are generated from the table, and the search for leaks. */
import type { Route } from "#flow/contract/route.ts";
import { routes } from "#flow/contract/routes.ts";
import { install, origin, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { probes, type Probe } from "./bodies.ts";
import { make, type Place, type Things } from "./things.ts";

// The permitted address is a port without a server: some routes notify receivers.
export const installation = install({ MILLRACE_ALLOW_HOSTS: "127.0.0.1" });
export const { db } = installation;

export const all = Object.entries<Route>(routes);

/** The table's entry of a route. Throws with a word on what to do where there is none. */
export function probeOf(name: string): Probe {
  const probe = probes[name];
  if (probe) return probe;
  throw new Error(
    `The route ${name} has no entry in test/integration/access/bodies.ts. Add one with the smallest valid body, and name there every id that its query or body takes.`,
  );
}

/** The things that a request to the route names. */
export function thingsOf(name: string, route: Route): string[] {
  const { params = {}, ids = {} } = probeOf(name);
  const inPath = Array.from(route.path.matchAll(/\{(\w+)\}/g), ([, param]) => params[param!] ?? param!);
  return [...inPath, ...Object.values(ids)];
}

/** The ids that a request to the route carries beside the workflow of its path: each can be another tenant's alone. */
export function nestedIdsOf(name: string, route: Route): string[] {
  return [...new Set(thingsOf(name, route))].filter((thing) => thing !== "workflowId");
}

export async function begin(): Promise<void> {
  await migrate(db);
}

/** An account with an Owner, in which every name carries the mark. */
export async function newPlace(mark: string): Promise<Place> {
  const owner = await installation.newPerson(`${mark} owner`);
  return { owner, accountId: (await owner.get("/api/me")).body.activeAccount.id, db, mark };
}

/** The credentials of a caller. */
export type Credentials = Readonly<Record<string, string>>;
export const sessionOf = (person: Person): Credentials => ({ cookie: person.cookie, origin });
export const bearer = (token: string): Credentials => ({ authorization: `Bearer ${token}` });

export interface Reply {
  readonly status: number;
  readonly text: string;
  /** Everything that was sent, so that an echo of it does not count as a leak. */
  readonly sent: string;
}

/** Sends the request of a route with these things in its path, query and body. */
export async function ask(name: string, route: Route, things: Things, credentials: Credentials): Promise<Reply> {
  const { body, form, query = {}, params = {}, ids = {} } = probeOf(name);
  const request = { body: unique(structuredClone(body)), query: { ...query } };
  for (const [at, thing] of Object.entries(ids)) put(request, at.split("."), things[thing]!);
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, param: string) => encodeURIComponent(things[params[param] ?? param]!));
  const search = new URLSearchParams(request.query).toString();
  const text = request.body === undefined ? undefined : JSON.stringify(request.body);
  const isJson = route.body !== undefined && text !== undefined;
  const url = `${origin}${path}${search && `?${search}`}`;
  const answer = await installation.app.fetch(
    new Request(url, {
      method: route.method,
      headers: { ...(isJson ? { "content-type": "application/json" } : {}), ...credentials },
      ...(isJson ? { body: text } : form && route.form ? { body: form() } : {}),
      redirect: "manual",
    }),
  );
  const headers = JSON.stringify([...answer.headers]);
  return { status: answer.status, text: headers + (await answer.text()), sent: `${url} ${text ?? ""}` };
}

function put(target: unknown, [first, ...rest]: string[], value: string): void {
  const object = target as Record<string, unknown>;
  if (rest.length === 0) object[first!] = value;
  else put((object[first!] ??= {}), rest, value);
}

/** A copy in which each `#` is something that was never there before. */
function unique(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value).replaceAll("#", crypto.randomUUID())) as unknown);
}

/** The secrets that an answer contains and the request did not. */
export function leaksIn({ text, sent }: Reply, secrets: Iterable<string>): string[] {
  return [...secrets].filter((secret) => secret.length > 3 && text.includes(secret) && !sent.includes(secret));
}

/** Every row that belongs to an account or to a workflow of it, to see whether anything of it was touched. */
export async function rowsOf(accountId: string): Promise<string> {
  const tables = await db
    .prepare(
      "SELECT m.name AS name, group_concat(p.name) AS columns FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table' AND m.name NOT LIKE '\\_cf%' ESCAPE '\\' GROUP BY m.name",
    )
    .all<{ name: string; columns: string }>();
  const rows = await Promise.all(
    tables.results.map(async ({ name, columns }) => {
      const names = columns.split(",");
      const only = names.includes("account_id")
        ? "account_id = ?1"
        : names.includes("workflow_id")
          ? "workflow_id IN (SELECT id FROM workflows WHERE account_id = ?1)"
          : undefined;
      // What Monitors tell of runs arrives some seconds after them.
      if (!only || name === "credentials" || name === "run_rollups") return [name];
      return [name, (await db.prepare(`SELECT * FROM "${name}" WHERE ${only}`).bind(accountId).all()).results];
    }),
  );
  return JSON.stringify(rows, null, 1);
}

/** A person of an account, with the account's role and, on a workflow, another: put in by hand, since roles are what is tested. */
export async function place(person: { readonly id: string }, accountId: string, role: string): Promise<void> {
  await db
    .prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?1, ?2, ?3, 1) ON CONFLICT DO UPDATE SET role = ?3")
    .bind(accountId, person.id, role)
    .run();
  await db.prepare("UPDATE sessions SET active_account_id = ? WHERE user_id = ?").bind(accountId, person.id).run();
}

export async function giveOn(workflowId: string, person: { readonly id: string }, role: string | undefined): Promise<void> {
  await db.prepare("DELETE FROM workflow_members WHERE workflow_id = ? AND user_id = ?").bind(workflowId, person.id).run();
  if (role === undefined) return;
  await db
    .prepare("INSERT INTO workflow_members (workflow_id, user_id, role, created_at) VALUES (?, ?, ?, 1)")
    .bind(workflowId, person.id, role)
    .run();
}

export { make };
