/** Deploys a workflow on a test server through the management API, as its owner. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ApiClient } from "../../scripts/server/api-client.ts";
import type { TestServer } from "./server.ts";

export interface DeployedFlow {
  readonly id: string;
  readonly api: ApiClient;
  call(path: string, init?: { method?: string; body?: unknown; headers?: Record<string, string> }): Promise<Response>;
}

export function fixture(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, `../fixtures/workflows/${name}.json`), "utf8"));
}

export async function deploy(server: TestServer, name: string, flow: unknown, endpoint?: unknown): Promise<DeployedFlow> {
  const api = new ApiClient(server.url);
  await api.call("POST", "/api/auth/sign-in/email", server.owner);
  const { id } = await api.call<{ id: string }>("POST", "/api/workflows", { name, description: "" });
  await api.call("PUT", `/api/workflows/${id}/flow`, flow);
  if (endpoint) await api.call("PUT", `/api/workflows/${id}/endpoint`, endpoint);
  await api.call("POST", `/api/workflows/${id}/deploy`, {});
  const { key } = await api.call<{ key: string }>("POST", `/api/workflows/${id}/keys`, { name: "test" });
  return {
    id,
    api,
    call: (path, { method = "GET", body, headers = {} } = {}) =>
      fetch(`${server.url}/v1/workflows/${id}${path}`, {
        method,
        headers: { "x-api-key": key, ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}
