import { beforeAll, describe, expect, it } from "vitest";
import type { FlowDocument } from "#flow/model/document.ts";
import { firstFlow } from "#flow/templates/first-flow.ts";
import type { VersionId } from "#flow/ids.ts";
import { loadVersion } from "#store/endpoint.ts";
import { install, statuses, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";

const installation = install();
const { newPerson, db } = installation;
let ada: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
});

const described = (description: string): FlowDocument => ({ ...firstFlow, inputs: [{ ...firstFlow.inputs[0]!, description }] });

async function newWorkflow() {
  const path = `/api/workflows/${await ada.newWorkflow()}`;
  const draft = async () => (await ada.get(`${path}/flow`)).body.flow as FlowDocument;
  const save = async (flow: FlowDocument) => (await ada.put(`${path}/flow`, flow)).headers.get("etag")!;
  const keep = async (name: string) => (await ada.post(`${path}/versions`, { name })).body;
  const names = async () => (await ada.get(`${path}/versions`)).body.items.map(({ name }: { name: string }) => name) as string[];
  return { path, draft, save, keep, names };
}

describe("a version", () => {
  it("keeps the flow in development under a name, and never changes", async () => {
    const { path, save, draft } = await newWorkflow();
    await save(described("one"));
    const created = await ada.post(`${path}/versions`, { name: "  First ", description: "as agreed" });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ number: 1, name: "First", description: "as agreed", deployed: false, createdBy: { name: "Ada" } });
    expect(created.headers.get("location")).toBe(`${path}/versions/${created.body.id}`);
    await save(described("two"));
    const renamed = await ada.patch(`${path}/versions/${created.body.id}`, { name: "Best", description: "" });
    expect(renamed.body).toMatchObject({ number: 1, name: "Best", description: "" });
    expect((await ada.get(`${path}/versions/${created.body.id}`)).body).toMatchObject({ name: "Best", flow: described("one") });
    expect(await draft()).toEqual(described("two"));
  });

  it("is made of the flow that its maker saw, where an ETag says which", async () => {
    const { path, save } = await newWorkflow();
    const before = await save(described("one"));
    const now = await save(described("two"));
    const keep = (etag: string) => ada.call("POST", `${path}/versions`, { body: { name: "n" }, headers: { "if-match": etag } });
    expect([(await keep(before)).status, (await keep(now)).status]).toEqual([412, 201]);
  });

  it.each([[{}], [{ name: "" }], [{ name: "a\nb" }], [{ name: "a".repeat(101) }], [{ name: "a", flow: {} }]])(
    "is refused with %o",
    async (body) => {
      const { path } = await newWorkflow();
      expect((await ada.post(`${path}/versions`, body)).status).toBe(400);
    },
  );

  it("is not found in another workflow, nor by another tenant", async () => {
    const { path, keep } = await newWorkflow();
    const { id } = await keep("mine");
    const other = await newWorkflow();
    const stranger = await newPerson();
    const answers = await Promise.all([
      ada.get(`${other.path}/versions/${id}`),
      ada.post(`${other.path}/versions/${id}/restore`),
      ada.delete(`${other.path}/versions/${id}`),
      ada.patch(`${other.path}/versions/${id}`, { name: "x" }),
      ada.get(`${other.path}/diff?from=${id}`),
      stranger.get(`${path}/versions/${id}`),
      stranger.post(`${path}/versions`, { name: "x" }),
      stranger.get(`${path}/diff?from=draft`),
    ]);
    expect(new Set(statuses(answers))).toEqual(new Set([404]));
    expect(await other.names()).toEqual([]);
  });
});

describe("restoring", () => {
  it("makes a version the flow in development and keeps the one before", async () => {
    const { path, save, keep, names, draft } = await newWorkflow();
    const first = await keep("First");
    await save(described("unsaved work"));
    const answer = await ada.post(`${path}/versions/${first.id}/restore`);
    expect(answer.body).toMatchObject({ flow: firstFlow, problems: [], kept: { number: 2, name: "Before restoring “First”" } });
    expect(answer.headers.get("etag")).toBe((await ada.get(`${path}/flow`)).headers.get("etag"));
    expect(await draft()).toEqual(firstFlow);
    expect((await ada.get(`${path}/versions/${answer.body.kept.id}`)).body.flow).toEqual(described("unsaved work"));
    expect(await names()).toEqual(["Before restoring “First”", "First"]);
  });

  it("keeps nothing twice", async () => {
    const { path, save, keep, names } = await newWorkflow();
    const [first, second] = [await keep("First"), (await save(described("two"))) && (await keep("Second"))];
    await save(firstFlow);
    await save(described("two"));
    expect((await ada.post(`${path}/versions/${first.id}/restore`)).body.kept).toBeNull();
    expect((await ada.post(`${path}/versions/${second.id}/restore`)).body.kept).toBeNull();
    expect(await names()).toEqual(["Second", "First"]);
  });

  it("is refused with an ETag that is not the present one", async () => {
    const { path, save, keep, draft } = await newWorkflow();
    const first = await keep("First");
    const before = await save(described("one"));
    await save(described("two"));
    const answer = await ada.call("POST", `${path}/versions/${first.id}/restore`, { headers: { "if-match": before } });
    expect([answer.status, answer.body.code]).toEqual([412, "stale"]);
    expect(await draft()).toEqual(described("two"));
  });

  it("loses nothing that was saved before it, while others save", async () => {
    const { path, save, keep } = await newWorkflow();
    const first = await keep("First");
    await save(described("saved before"));
    await Promise.all([
      ada.post(`${path}/versions/${first.id}/restore`),
      ...[1, 2, 3].map((n) => ada.post(`${path}/versions`, { name: `kept ${n}` })),
      ada.post(`${path}/versions/${first.id}/restore`),
    ]);
    const versions = (await ada.get(`${path}/versions`)).body.items as { id: string; number: number }[];
    expect(new Set(versions.map(({ number }) => number)).size).toBe(versions.length);
    const flows = await Promise.all(versions.map(async ({ id }) => (await ada.get(`${path}/versions/${id}`)).body.flow));
    expect(flows).toContainEqual(described("saved before"));
    expect((await ada.get(`${path}/flow`)).body.flow).toEqual(firstFlow);
  });

  it("of the deployed version leaves nothing to deploy", async () => {
    const { path, save, names } = await newWorkflow();
    const { versionId } = (await ada.post(`${path}/deploy`)).body;
    await save(described("work"));
    expect((await ada.get(path)).body.deployment.flowChanged).toBe(true);
    await ada.post(`${path}/versions/${versionId}/restore`);
    expect((await ada.get(path)).body.deployment.flowChanged).toBe(false);
    expect((await ada.post(`${path}/deploy`)).body.versionId).toBe(versionId);
    expect(await names()).toHaveLength(2);
  });
});

