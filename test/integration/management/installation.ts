/** An installation of its own for a test: the real app on the real database, with a clock that a test can set. */
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { Problem } from "#flow/problems/problem.ts";
import { problemDetails } from "#flow/problems/problem.ts";
import type { Route } from "#flow/contract/route.ts";
import { routes } from "#flow/contract/routes.ts";
import { managementApp } from "#worker/management.ts";
import type { Env, ManagementEnv } from "#worker/bindings/env.ts";
import { jobsOf } from "#worker/bindings/jobs-of.ts";
import { monitorOf } from "#worker/bindings/monitors.ts";
import { runLanes } from "#worker/bindings/run-lanes.ts";
import { testLane } from "#worker/bindings/test-lane.ts";

// Each sign-in costs a password hash, on purpose.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

export const origin = "https://millrace.test";
export const password = "correct horse battery";

export interface Sent {
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly raw?: BodyInit;
}
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- each test knows what it asked for; the shape was checked against the route
  readonly body: any;
}

export function install(variables: Partial<ManagementEnv> = {}) {
  const bindings = env as unknown as Pick<Env, "DB" | "RUNNER" | "MONITOR" | "JOBS" | "PROFILES" | "DATASETS" | "TELEMETRY" | "PASSWORDS">;
  const happened: string[] = [];
  /** Work that no answer waits for; `send` does, so that tests see its effects. */
  const later: Promise<void>[] = [];
  const clock = { ms: undefined as number | undefined };
  const app = managementApp({
    env: {
      DB: bindings.DB,
      PROFILES: bindings.PROFILES,
      DATASETS: bindings.DATASETS,
      TELEMETRY: bindings.TELEMETRY,
      PASSWORDS: bindings.PASSWORDS,
      MILLRACE_AUTH_SECRET: "a-secret-for-tests-0123456789abcdef-XYZ",
      MILLRACE_ENCRYPTION_KEYS: `k1:${btoa("0123456789abcdef0123456789abcdef")}`,
      MILLRACE_OPEN_SIGNUP: "1",
      ...variables,
    },
    changed: (id) => void happened.push(`changed ${id}`),
    onUndeploy: (id) => void happened.push(`undeployed ${id}`),
    testLane: testLane(bindings),
    runLanes: runLanes(bindings),
    monitorOf: (workflowId) => monitorOf(bindings, workflowId),
    jobsOf: (workflowId) => jobsOf(bindings, workflowId),
    later: (work) => void later.push(work),
    now: () => clock.ms ?? Date.now(),
  });

  /** Sends a request as it is; the answer must have the form that its route declares. */
  async function send(method: string, path: string, { body, headers = {}, raw }: Sent = {}, base = origin): Promise<Answer> {
    const hasBody = body !== undefined || raw !== undefined;
    const request = new Request(base + path, {
      method,
      headers: { ...(hasBody ? { "content-type": "application/json" } : {}), ...headers },
      ...(hasBody ? { body: raw ?? JSON.stringify(body) } : {}),
    });
    const response = await app.fetch(request);
    const text = await response.text();
    await Promise.all(later.splice(0));
    const answer = { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
    checkForm(method, path, answer);
    return answer;
  }

  let count = 0;
  /** Signs a person up with their own account. */
  async function newPerson(name = `Person ${++count}`) {
    const email = `${crypto.randomUUID()}@example.com`;
    const answer = await send("POST", "/api/auth/sign-up/email", { body: { name, email, password } });
    if (answer.status !== 200) throw new Error(`sign-up answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return person(email, cookieOf(answer));
  }

  function person(email: string, cookie: string) {
    const withSession = (sent: Sent): Sent => ({ ...sent, headers: { cookie, origin, ...sent.headers } });
    const call = (method: string, path: string, sent: Sent = {}) => send(method, path, withSession(sent));
    return {
      email,
      cookie,
      call,
      get: (path: string) => call("GET", path),
      post: (path: string, body?: unknown) => call("POST", path, { body }),
      put: (path: string, body: unknown, headers: Record<string, string> = {}) => call("PUT", path, { body, headers }),
      patch: (path: string, body: unknown) => call("PATCH", path, { body }),
      delete: (path: string) => call("DELETE", path),
      async newWorkflow(name: string = crypto.randomUUID()): Promise<string> {
        const { body, status } = await call("POST", "/api/workflows", { body: { name } });
        if (status !== 201) throw new Error(`the workflow was answered ${status}`);
        return body.id;
      },
    };
  }

  return { send, newPerson, person, happened, clock, app, db: bindings.DB };
}
export type Person = Awaited<ReturnType<ReturnType<typeof install>["newPerson"]>>;

/** The statuses of answers that came in no order. */
export function statuses(answers: readonly Answer[]): number[] {
  return answers.map(({ status }) => status).toSorted((a, b) => a - b);
}

/** The session cookie that an answer sets, as a browser sends it back. */
export function cookieOf({ headers }: Answer): string {
  return headers
    .getSetCookie()
    .map((line) => line.split(";")[0]!)
    .filter((pair) => !pair.endsWith("="))
    .join("; ");
}

function checkForm(method: string, path: string, { status, headers, body }: Answer): void {
  if (status >= 400) {
    const problem: Problem = problemDetails.parse(body) as Problem;
    if (problem.status !== status || headers.get("content-type") !== "application/problem+json")
      throw new Error(`${method} ${path} answered no problem details`);
    if (problem.requestId !== headers.get("x-request-id")) throw new Error(`${method} ${path} names two request ids`);
    return;
  }
  const pathname = path.split("?")[0]!;
  const route = Object.values<Route>(routes).find(
    (route) => route.method === method && new RegExp(`^${route.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(pathname),
  );
  if (!route) throw new Error(`${method} ${path} is not declared`);
  if (route.status !== status) throw new Error(`${method} ${path} answered ${status}, declared is ${route.status}`);
  if (!route.answer) return;
  const seen = route.answer.parse(body);
  // Parsing strips what is not declared, so that a difference is something that should not have been sent.
  if (JSON.stringify(sorted(seen)) !== JSON.stringify(sorted(body)))
    throw new Error(`${method} ${path} answered more than is declared: ${JSON.stringify(body)}`);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
