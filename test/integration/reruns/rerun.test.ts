import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { laneOfRun, type RunId } from "#flow/ids.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import { redeploy } from "./flows.ts";
import type { RerunAnswer } from "#objects/protocols/rerun.ts";
import { loadEndpoint } from "#store/endpoint.ts";
import { newRunId } from "#store/new-id.ts";
import { newMonitoring, origin, type Row, type Watched } from "../runs/world.ts";
import { poll, request } from "../support/call.ts";
import { env } from "../support/deployed.ts";
import { api, delay, end, flowOf, script } from "../support/flows.ts";
import { laneOf } from "../support/lane-of.ts";
import { here, received } from "../support/servers.ts";

let world: Awaited<ReturnType<typeof newMonitoring>>;
beforeAll(async () => {
  world = await newMonitoring();
});

const show = async (flow: Watched, runId: string): Promise<Row> => world.need("GET", `${flow.at}/runs/${runId}`);
const stepOf = (run: Row, name: string): Row => run.steps.find((step: Row) => step.name === name);
const rerun = (flow: Watched, runId: string, body?: unknown) => world.manage("POST", `${flow.at}/runs/${runId}/rerun`, body);

async function ended(flow: Watched, runId: string): Promise<Row> {
  const { body } = await poll(flow, runId, 20);
  expect(["Success", "Failed"]).toContain(body.status);
  return body;
}

/** A call, a script that sets a key, another call, and a script that fails unless the first call's answer is put right. */
function orders(id: string): FlowDocument {
  return flowOf(
    {
      First: api(`${here}/echo?id=${id}`, {}, { body: { type: "json", value: { n: "{{steps.Start.n}}" } } }),
      Keep: script("context.kept = { n: context.steps.Start.n }; return 'kept'"),
      Branch: { type: "condition", config: { branches: [{ expression: "steps.Start.n = 1" }] } },
      Other: api(`${here}/echo?id=${id}`),
      Second: script(
        "if (!context.steps.First.output.body.right) throw new Error('not right'); return { kept: context.kept, n: context.steps.Start.n }",
      ),
      Last: api(`${here}/echo?id=${id}-last`),
      End: end({ result: "{{steps.Second.output}}", startedAt: "{{steps.First.startedAt}}" }),
    },
    [
      "Start next First",
      "First success Keep",
      "Keep success Branch",
      "Branch if Second",
      "Branch else Other",
      "Other success Second",
      "Second success Last",
      "Last success End",
    ],
    ["n"],
  );
}