describe("deleting a version", () => {
  it("hides it, and leaves its flow to the runs that use it", async () => {
    const { path, keep, names } = await newWorkflow();
    const first = await keep("First");
    expect((await ada.delete(`${path}/versions/${first.id}`)).status).toBe(204);
    expect(await names()).toEqual([]);
    const answers = await Promise.all([
      ada.get(`${path}/versions/${first.id}`),
      ada.delete(`${path}/versions/${first.id}`),
      ada.post(`${path}/versions/${first.id}/restore`),
      ada.get(`${path}/diff?from=${first.id}`),
    ]);
    expect(statuses(answers)).toEqual([404, 404, 404, 404]);
    expect(await loadVersion(db, first.id as VersionId)).toEqual(firstFlow);
    expect((await keep("Second")).number).toBe(2);
  });

  it("is refused for the deployed one", async () => {
    const { path, names } = await newWorkflow();
    const { versionId } = (await ada.post(`${path}/deploy`)).body;
    expect((await ada.delete(`${path}/versions/${versionId}`)).body.code).toBe("conflict");
    expect(await names()).toEqual(["v1"]);
    await ada.post(`${path}/undeploy`);
    expect((await ada.delete(`${path}/versions/${versionId}`)).status).toBe(204);
  });

  it("never hides what is deployed at the same moment", async () => {
    const { path, keep } = await newWorkflow();
    for (let round = 0; round < 4; round++) {
      const { id } = await keep(`round ${round}`);
      await Promise.all([ada.delete(`${path}/versions/${id}`), ada.post(`${path}/deploy`)]);
      const { deployment } = (await ada.get(path)).body;
      expect((await ada.get(`${path}/versions/${deployment.versionId}`)).body.deployed).toBe(true);
      await ada.post(`${path}/undeploy`);
    }
  });
});

describe("the difference of two flows of a workflow", () => {
  it("is told between versions, the flow in development and the deployed one", async () => {
    const { path, save, keep } = await newWorkflow();
    expect((await ada.get(`${path}/diff?from=deployed`)).status).toBe(404);
    await ada.post(`${path}/deploy`);
    await save(described("two"));
    const second = await keep("Second");
    await save({ ...described("two"), edges: [] });
    const edges = (await ada.get(`${path}/diff?from=${second.id}`)).body;
    expect(edges).toMatchObject({ same: false, diff: { edges: { added: [], removed: firstFlow.edges } } });
    const inputs = (await ada.get(`${path}/diff?from=deployed&to=${second.id}`)).body;
    expect(inputs.diff.inputs.changed).toEqual([
      { name: "text", changes: [{ path: "/description", before: firstFlow.inputs[0]!.description, after: "two" }] },
    ]);
    expect((await ada.get(`${path}/diff?from=draft`)).body.same).toBe(true);
    expect((await ada.get(`${path}/diff`)).status).toBe(400);
  });
});

describe("the audit log", () => {
  it("tells what happened to versions", async () => {
    const { path, save, keep } = await newWorkflow();
    const first = await keep("First");
    await save(described("one"));
    await ada.patch(`${path}/versions/${first.id}`, { name: "Best" });
    await ada.post(`${path}/versions/${first.id}/restore`);
    await ada.delete(`${path}/versions/${first.id}`);
    const { results } = await db
      .prepare("SELECT description FROM audit_entries WHERE workflow_id = ? AND category = 'versions' ORDER BY seq")
      .bind(path.split("/").at(-1))
      .all<{ description: string }>();
    expect(results.map(({ description }) => description)).toEqual([
      "Created the version “First”.",
      "Changed the name of the version “Best”.",
      "Created the version “Before restoring “Best””.",
      "Restored the version “Best” as the draft.",
      "Deleted the version “Best”.",
    ]);
  });
});
