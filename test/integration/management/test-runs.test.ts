import { beforeAll, expect, it } from "vitest";
import type { WorkflowId } from "#flow/ids.ts";
import { poll } from "../support/call.ts";
import { end, flowOf, script } from "../support/flows.ts";
import { type Person, install } from "./installation.ts";
import { migrate } from "./migrate.ts";

const { newPerson, db } = install();
let ada: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson();
});

const flow = flowOf(
  {
    Double: script("console.log('doubling'); return context.steps.Start.n * 2"),
    Add: script("return context.steps.Double.output + 1"),
    End: end({ n: "{{steps.Add.output}}" }),
  },
  ["Start next Double", "Double success Add", "Add success End"],
  ["n"],
);

async function finished(path: string, runId: string) {
  return (await ada.get(`${path}/test-runs/${runId}?wait=10`)).body;
}

it("runs the flow in development and tells it step by step", async () => {
  const path = `/api/workflows/${await ada.newWorkflow()}`;
  await ada.put(`${path}/flow`, flow);
  const started = await ada.post(`${path}/test-runs`, { input: { n: 4 } });
  expect(started.status).toBe(201);
  const run = await finished(path, started.body.runId);
  expect(run).toMatchObject({ status: "Success", input: { n: 4 }, output: { n: 9 }, nodesExecuted: 4 });
  expect(run.steps.map((step: { name: string; status: string }) => [step.name, step.status])).toEqual([
    ["Start", "Success"],
    ["Double", "Success"],
    ["Add", "Success"],
    ["End", "Success"],
  ]);
  expect(run.steps[1]).toMatchObject({ output: 8, logs: ["doubling"], attempts: 1, error: null });
});

it("runs a flow that is sent along, as far as one node, with pinned outputs", async () => {
  const path = `/api/workflows/${await ada.newWorkflow()}`;
  const unfinished = { ...flow, edges: flow.edges.filter((edge) => edge.to !== "n_End") };
  expect(await ada.post(`${path}/test-runs`, { input: { n: 1 }, flow: unfinished })).toMatchObject({
    status: 422,
    body: { code: "not_deployable" },
  });
  const started = await ada.post(`${path}/test-runs`, { input: { n: 1 }, flow: unfinished, untilNode: "n_Add", pinned: { n_Double: 41 } });
  const run = await finished(path, started.body.runId);
  expect(run.status).toBe("Success");
  expect(run.steps.map((step: { name: string; output: unknown }) => [step.name, step.output])).toEqual([
    ["Start", { n: 1 }],
    ["Double", 41],
    ["Add", 42],
  ]);
});

it("names the node that failed, and keeps what the others did", async () => {
  const path = `/api/workflows/${await ada.newWorkflow()}`;
  const broken = flowOf({ Break: script("throw new Error('no luck')"), End: end({ a: 1 }) }, ["Start next Break", "Break success End"]);
  const started = await ada.post(`${path}/test-runs`, { flow: broken });
  const run = await finished(path, started.body.runId);
  expect(run).toMatchObject({ status: "Failed", error: { code: "script_error", node: "Break" } });
  expect(run.steps.at(-1)).toMatchObject({ name: "Break", status: "Failed", error: { message: expect.stringContaining("no luck") } });
});

it("lets a Viewer run the flow as it is, but neither another one nor with pinned outputs", async () => {
  const workflowId = await ada.newWorkflow();
  const path = `/api/workflows/${workflowId}`;
  await ada.put(`${path}/flow`, flow);
  const viewer = await newPerson();
  await makeViewer(viewer, workflowId);
  expect((await viewer.post(`${path}/test-runs`, { input: { n: 1 } })).status).toBe(201);
  expect((await viewer.post(`${path}/test-runs`, { flow })).status).toBe(403);
  expect((await viewer.post(`${path}/test-runs`, { pinned: { n_Double: 1 } })).status).toBe(403);
});

/** Adds a person to the workflow's account and gives them Viewer on it, directly in the database. */
async function makeViewer(person: Person, workflowId: string): Promise<void> {
  const user = "(SELECT id FROM users WHERE email = ?1)";
  const account = "(SELECT account_id FROM workflows WHERE id = ?2)";
  await db.batch([
    db
      .prepare(`INSERT INTO members (account_id, user_id, role, created_at) SELECT ${account}, ${user}, 'Member', 0`)
      .bind(person.email, workflowId),
    db
      .prepare(`INSERT INTO workflow_members (workflow_id, user_id, role, created_at) SELECT ?2, ${user}, 'Viewer', 0`)
      .bind(person.email, workflowId),
    db.prepare(`UPDATE sessions SET active_account_id = ${account} WHERE user_id = ${user}`).bind(person.email, workflowId),
  ]);
}

it("shows a run only to people of its workflow", async () => {
  const path = `/api/workflows/${await ada.newWorkflow()}`;
  const { runId } = (await ada.post(`${path}/test-runs`, { flow, input: { n: 1 } })).body;
  const stranger = await newPerson();
  expect((await stranger.get(`${path}/test-runs/${runId}`)).status).toBe(404);
  expect((await stranger.post(`${path}/test-runs`, {})).status).toBe(404);
  const elsewhere = `/api/workflows/${await ada.newWorkflow()}`;
  expect((await ada.get(`${elsewhere}/test-runs/${runId}`)).status).toBe(404);
  expect((await ada.get(`${path}/test-runs/run_loc0_00000000000000000000000000`)).status).toBe(404);
});

it("shows no run to the workflow's API keys, which are for what is deployed", async () => {
  const workflowId = await ada.newWorkflow();
  const path = `/api/workflows/${workflowId}`;
  const { key } = (await ada.post(`${path}/keys`, { name: "Shop" })).body;
  const { runId } = (await ada.post(`${path}/test-runs`, { flow, input: { n: 1 } })).body;
  expect(await finished(path, runId)).toMatchObject({ status: "Success" });
  expect(await poll({ workflowId: workflowId as WorkflowId, key }, runId)).toMatchObject({ status: 404, body: { code: "not_found" } });
});
