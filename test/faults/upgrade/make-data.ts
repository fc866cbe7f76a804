/**
 * Makes a data folder with what a build leaves behind when it is killed, and packs it: see the README of
 * test/fixtures/data. To be run in a checkout of the commit whose data is wanted.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { writeFileSync } from "node:fs";
import { deploy } from "../deploy.ts";
import { eventually, startServer } from "../server.ts";
import { api, delay, end, flowOf, script } from "../../integration/support/flows.ts";
import { packFolder } from "./packed-folder.ts";

const [target = "", port = "8787"] = process.argv.slice(2);

/** Waits, works, and makes calls on request; each End says which path was taken. */
const flow = flowOf(
  {
    Wait: delay("{{steps.Start.seconds}}"),
    Work: script("return { mark: context.steps.Start.mark, from: env.PLACE }"),
    If: { type: "condition", config: { branches: [{ criteria: [{ left: "{{steps.Start.url}}", operator: "exists" }] }] } },
    Call: api("{{steps.Start.url}}", { onAmbiguous: "fail", retry: { attempts: 2 } }),
    Caught: script("return context.steps.Call.error.code"),
    Done: end({ mark: "{{steps.Work.output.mark}}", from: "{{steps.Work.output.from}}", by: "Done" }),
    Called: end({ mark: "{{steps.Work.output.mark}}", by: "Called" }),
    Failed: end({ mark: "{{steps.Work.output.mark}}", by: "{{steps.Caught.output}}" }),
  },
  [
    "Start next Wait",
    "Wait success Work",
    "Work success If",
    "If else Done",
    "If if Call",
    "Call success Called",
    "Call failure Caught",
    "Caught success Failed",
  ],
  ["seconds", "mark", "url"],
);

const hanging = createServer(() => {});
await new Promise<void>((resolve) => hanging.listen(0, "127.0.0.1", resolve));
// Listening on a port, not on a pipe.
const host = `127.0.0.1:${(hanging.address() as AddressInfo).port}`;
const server = await startServer({ port: Number(port), env: { MILLRACE_ALLOW_HOSTS: host } });
try {
  const { api: management } = await deploy(server, "Other", flowOf({ End: end({ a: 1 }) }, ["Start next End"]));
  const first = flowOf({ End: end({ first: true }) }, ["Start next End"]);
  const main = await deploy(server, "Upgraded", first, { async: { enabled: true, timeoutSec: null }, sync: { timeoutSec: 90 } });
  const path = `/api/workflows/${main.id}`;
  await management.call("POST", `${path}/variables`, { name: "PLACE", value: "here", secure: false });
  await management.call("POST", `${path}/variables`, { name: "TOKEN", value: "a secret value", secure: true });
  await management.call("PUT", `${path}/flow`, flow);
  await management.call("POST", `${path}/versions`, { name: "Kept", description: "The flow that is deployed." });
  await management.call("POST", `${path}/deploy`, {});
  // Callers see it by then.
  await new Promise((resolve) => setTimeout(resolve, 11_000));
  const start = async (input: unknown, mode = "/async") =>
    (await (await main.call(mode, { method: "POST", body: { input } })).json()) as { runId: string };
  const waitForEnd = (runId: string) =>
    eventually(
      "the run is over",
      20_000,
      async () => ((await (await main.call(`/runs/${runId}`)).json()) as { endedAt: unknown }).endedAt !== null,
    );

  const finished = await start({ seconds: 1, mark: "finished" }, "/sync");
  const failed = await start({ seconds: -1, mark: "failed" });
  await waitForEnd(failed.runId);
  const again = await management.call<{ runId: string }>("POST", `${path}/runs/${finished.runId}/rerun`, { fromNode: "n_Work" });
  await waitForEnd(again.runId);
  const test = await management.call<{ runId: string }>("POST", `${path}/test-runs`, { input: { seconds: 1, mark: "test" } });
  // The draft changes, and a second version of it is saved.
  const changed = {
    ...flow,
    nodes: flow.nodes.map((node) => (node.id === "n_Work" ? { ...node, config: { code: "return { mark: 'changed' }" } } : node)),
  };
  await management.call("PUT", `${path}/flow`, changed);
  await management.call("POST", `${path}/versions`, { name: "Not deployed", description: "" });
  await management.call("PUT", `${path}/flow`, {
    ...changed,
    notes: [{ id: "note", text: "In development", position: { x: 0, y: 0 }, size: { width: 200, height: 100 }, colour: "blue" }],
  });

  const year = await start({ seconds: 31_536_000, mark: "year" });
  const call = await start({ seconds: 1, mark: "call", url: `http://${host}/` });
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const short = await start({ seconds: 20, mark: "short" });
  const testWaiting = await management.call<{ runId: string }>("POST", `${path}/test-runs`, { input: { seconds: 20, mark: "canvas" } });
  const rerunWaiting = await management.call<{ runId: string }>("POST", `${path}/runs/${finished.runId}/rerun`, {
    patch: { input: { seconds: 20, mark: "rerun" } },
  });
  // All of it is reported to the lists before the end.
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const key = (await management.call<{ key: string }>("POST", `${path}/keys`, { name: "kept" })).key;
  await server.kill9();
  const runs = { finished, failed, again, test, year, call, short, testWaiting, rerunWaiting };
  const known = {
    madeAt: Date.now(),
    owner: server.owner,
    workflowId: main.id,
    key,
    runs: Object.fromEntries(Object.entries(runs).map(([name, { runId }]) => [name, runId])),
  };
  writeFileSync(`${target}.json`, `${JSON.stringify(known, null, 2)}\n`);
  packFolder(server.dataFolder, `${target}.gz`, (name) => /(\.pid|\.lock|-shm)$/.test(name));
} finally {
  await server[Symbol.asyncDispose]();
  hanging.closeAllConnections();
  hanging.close();
}
