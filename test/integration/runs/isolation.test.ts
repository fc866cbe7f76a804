/** Another account's runs: by their own address, and by their ids among things of one's own. */
import { beforeAll, expect, it } from "vitest";
import type { Route } from "#flow/contract/route.ts";
import { runRoutes } from "#flow/contract/runs.ts";
import { delay, end, flowOf } from "../support/flows.ts";
import { newMonitoring, origin, upgrade, type Watched } from "./world.ts";

let world: Awaited<ReturnType<typeof newMonitoring>>;
let mallory: Awaited<ReturnType<typeof world.stranger>>;
let theirs: Watched;
let runIds: string[];
let own: string;

beforeAll(async () => {
  world = await newMonitoring();
  mallory = await world.stranger();
  const flow = flowOf({ Wait: delay("{{steps.Start.s}}"), End: end({ a: 1 }) }, ["Start next Wait", "Wait success End"], ["s"]);
  theirs = await world.deployed(flow);
  runIds = [await theirs.begin("sync", { s: 1 }), await theirs.begin("async", { s: 3600 })];
  await theirs.listed((rows) => rows.length === 2);
  const { body } = await mallory.manage("POST", "/api/workflows", { name: "Own" });
  own = body.id;
  await mallory.manage("POST", `/api/workflows/${own}/deploy`);
});

const all = Object.entries<Route>(runRoutes);
const ofOneRun = all.filter(([, { path }]) => path.includes("{runId}"));
const addressOf = ({ path }: Route, workflowId: string, runId: string): string =>
  `${path.replace("{workflowId}", workflowId).replace("{runId}", runId)}${path.endsWith("/value") ? "?of=input" : ""}`;

it.each(all)("%s is not there for somebody of another account", async (name, route) => {
  for (const runId of runIds) {
    const address = addressOf(route, theirs.workflowId, runId);
    const { status, text } = await ask(route, address);
    expect([name, status]).toEqual([name, 404]);
    expect(text).not.toContain(runId);
    expect(text).toContain("The workflow does not exist, or you do not have access to it.");
  }
});

it.each(ofOneRun)("%s finds another account's run in no workflow of one's own", async (name, route) => {
  for (const runId of runIds) {
    const { status, text } = await ask(route, addressOf(route, own, runId));
    expect([name, status]).toEqual([name, 404]);
    expect(text).not.toContain(runId);
  }
});

it("lists, measures and exports nothing of another account, whatever is asked for", async () => {
  const [runId] = runIds;
  const filters = encodeURIComponent(JSON.stringify([{ column: "run", operator: "is", value: runId }]));
  const { items } = (await world.manage("GET", `${theirs.at}/runs?limit=1`)).body;
  expect(items).toHaveLength(1);
  const { nextCursor } = (await world.manage("GET", `${theirs.at}/runs?limit=1`)).body;
  for (const query of ["", `?search=${runId}`, `?filters=${filters}`, `?cursor=${nextCursor}`])
    expect((await mallory.manage("GET", `/api/workflows/${own}/runs${query}`)).body).toEqual({ items: [], nextCursor: null });
  expect((await mallory.manage("GET", `/api/workflows/${own}/metrics`)).body).toMatchObject({ total: 0, finished: 0 });
  expect((await mallory.manage("GET", `/api/workflows/${own}/run-values`)).body).toEqual({ source: [], version: [], error: [], node: [] });
});

it("stopped nothing of another account", async () => {
  expect((await world.need("GET", `${theirs.at}/runs/${runIds[1]}`)).status).toBe("Waiting");
});

async function ask({ method, status }: Route, address: string): Promise<{ status: number; text: string }> {
  if (status !== 101) {
    const answer = await mallory.manage(method, address);
    return { status: answer.status, text: JSON.stringify(answer.body) };
  }
  const response = await upgrade(address, { cookie: mallory.cookie, origin });
  return { status: response.status, text: await response.text() };
}
