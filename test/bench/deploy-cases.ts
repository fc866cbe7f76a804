import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ApiClient } from "../../scripts/server/api-client.ts";
import type { TestServer } from "../faults/server.ts";
import { cases, input } from "./cases.ts";
import type { Target } from "./load.ts";

/** Deploys each case's flow on the server and answers what to call, by the case's id. */
export async function deployCases(server: TestServer, stubUrl: string): Promise<ReadonlyMap<string, Target>> {
  const api = new ApiClient(server.url);
  await api.call("POST", "/api/auth/sign-in/email", server.owner);
  const targets = new Map<string, Target>();
  for (const { id, label, flow, mode } of cases) {
    const text = readFileSync(join(import.meta.dirname, `flows/${flow}.json`), "utf8").replaceAll("STUB_URL", stubUrl);
    const workflow = await api.call<{ id: string }>("POST", "/api/workflows", { name: label });
    const path = `/api/workflows/${workflow.id}`;
    await api.call("PUT", `${path}/flow`, JSON.parse(text));
    if (mode === "async") await api.call("PUT", `${path}/endpoint`, { async: { enabled: true } });
    await api.call("POST", `${path}/deploy`, {});
    const { key } = await api.call<{ key: string }>("POST", `${path}/keys`, { name: "bench" });
    targets.set(id, {
      url: `http://127.0.0.1:${server.port}/v1/workflows/${workflow.id}/${mode}`,
      method: "POST",
      headers: { "x-api-key": key, "content-type": "application/json" },
      body: JSON.stringify({ input }),
    });
  }
  return targets;
}
