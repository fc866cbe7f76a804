import { beforeAll, describe, expect, it } from "vitest";
import { install, origin, type Person } from "./installation.ts";
import { migrate } from "./migrate.ts";

const installation = install();
let ada: Person;
beforeAll(async () => {
  await migrate(installation.db);
  ada = await installation.newPerson("Ada");
});

/** The flow of the contract: a condition in front of a script. */
const sumFlow = {
  schemaVersion: 1,
  inputs: [
    { name: "a", type: "number", mandatory: true, description: "" },
    { name: "b", type: "number", mandatory: true, description: "" },
  ],
  outputs: [{ name: "sum", type: "number" }],
  nodes: [
    { id: "n1", type: "start", name: "Start", position: { x: 0, y: 0 }, config: {} },
    {
      id: "n2",
      type: "condition",
      name: "Smaller",
      config: { branches: [{ join: "and", criteria: [{ left: "{{steps.Start.a}}", operator: "<", right: "{{steps.Start.b}}" }] }] },
    },
    {
      id: "n3",
      type: "script",
      name: "Sum",
      config: { code: "return { sum: context.steps.Start.a + context.steps.Start.b }", language: "javascript" },
    },
    { id: "n4", type: "end", name: "End", config: { outputs: [{ name: "sum", value: "{{steps.Sum.output.sum}}" }] } },
    { id: "n5", type: "end", name: "Other end", config: { outputs: [{ name: "sum", value: "{{steps.Start.a}}" }] } },
  ],
  edges: [
    { from: "n1", outcome: "next", to: "n2" },
    { from: "n2", outcome: "if", to: "n3" },
    { from: "n3", outcome: "success", to: "n4" },
    { from: "n2", outcome: "else", to: "n5" },
  ],
};

