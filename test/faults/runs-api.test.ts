/** Monitoring through a real server: runs that callers start, as lists, live views and a browser show them. */
import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openBrowser } from "../e2e/browser.ts";
import { deploy, type DeployedFlow } from "./deploy.ts";
import { eventually, startServer, type TestServer } from "./server.ts";

const flow = {
  schemaVersion: 1,
  inputs: [{ name: "seconds", type: "number", mandatory: true }],
  outputs: [{ name: "waited", type: "number" }],
  nodes: [
    { id: "n1", type: "start", name: "Start", config: {} },
    { id: "n2", type: "delay", name: "Wait", config: { seconds: "{{steps.Start.seconds}}" } },
    { id: "n3", type: "end", name: "End", config: { outputs: [{ name: "waited", value: "{{steps.Start.seconds}}" }] } },
  ],
  edges: [
    { from: "n1", outcome: "next", to: "n2" },
    { from: "n2", outcome: "success", to: "n3" },
  ],
};

interface Row {
  readonly runId: string;
  readonly status: string;
  readonly startedAt: string;
  readonly error: { readonly code: string; readonly message: string } | null;
}

let server: TestServer;
let waiting: DeployedFlow;
let token: string;

beforeAll(async () => {
  server = await startServer();
  waiting = await deploy(server, "Waiting", flow);
  ({ token } = await waiting.api.call<{ token: string }>("POST", "/api/tokens", { name: "watcher" }));
});
afterAll(() => server[Symbol.asyncDispose]());

const at = (path: string): string => `/api/workflows/${waiting.id}${path}`;
const list = async (): Promise<readonly Row[]> => (await waiting.api.call<{ items: Row[] }>("GET", at("/runs"))).items;

async function begin(seconds: number): Promise<string> {
  const response = await waiting.call("/async", { method: "POST", body: { input: { seconds } } });
  expect(response.status).toBe(202);
  return ((await response.json()) as { runId: string }).runId;
}

/** A live view with a token: the messages that it received, with their times. */
async function watch() {
  const rows: (Row & { readonly heardAt: number })[] = [];
  const address = server.url.replace("http", "ws") + at("/runs/live");
  // Node's takes headers where a browser's takes protocols; the types know the browser's only.
  const socket = new WebSocket(address, { headers: { authorization: `Bearer ${token}` } } as unknown as string[]);
  socket.addEventListener("message", ({ data }) => {
    const heardAt = Date.now();
    const message = JSON.parse(String(data)) as { kind: string; rows: Row[] };
    if (message.kind === "runs") rows.push(...message.rows.map((row) => ({ ...row, heardAt })));
  });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve());
    socket.addEventListener("error", () => reject(new Error("the live view was refused")));
  });
  return { rows, close: () => socket.close() };
}

it("tells a live view of each run and each change within a second, and of no run on the canvas", async () => {
  const view = await watch();
  const { runId: onCanvas } = await waiting.api.call<{ runId: string }>("POST", at("/test-runs"), { input: { seconds: 1 } });
  const delays: number[] = [];
  for (let i = 0; i < 5; i++) {
    const sentAt = Date.now();
    const runId = await begin(1);
    const heard = (isOver: boolean) => view.rows.find((row) => row.runId === runId && (row.status === "Success") === isOver);
    await eventually("the run is told", 5_000, () => heard(false) !== undefined);
    delays.push(heard(false)!.heardAt - sentAt);
    await eventually("its end is told", 10_000, () => heard(true) !== undefined);
  }
  delays.sort((a, b) => a - b);
  console.log(`from a call to the message of its live view: ${delays.join(", ")} ms`);
  // A busy machine may be late once.
  expect(delays[2]).toBeLessThan(1_000);
  await waiting.api.call("GET", at(`/test-runs/${onCanvas}?wait=10`));
  expect([...view.rows, ...(await list())].map(({ runId }) => runId)).not.toContain(onCanvas);
  view.close();
});

it("opens in Chromium under the pages' security policy", { timeout: 90_000 }, async () => {
  await using browser = await openBrowser();
  const { page } = browser;
  await page.request.post(`${server.url}/api/auth/sign-in/email`, { headers: { origin: server.url }, data: server.owner });
  await page.goto(server.url);
  const heard = page.evaluate(
    (path) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(location.origin.replace("http", "ws") + path);
        socket.addEventListener("open", () => socket.send("ping"));
        socket.addEventListener("message", ({ data }) => resolve(String(data)));
        socket.addEventListener("close", ({ code }) => resolve(`closed with ${code}`));
      }),
    at("/runs/live"),
  );
  expect(await heard).toBe("pong");
  expect(browser.faults).toEqual([]);
});

it("shows a stop, a time-out and an undeployment as Failed, each with its reason", { timeout: 90_000 }, async () => {
  const cancelled = await begin(3600);
  await waiting.api.call("POST", at(`/runs/${cancelled}/cancel`));
  await server.stop();
  // A minute is the shortest time-out that can be set.
  for (const file of globSync(join(server.dataFolder, "storage/**/*.sqlite"))) {
    using database = new DatabaseSync(file);
    if (!database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'deployments'").get()) continue;
    database.exec("UPDATE deployments SET settings = json_set(settings, '$.async.timeoutSec', 1)");
  }
  await server.restart();
  const timedOut = await begin(3600);
  await eventually("the run is over", 10_000, async () =>
    (await list()).some(({ runId, status }) => runId === timedOut && status === "Failed"),
  );
  await waiting.api.call("POST", at("/deploy"), {});
  const undeployed = await begin(3600);
  await waiting.api.call("POST", at("/undeploy"), {});
  const expected = [
    [cancelled, "run_cancelled", "The run was cancelled."],
    [timedOut, "run_timeout", "The run did not finish within 1 second."],
    [undeployed, "undeployed", "The workflow was undeployed during the run."],
  ] as const;
  await eventually("all are listed as over", 10_000, async () => {
    const over = (await list()).filter(({ status }) => status === "Success" || status === "Failed");
    return over.length === 8;
  });
  const rows = await list();
  for (const [id, code, message] of expected) {
    expect(rows.find(({ runId }) => runId === id)).toMatchObject({ status: "Failed", error: { code, message, node: null } });
    expect(await waiting.api.call("GET", at(`/runs/${id}`))).toMatchObject({ status: "Failed", error: { code, message } });
  }
  const metrics = await waiting.api.call("GET", at("/metrics"));
  expect(metrics).toMatchObject({ total: 8, finished: 8, failed: 3, failureRate: 3 / 8 });
});
