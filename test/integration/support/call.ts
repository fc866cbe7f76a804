/** Calls the endpoints as callers do: over HTTP, through the Worker. */
import { exports } from "cloudflare:workers";
import type { Deployed } from "./deployed.ts";

const worker = (exports as unknown as { default: Fetcher }).default;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line typescript/no-explicit-any -- answers are looked at, not relied on
  readonly body: any;
}

export async function request(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  const response = await worker.fetch(`http://millrace.test${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}

export function start(
  flow: Deployed,
  mode: "sync" | "async" | "push",
  input: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return request(
    "POST",
    `/v1/workflows/${flow.workflowId}/${mode}`,
    { "x-api-key": flow.key, "content-type": "application/json", ...headers },
    JSON.stringify({ input }),
  );
}

export function poll(flow: Pick<Deployed, "workflowId" | "key">, runId: string, waitSec = 0): Promise<Answer> {
  return request("GET", `/v1/workflows/${flow.workflowId}/runs/${runId}?wait=${waitSec}`, { "x-api-key": flow.key });
}