describe("the life of a workflow", () => {
  it("goes from the first draft to deletion", async () => {
    const me = await ada.get("/api/me");
    expect(me.body).toMatchObject({
      user: { name: "Ada" },
      role: "Owner",
      accounts: [{ role: "Owner" }],
      activeAccount: { id: me.body.accounts[0].id },
    });

    const made = await ada.post("/api/workflows", { name: "Sum of two" });
    expect(made.body).toMatchObject({
      name: "Sum of two",
      description: "",
      status: "In development",
      role: "Admin",
      deployment: null,
      endpoints: null,
    });
    expect(made.headers.get("location")).toBe(`/api/workflows/${made.body.id}`);
    const path = made.headers.get("location")!;

    const first = await ada.get(`${path}/flow`);
    expect(first.body.problems).toEqual([]);
    const saved = await ada.put(`${path}/flow`, sumFlow, { "if-match": first.headers.get("etag")! });
    expect(saved.status).toBe(200);
    expect(saved.body).toEqual({ flow: sumFlow, problems: [] });
    expect(saved.headers.get("etag")).not.toBe(first.headers.get("etag"));
    expect((await ada.post(`${path}/validate`)).body).toEqual({ problems: [] });

    const deployed = await ada.post(`${path}/deploy`);
    const { deploymentId, versionId, endpoints } = deployed.body;
    expect(endpoints).toEqual({
      sync: `${origin}/v1/workflows/${made.body.id}/sync`,
      async: `${origin}/v1/workflows/${made.body.id}/async`,
      openapi: `${origin}/v1/workflows/${made.body.id}/openapi.json`,
    });
    expect((await ada.get(path)).body).toMatchObject({
      status: "Deployed",
      deployment: { id: deploymentId, versionId, versionNumber: 1, flowChanged: false, settingsChanged: false },
      endpoints,
    });

    const key = await ada.post(`${path}/keys`, { name: "first", ratePerMinute: 60 });
    expect(key.body.key).toMatch(/^mr_live_[0-9A-Za-z]{38}$/);
    const keys = await ada.get(`${path}/keys`);
    expect(keys.body.items).toMatchObject([
      { id: key.body.id, name: "first", ratePerMinute: 60, last4: key.body.key.slice(-4), createdBy: { name: "Ada" } },
    ]);
    expect(JSON.stringify(keys.body)).not.toContain(key.body.key);

    expect((await ada.delete(path)).status).toBe(409);
    expect((await ada.delete(`${path}/keys/${key.body.id}`)).status).toBe(204);
    expect((await ada.delete(`${path}/keys/${key.body.id}`)).status).toBe(404);
    const undeployed = await ada.post(`${path}/undeploy`);
    expect(undeployed.body).toMatchObject({ status: "Undeployed", deployment: null, endpoints: null });
    expect(installation.happened.at(-1)).toBe(`undeployed ${made.body.id}`);
    expect((await ada.post(`${path}/undeploy`)).status).toBe(409);
    expect((await ada.delete(path)).status).toBe(204);
    expect((await ada.get(path)).status).toBe(404);
  });

  it("tells every change that callers see", async () => {
    const id = await ada.newWorkflow();
    const path = `/api/workflows/${id}`;
    const changes = async (act: () => Promise<unknown>) => {
      installation.happened.length = 0;
      await act();
      return installation.happened.includes(`changed ${id}`);
    };
    const { body: key } = await ada.post(`${path}/keys`, { name: "k" });
    expect(await changes(() => ada.post(`${path}/deploy`))).toBe(true);
    expect(await changes(() => ada.post(`${path}/keys`, { name: "other" }))).toBe(true);
    expect(await changes(() => ada.delete(`${path}/keys/${key.id}`))).toBe(true);
    expect(await changes(() => ada.patch(path, { name: crypto.randomUUID() }))).toBe(true);
    expect(await changes(() => ada.post(`${path}/undeploy`))).toBe(true);
    expect(await changes(() => ada.delete(path))).toBe(true);
    expect(await changes(() => ada.get("/api/workflows"))).toBe(false);
  });

  it("makes one version of a flow that is deployed twice, and the next of a changed one", async () => {
    const path = `/api/workflows/${await ada.newWorkflow()}`;
    const one = (await ada.post(`${path}/deploy`)).body;
    const two = (await ada.post(`${path}/deploy`)).body;
    expect(two.versionId).toBe(one.versionId);
    expect(two.deploymentId).not.toBe(one.deploymentId);
    expect(two.endpoints).toEqual(one.endpoints);
    await ada.put(`${path}/flow`, sumFlow);
    expect((await ada.get(path)).body.deployment.flowChanged).toBe(true);
    const three = (await ada.post(`${path}/deploy`)).body;
    const versions = (await ada.get(`${path}/versions`)).body.items;
    expect(versions).toMatchObject([
      { id: three.versionId, number: 2, name: "v2", deployed: true },
      { id: one.versionId, number: 1, name: "v1", deployed: false },
    ]);
    expect((await ada.get(`${path}/versions/${three.versionId}`)).body.flow).toEqual(sumFlow);
    expect((await ada.get(`${path}/versions/${one.versionId}`)).body.flow).not.toEqual(sumFlow);
  });

  it("gives simultaneous deployments numbers of their own or one version", async () => {
    const path = `/api/workflows/${await ada.newWorkflow()}`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => ada.post(`${path}/deploy`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const { items } = (await ada.get(`${path}/versions`)).body;
    expect(items.map(({ number }: { number: number }) => number)).toEqual(Array.from({ length: items.length }, (_, i) => items.length - i));
    const deployed = (await ada.get(path)).body.deployment;
    expect(answers.map(({ body }) => body.deploymentId)).toContain(deployed.id);
  });

  it("does not deploy a flow with problems, and names each of them", async () => {
    const path = `/api/workflows/${await ada.newWorkflow()}`;
    const broken = { ...sumFlow, edges: sumFlow.edges.filter(({ to }) => to !== "n5") };
    const saved = await ada.put(`${path}/flow`, broken);
    expect(saved.status).toBe(200);
    expect(saved.body.problems.length).toBeGreaterThan(0);
    const refused = await ada.post(`${path}/deploy`);
    expect(refused.status).toBe(422);
    expect(refused.body.code).toBe("not_deployable");
    expect(refused.body.errors).toEqual(saved.body.problems);
    expect(refused.body.errors[0].message).toContain("Other end");
    expect((await ada.get(path)).body.status).toBe("In development");
    expect((await ada.post(`${path}/validate`, { flow: sumFlow })).body.problems).toEqual([]);
    expect((await ada.post(`${path}/validate`, broken)).body.problems).toEqual(saved.body.problems);
  });
});
