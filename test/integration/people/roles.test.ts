import { beforeAll, describe, expect, it } from "vitest";
import { install, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { join, share, withId, type Teammate } from "./team.ts";

const installation = install();
const { newPerson, db } = installation;
let owner: Teammate;
let ben: Teammate;
let cleo: Teammate;
beforeAll(async () => {
  await migrate(db);
  owner = await withId(await newPerson("Ada"));
  ben = await join(installation, owner, "Member", "Ben");
  cleo = await join(installation, owner, "Member", "Cleo");
});

const newRole = async (capabilities: readonly string[], name: string = crypto.randomUUID()) => {
  const { status, body } = await owner.post("/api/roles", { name, capabilities });
  if (status !== 201) throw new Error(`the role answered ${status}: ${JSON.stringify(body)}`);
  return body as { id: string; name: string; capabilities: string[] };
};
const give = (by: Person, workflowId: string, whom: Teammate, role: string) =>
  by.patch(`/api/workflows/${workflowId}/members/${whom.id}`, { role });

describe("custom roles", () => {
  it("are made, shown beside the built-in ones, renamed, duplicated and deleted", async () => {
    const admin = await join(installation, owner, "Admin");
    const { status, body: role } = await admin.post("/api/roles", { name: "Auditor", description: "Reads", capabilities: ["audit.see"] });
    expect(status).toBe(201);
    expect(role).toMatchObject({ name: "Auditor", builtIn: false, inUse: 0, capabilities: ["workflow.see", "audit.see"] });
    const list = (await ben.get("/api/roles")).body;
    expect(list.builtIn.map(({ name }: { name: string }) => name)).toEqual(["Admin", "Manager", "Editor", "Viewer"]);
    expect(list.items).toEqual([role]);
    expect((await admin.patch(`/api/roles/${role.id}`, { name: "Reviser" })).body.name).toBe("Reviser");
    const copy = (await admin.post(`/api/roles/${role.id}/duplicate`)).body;
    expect(copy).toMatchObject({ name: "Copy of Reviser", description: "Reads", capabilities: role.capabilities });
    const editor = (await admin.post("/api/roles/Editor/duplicate", { name: "Publisher" })).body;
    expect(editor.capabilities).toEqual(["workflow.see", "workflow.edit", "workflow.deploy", "workflow.export"]);
    const pages = [(await ben.get("/api/roles?limit=2")).body];
    pages.push((await ben.get(`/api/roles?limit=2&cursor=${pages[0].nextCursor}`)).body);
    expect(pages.flatMap(({ items }) => items.map(({ name }: { name: string }) => name))).toEqual([
      "Copy of Reviser",
      "Publisher",
      "Reviser",
    ]);
    for (const { id } of [role, copy, editor]) expect((await admin.delete(`/api/roles/${id}`)).status).toBe(204);
    expect((await ben.get(`/api/roles/${role.id}`)).status).toBe(404);
  });

  it("have names of their own, which no built-in role has", async () => {
    const role = await newRole([], "Helper");
    expect((await owner.post("/api/roles", { name: " HELPER ", capabilities: [] })).status).toBe(409);
    expect((await owner.post("/api/roles", { name: "admin", capabilities: [] })).status).toBe(409);
    expect((await owner.patch(`/api/roles/${role.id}`, { name: "Viewer" })).status).toBe(409);
    expect((await owner.post("/api/roles", { name: "Wrong", capabilities: ["account.manage"] })).status).toBe(400);
    for (const [method, body] of [
      ["PATCH", { name: "x" }],
      ["DELETE", undefined],
    ] as const)
      expect((await owner.call(method, "/api/roles/Admin", { body })).status).toBe(409);
  });

  it("are made by Owners and Admins only, and nobody sees another account's", async () => {
    const role = await newRole(["workflow.export"]);
    expect((await ben.post("/api/roles", { name: "Mine", capabilities: [] })).status).toBe(403);
    expect((await ben.patch(`/api/roles/${role.id}`, { capabilities: ["workflow.delete"] })).status).toBe(403);
    expect((await ben.delete(`/api/roles/${role.id}`)).status).toBe(403);
    const stranger = await newPerson("Stranger");
    for (const [method, path, body] of [
      ["GET", "", undefined],
      ["PATCH", "", { name: "x" }],
      ["DELETE", "", undefined],
      ["POST", "/duplicate", {}],
    ] as const)
      expect((await stranger.call(method, `/api/roles/${role.id}${path}`, { body })).status).toBe(404);
    expect((await stranger.get(`/api/roles/${encodeURIComponent(role.name)}`)).status).toBe(404);
    const theirs = await stranger.newWorkflow();
    const me = await withId(stranger);
    expect((await give(stranger, theirs, me, role.id)).status).toBe(404);
    expect((await give(stranger, theirs, me, role.name)).status).toBe(404);
    expect((await stranger.get("/api/roles")).body.items).toEqual([]);
  });
});

describe("somebody with a custom role", () => {
  it("may do what it says, by its name or its id, and sees it", async () => {
    const id = await owner.newWorkflow();
    const role = await newRole(["keys.manage"]);
    expect(await share(owner, id, ben, role.name)).toBe("added");
    expect((await ben.post(`/api/workflows/${id}/keys`, { name: "k" })).status).toBe(201);
    expect((await ben.patch(`/api/workflows/${id}`, { name: "x" })).status).toBe(403);
    const seen = (await ben.get(`/api/workflows/${id}`)).body;
    expect([seen.role, seen.capabilities]).toEqual([role.name, ["workflow.see", "keys.manage"]]);
    expect((await ben.get("/api/workflows")).body.items[0]).toMatchObject({ role: role.name, capabilities: seen.capabilities });
    expect((await ben.get("/api/me")).body.workflowRoles).toEqual([
      { role: role.name, capabilities: ["workflow.see", "keys.manage"], workflows: 1 },
    ]);
    expect((await owner.get(`/api/workflows/${id}/members`)).body.items).toContainEqual(
      expect.objectContaining({ role: role.name, given: role.name, source: "given", capabilities: seen.capabilities }),
    );
    expect((await give(owner, id, ben, role.id)).body.role).toBe(role.name);
  });

  it("may do something else as soon as the role is edited", async () => {
    const id = await owner.newWorkflow();
    const role = await newRole(["workflow.edit"]);
    await share(owner, id, cleo, role.id);
    const rename = () => cleo.patch(`/api/workflows/${id}`, { description: crypto.randomUUID() });
    expect((await rename()).status).toBe(200);
    expect((await owner.patch(`/api/roles/${role.id}`, { capabilities: [] })).body.capabilities).toEqual(["workflow.see"]);
    expect((await rename()).status).toBe(403);
    expect((await cleo.get(`/api/workflows/${id}`)).status).toBe(200);
    const { results } = await db
      .prepare("SELECT details FROM audit_entries WHERE event = 'role.changed' AND subject_id = ?")
      .bind(role.id)
      .all();
    expect(results).toEqual([{ details: JSON.stringify({ added: [], removed: ["workflow.edit"] }) }]);
  });

  it("hands out no more than it says, though it lets them share", async () => {
    const id = await owner.newWorkflow();
    const sharer = await newRole(["workflow.share", "workflow.export"]);
    const less = await newRole(["workflow.export"]);
    const more = await newRole(["workflow.delete"]);
    await share(owner, id, ben, sharer.id);
    const invite = async (role: string) => (await ben.post(`/api/workflows/${id}/invitations`, { emails: [cleo.email], role })).status;
    for (const role of ["Admin", "Manager", "Editor", more.id]) expect(await invite(role)).toBe(403);
    for (const role of [sharer.id, less.id, "Viewer"]) expect(await invite(role)).toBe(200);
    expect((await give(ben, id, ben, "Manager")).status).toBe(403);
    expect((await give(ben, id, cleo, "Viewer")).status).toBe(200);
    await give(owner, id, cleo, "Manager");
    expect((await give(ben, id, cleo, "Viewer")).status).toBe(403);
    expect((await ben.delete(`/api/workflows/${id}/members/${cleo.id}`)).status).toBe(403);
  });
});

describe("a role in use", () => {
  it("cannot be deleted, and the refusal says how often it is given", async () => {
    const role = await newRole(["workflow.export"]);
    const [one, two] = [await owner.newWorkflow(), await owner.newWorkflow()];
    await share(owner, one, ben, role.id);
    expect((await owner.delete(`/api/roles/${role.id}`)).body).toMatchObject({ status: 409, detail: "The role is used once." });
    await share(owner, two, ben, role.id);
    expect((await owner.delete(`/api/roles/${role.id}`)).body.detail).toBe("The role is used 2 times.");
    expect((await owner.get(`/api/roles/${role.id}`)).body.inUse).toBe(2);
    await owner.delete(`/api/workflows/${one}/members/${ben.id}`);
    await give(owner, two, ben, "Viewer");
    expect((await owner.delete(`/api/roles/${role.id}`)).status).toBe(204);
  });

  it("is either given or deleted where both happen at the same moment", async () => {
    for (let round = 0; round < 4; round++) {
      const role = await newRole([]);
      const id = await owner.newWorkflow();
      await Promise.all([
        owner.post(`/api/workflows/${id}/invitations`, { emails: [ben.email], role: role.id }),
        owner.delete(`/api/roles/${role.id}`),
      ]);
      const dangling = await db
        .prepare("SELECT count(*) AS n FROM workflow_members WHERE role LIKE 'rol_%' AND role NOT IN (SELECT id FROM roles)")
        .first("n");
      expect(dangling).toBe(0);
    }
  });
});
