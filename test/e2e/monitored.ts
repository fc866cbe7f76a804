import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Locator } from "playwright-core";
import { openWorld, signIn, type World } from "./world.ts";

/** A machine can be busy; what has to be quick is measured and not awaited. */
export const slow = { timeout: 15_000 };

/** What the flow calls: counts how often, and refuses debts. */
function startShop(): Promise<{ server: Server; url: string; calls: () => number }> {
  let calls = 0;
  const server = createServer((_, answer) => {
    calls++;
    answer.setHeader("content-type", "application/json").end(JSON.stringify({ rate: 1.5 }));
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () =>
      resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/rates`, calls: () => calls }),
    );
  });
}

/** The flow of the tests over a script of its own. */
export const flowThatCalls = (url: string, code: string) => ({
  schemaVersion: 1,
  inputs: [
    { name: "amount", type: "number", mandatory: true },
    { name: "wait", type: "number", default: 0 },
  ],
  outputs: [{ name: "total", type: "number" }],
  nodes: [
    { id: "start", type: "start", name: "Start", config: {} },
    { id: "rates", type: "api", name: "Rates", config: { method: "GET", url } },
    {
      id: "waits",
      type: "condition",
      name: "Must wait",
      config: { branches: [{ join: "and", criteria: [{ left: "{{steps.Start.wait}}", operator: ">", right: "0" }] }] },
    },
    { id: "delay", type: "delay", name: "Wait", config: { seconds: "{{steps.Start.wait}}" } },
    { id: "total", type: "script", name: "Total", config: { code } },
    { id: "end", type: "end", name: "Done", config: { outputs: [{ name: "total", value: "{{steps.Total.output.total}}" }] } },
  ],
  edges: [
    { from: "start", outcome: "next", to: "rates" },
    { from: "rates", outcome: "success", to: "waits" },
    { from: "waits", outcome: "if", to: "delay" },
    { from: "waits", outcome: "else", to: "total" },
    { from: "delay", outcome: "success", to: "total" },
    { from: "total", outcome: "success", to: "end" },
  ],
});
export const code = `console.log("adding up");
if (context.steps.Start.amount < 0) throw new Error("Debts are not taken");
return { total: context.steps.Start.amount * context.steps.Rates.output.body.rate };`;

export type Monitored = Awaited<ReturnType<typeof openMonitored>>;

/** A deployed workflow that can be called, with its list of runs open in a browser. */
export async function openMonitored() {
  const shop = await startShop();
  const world = await openWorld();
  await signIn(world);
  const { id } = await world.api<{ id: string }>("POST", "/api/workflows", { name: "Invoices" });
  await world.api("PUT", `/api/workflows/${id}/flow`, flowThatCalls(shop.url, code));
  await world.api("POST", `/api/workflows/${id}/deploy`, {});
  const { key } = await world.api<{ key: string }>("POST", `/api/workflows/${id}/keys`, { name: "Shop backend" });
  return {
    shop,
    world,
    id,
    async call(input: unknown, mode = "sync"): Promise<{ runId: string }> {
      const answer = await fetch(`${world.server.url}/v1/workflows/${id}/${mode}`, {
        method: "POST",
        headers: { "x-api-key": key, "content-type": "application/json" },
        body: JSON.stringify({ input }),
      });
      return (await answer.json()) as { runId: string };
    },
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      shop.server.close();
    },
  };
}

export const rowsOf = ({ page }: World): Locator => page.locator(".runs-table tbody tr:not(.runs-gap)");