describe("from the step that failed", () => {
  it("succeeds with edited data, and what ran before does not run again", async () => {
    const id = crypto.randomUUID();
    const flow = await world.deployed(orders(id));
    const runId = await flow.begin("async", { n: 1 });
    expect(await ended(flow, runId)).toMatchObject({ status: "Failed", error: { node: "Second" } });
    expect(await received(id)).toHaveLength(1);

    const answer = await rerun(flow, runId, {
      fromNode: "n_Second",
      patch: { steps: { n_First: { status: 200, headers: {}, body: { right: true } } } },
    });
    expect(answer).toMatchObject({ status: 201, body: { warnings: [] } });
    expect(answer.body.copied.map(({ name, outcome }: Row) => [name, outcome])).toEqual([
      ["First", "success"],
      ["Keep", "success"],
      ["Branch", "if"],
    ]);
    expect(await ended(flow, answer.body.runId)).toMatchObject({ status: "Success", output: { result: { kept: { n: 1 }, n: 1 } } });
    expect(await received(id)).toHaveLength(1);
    const last = await received(`${id}-last`);
    expect(last.map(({ headers }) => headers["idempotency-key"])).toEqual([`${answer.body.runId}:n_Last:0`]);

    const run = await show(flow, answer.body.runId);
    const first = stepOf(run, "First");
    expect(first).toMatchObject({ status: "Success", attempts: 0, tries: [], copiedFrom: runId, output: { body: { right: true } } });
    expect(stepOf(run, "Second")).toMatchObject({ attempts: 1, copiedFrom: null });
    expect(run.nodesExecuted).toBe(4);
    // Data of a copied step is as it was.
    expect(run.output.startedAt).toBe(Date.parse(stepOf(await show(flow, runId), "First").startedAt));
  });

  it("is listed as a rerun under the name of the person who started it, and noted in the audit log", async () => {
    const flow = await world.deployed(orders(crypto.randomUUID()));
    const runId = await flow.begin("async", { n: 1 });
    await ended(flow, runId);
    const { body } = await rerun(flow, runId, { fromNode: "n_Second" });
    const [row] = await flow.listed((rows) => rows.length === 2 && rows[0].status === "Failed");
    expect(row).toMatchObject({ runId: body.runId, rerunOf: runId, mode: "async", type: "API", source: "Ada" });
    const { items } = await world.need("GET", `${flow.at}/audit?limit=1`);
    expect(items[0]).toMatchObject({ event: "run.startedAgain", description: `Started run ${body.runId} as a rerun of ${runId}.` });
  });

  it("can itself be run again from there, its copied steps with it", async () => {
    const id = crypto.randomUUID();
    const flow = await world.deployed(orders(id));
    const runId = await flow.begin("async", { n: 1 });
    await ended(flow, runId);
    const { body: second } = await rerun(flow, runId, { fromNode: "n_Second" });
    await ended(flow, second.runId);
    const { body: third } = await rerun(flow, second.runId, {
      fromNode: "n_Second",
      patch: { steps: { n_First: { body: { right: true } } } },
    });
    expect(await ended(flow, third.runId)).toMatchObject({ status: "Success", output: { result: { kept: { n: 1 } } } });
    expect(await received(id)).toHaveLength(1);
    expect(stepOf(await show(flow, third.runId), "Keep")).toMatchObject({ copiedFrom: second.runId });
  });

  it("begins once for a doubled click, and refuses the same key for something else", async () => {
    const flow = await world.deployed(orders(crypto.randomUUID()));
    const runId = await flow.begin("async", { n: 1 });
    await ended(flow, runId);
    const headers = { cookie: world.cookie, origin, "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
    const click = (body: object) => request("POST", `${flow.at}/runs/${runId}/rerun`, headers, JSON.stringify(body));
    const [one, two] = await Promise.all([click({ fromNode: "n_Second" }), click({ fromNode: "n_Second" })]);
    expect([one.status, two.status, one.body.runId === two.body.runId]).toEqual([201, 201, true]);
    expect((await click({ fromNode: "n_First" })).status).toBe(422);
    await flow.listed((rows) => rows.length === 2);
    const { items } = await world.need("GET", `${flow.at}/audit?limit=10`);
    expect(items.filter(({ event }: Row) => event === "run.startedAgain")).toHaveLength(1);
  });

  it("previews what it would copy, and refuses as the rerun would", async () => {
    const flow = await world.deployed(orders(crypto.randomUUID()));
    const runId = await flow.begin("async", { n: 1 });
    await ended(flow, runId);
    const preview = await world.need("GET", `${flow.at}/runs/${runId}/rerun?fromNode=n_Second`);
    expect(preview).toMatchObject({ input: { n: 1 }, copied: [{ name: "First" }, { name: "Keep", output: "kept" }, { name: "Branch" }] });
    expect(await world.manage("GET", `${flow.at}/runs/${runId}/rerun?fromNode=n_Last`)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("did not reach “Last”") },
    });
    expect((await rerun(flow, runId, { fromNode: "n_Last" })).status).toBe(409);
    expect((await rerun(flow, runId, { patch: { steps: { n_First: 1 } } })).status).toBe(400);
  });
});

describe("a lane", () => {
  it("begins no id twice, also while the first is on its way", async () => {
    const id = crypto.randomUUID();
    const flow = await world.deployed(
      flowOf({ Call: api(`${here}/echo?id=${id}`), End: end({ a: 1 }) }, ["Start next Call", "Call success End"]),
    );
    const of = (await flow.begin("async")) as RunId;
    await ended(flow, of);
    const { deployment, variables } = (await loadEndpoint(env.DB, flow.workflowId))!;
    const lane = laneOf(flow, of);
    const runId = newRunId(laneOfRun(of)!, Date.now());
    const order = { of, versionId: null, fromNode: "n_Call" };
    const begin = () =>
      lane.rerun(order, { runId, deploymentId: deployment!.id, timeoutMs: 60_000, requestId: "", variables, mode: "async", source: "Ada" });
    // The types of RPC lose what is copied, because an output is `unknown`.
    const answers = (await Promise.all([begin(), begin(), begin()])) as unknown as RerunAnswer[];
    expect(answers.map((answer) => answer.kind === "started" && answer.runId)).toEqual([runId, runId, runId]);
    await ended(flow, runId);
    expect(await begin()).toMatchObject({ kind: "started", runId, replayed: true });
    expect(await received(id)).toHaveLength(2);
  });
});

describe("what is copied", () => {
  it("survives the end of its lane, and of the run that it was copied from", async () => {
    const id = crypto.randomUUID();
    const slow = flowOf(
      {
        First: api(`${here}/echo?id=${id}`),
        Large: script("return 'x'.repeat(200000)"),
        Wait: delay("{{steps.Start.seconds}}"),
        End: end({ ok: "{{steps.First.output.body.ok}}", length: "{{$length(steps.Large.output)}}" }),
      },
      ["Start next First", "First success Large", "Large success Wait", "Wait success End"],
      ["seconds"],
    );
    const flow = await world.deployed(slow);
    const runId = await flow.begin("async", { seconds: 1 });
    await ended(flow, runId);
    const { body } = await rerun(flow, runId, { fromNode: "n_Wait", patch: { input: { seconds: 4 } } });
    await expect.poll(async () => (await poll(flow, body.runId)).body.status).toBe("Waiting");
    const lane = laneOf(flow, runId);
    await runInDurableObject(lane, (_, { storage }) => {
      for (const table of ["journal", "blobs"]) storage.sql.exec(`DELETE FROM ${table} WHERE run = ?`, runId);
      storage.sql.exec("DELETE FROM runs WHERE id = ?", runId);
    });
    await evictDurableObject(lane);
    await abortAllDurableObjects();
    expect(await ended(flow, body.runId)).toMatchObject({ status: "Success", output: { ok: true, length: 200_000 } });
    expect(stepOf(await show(flow, body.runId), "First")).toMatchObject({ copiedFrom: runId, attempts: 0 });
    expect(await received(id)).toHaveLength(1);
  });

  it("includes errors that left by their edge, and skips the branches that were skipped", async () => {
    const id = crypto.randomUUID();
    const flow = await world.deployed(
      flowOf(
        {
          Call: api(`${here}/answer?status=404&id=${id}`),
          Good: api(`${here}/echo?id=${id}-good`),
          Bad: script("if (!context.steps.Start.go) throw new Error('stop'); return context.steps.Call.error.code"),
          End: end({ code: "{{steps.Bad.output}}" }),
        },
        ["Start next Call", "Call success Good", "Call failure Bad", "Good success End", "Bad success End"],
        ["go"],
      ),
    );
    const runId = await flow.begin("async", { go: false });
    await ended(flow, runId);
    const { body } = await rerun(flow, runId, { fromNode: "n_Bad", patch: { input: { go: true } } });
    expect(await ended(flow, body.runId)).toMatchObject({ status: "Success", output: { code: "http_status" } });
    expect([(await received(id)).length, (await received(`${id}-good`)).length]).toEqual([1, 0]);
    expect(stepOf(await show(flow, body.runId), "Call")).toMatchObject({
      status: "Failed",
      error: { code: "http_status" },
      copiedFrom: runId,
    });
  });
});

describe("on the version that is deployed now", () => {
  const adding = (code: string, more: Record<string, unknown> = {}) =>
    flowOf({ Add: script(code), End: end({ sum: "{{steps.Add.output}}" }), ...more }, ["Start next Add", "Add success End"], ["a"]);

  it("runs with the same input, checked against its inputs", async () => {
    const flow = await world.deployed(adding("return context.steps.Start.a + 1"));
    const runId = await flow.begin("sync", { a: 1 });
    await redeploy(world, flow, adding("return context.steps.Start.a + 10"));
    const current = (await rerun(flow, runId)).body;
    expect(await ended(flow, current.runId)).toMatchObject({ output: { sum: 11 } });
    const same = (await rerun(flow, runId, { version: "same" })).body;
    expect(await ended(flow, same.runId)).toMatchObject({ output: { sum: 2 } });
    expect((await rerun(flow, runId, { patch: { input: { a: 5 } } })).body.runId).toMatch(/^run_/);

    const stricter = adding("return context.steps.Start.b");
    await redeploy(world, flow, { ...stricter, inputs: [{ name: "b", type: "number", mandatory: true }] });
    expect(await rerun(flow, runId)).toMatchObject({ status: 400, body: { errors: [{ path: "/b", code: "required" }] } });
    const patched = (await rerun(flow, runId, { patch: { input: { b: 3 } } })).body;
    expect(await ended(flow, patched.runId)).toMatchObject({ output: { sum: 3 } });
  });

  it("goes on from the step that failed once it is mended, and names what it has nothing to copy for", async () => {
    const id = crypto.randomUUID();
    const steps = (code: string) => ({
      First: api(`${here}/echo?id=${id}`),
      Work: script(code),
      End: end({ ok: "{{steps.Work.output}}" }),
    });
    const edges = ["Start next First", "First success Work", "Work success End"];
    const flow = await world.deployed(flowOf(steps("return context.steps.First.output.body.typo.ok"), edges));
    const runId = await flow.begin("async");
    expect(await ended(flow, runId)).toMatchObject({ status: "Failed", error: { node: "Work" } });
    await redeploy(world, flow, flowOf(steps("return context.steps.First.output.body.ok"), edges));
    const mended = (await rerun(flow, runId, { fromNode: "n_Work", version: "current" })).body;
    expect(await ended(flow, mended.runId)).toMatchObject({ status: "Success", output: { ok: true } });
    expect(await received(id)).toHaveLength(1);

    const more = { ...steps("return 1"), New: api(`${here}/echo?id=${id}`) };
    await redeploy(world, flow, flowOf(more, ["Start next First", "First success New", "New success Work", "Work success End"]));
    expect(await rerun(flow, runId, { fromNode: "n_Work", version: "current" })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("“New” comes before “Work”") },
    });
    expect((await rerun(flow, runId, { fromNode: "n_Work" })).status).toBe(201);
  });

  it("pushes its result only where that is asked for", async () => {
    const id = crypto.randomUUID();
    const push = { callbackUrl: `${here}/webhook?id=${id}`, accessToken: "receiver" };
    const flow = await world.deployed(adding("return context.steps.Start.a"), push);
    const runId = await flow.begin("push", { a: 1 });
    await ended(flow, runId);
    await vi.waitFor(async () => expect(await received(id)).toHaveLength(1));
    const silent = (await rerun(flow, runId)).body;
    await ended(flow, silent.runId);
    const pushed = (await rerun(flow, runId, { push: true })).body;
    await ended(flow, pushed.runId);
    await vi.waitFor(async () => expect(await received(id)).toHaveLength(2));
    expect((await received(id))[1]!.headers["webhook-id"]).toBe(`msg_${pushed.runId}`);
  });

  it("refuses a run that is under way, a workflow that is not deployed, and a push that is not set up", async () => {
    const flow = await world.deployed(flowOf({ Wait: delay(60), End: end({ a: 1 }) }, ["Start next Wait", "Wait success End"]));
    const runId = await flow.begin("async");
    expect(await rerun(flow, runId)).toMatchObject({ status: 409, body: { detail: expect.stringContaining("in progress") } });
    await world.need("POST", `${flow.at}/runs/${runId}/cancel`);
    expect(await rerun(flow, runId, { push: true })).toMatchObject({ status: 409, body: { detail: expect.stringContaining("push") } });
    expect((await rerun(flow, runId)).status).toBe(201);
    await world.need("POST", `${flow.at}/undeploy`);
    expect(await rerun(flow, runId)).toMatchObject({ status: 409, body: { detail: expect.stringContaining("not deployed") } });
  });

  it("knows no runs of the canvas, of other workflows, or of nobody", async () => {
    const flow = await world.deployed(adding("return 1"));
    const other = await world.deployed(adding("return 1"));
    const elsewhere = await other.begin("async");
    const { runId: onCanvas } = await world.need("POST", `${flow.at}/test-runs`, { input: {} });
    for (const runId of [elsewhere, onCanvas, "run_loc0_00000000000000000000000000", "nothing"]) {
      expect([runId, (await rerun(flow, runId)).status]).toEqual([runId, 404]);
      expect((await world.manage("GET", `${flow.at}/runs/${runId}/rerun`)).status).toBe(404);
    }
  });
});
