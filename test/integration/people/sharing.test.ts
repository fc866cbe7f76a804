import { beforeAll, describe, expect, it } from "vitest";
import { install, statuses, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { join, newAddress, share, withId, type Teammate } from "./team.ts";

const installation = install();
const { newPerson, db } = installation;
let owner: Teammate;
let ben: Teammate;
let cleo: Teammate;
let dan: Teammate;
beforeAll(async () => {
  await migrate(db);
  owner = await withId(await newPerson("Ada"));
  ben = await join(installation, owner, "Member", "Ben");
  cleo = await join(installation, owner, "Member", "Cleo");
  dan = await join(installation, owner, "Viewer", "Dan");
});

const rolesOn = async (person: Person, workflowId: string) =>
  (await person.get(`/api/workflows/${workflowId}/members`)).body.items.map(
    (one: { user: { name: string }; role: string; source: string; given: string | null; isOwner: boolean }) => [
      one.user.name,
      one.role,
      one.source,
      one.given,
      ...(one.isOwner ? ["owner"] : []),
    ],
  );
const givenAdmins = (workflowId: string) =>
  db.prepare("SELECT count(*) AS n FROM workflow_members WHERE workflow_id = ? AND role = 'Admin'").bind(workflowId).first<number>("n");
const isOwnerAdmin = (workflowId: string) =>
  db
    .prepare(
      "SELECT count(*) AS n FROM workflows w JOIN workflow_members m ON m.workflow_id = w.id AND m.user_id = w.owner_id WHERE w.id = ? AND m.role = 'Admin'",
    )
    .bind(workflowId)
    .first<number>("n");

describe("two people", () => {
  it("one is invited as Viewer, becomes Editor, and is removed", async () => {
    const [shared, other] = [await owner.newWorkflow("Shared"), await owner.newWorkflow("Not shared")];
    await owner.post(`/api/workflows/${shared}/deploy`);
    expect(await share(owner, shared, dan, "Viewer")).toBe("added");
    const listed = (await dan.get("/api/workflows")).body.items;
    expect(listed.map(({ id, role }: { id: string; role: string }) => [id, role])).toEqual([[shared, "Viewer"]]);
    expect((await dan.get("/api/workflows?tab=shared")).body.items).toHaveLength(1);
    expect((await dan.get(`/api/workflows/${other}`)).status).toBe(404);
    expect((await dan.get(`/api/workflows/${shared}/export`)).status).toBe(403);

    await owner.patch(`/api/workflows/${shared}/members/${dan.id}`, { role: "Editor" });
    const me = (await dan.get("/api/me")).body;
    expect(me.workflowRoles).toEqual([
      { role: "Editor", capabilities: ["workflow.see", "workflow.edit", "workflow.deploy", "workflow.export"], workflows: 1 },
    ]);
    const exported = await installation.app.fetch(
      new Request(`https://millrace.test/api/workflows/${shared}/export`, { headers: { cookie: dan.cookie } }),
    );
    expect(exported.status).toBe(200);
    await exported.body?.cancel();

    expect((await owner.delete(`/api/workflows/${shared}/members/${dan.id}`)).status).toBe(204);
    for (const path of ["", "/flow", "/export", "/members", "/keys"])
      expect((await dan.get(`/api/workflows/${shared}${path}`)).status).toBe(404);
    expect((await dan.get("/api/workflows")).body.items).toEqual([]);
  });
});

describe("sharing", () => {
  it("says of each address what became of it, and takes only people of the account", async () => {
    const id = await ben.newWorkflow();
    const stranger = await newPerson("Stranger");
    const unknown = newAddress();
    const { body } = await ben.post(`/api/workflows/${id}/invitations`, {
      emails: [cleo.email.toUpperCase(), unknown, stranger.email, ben.email, cleo.email],
      role: "editor",
    });
    expect(body.results).toEqual([
      { email: cleo.email, status: "added", role: "Editor", mail: "none" },
      { email: unknown, status: "notInAccount", role: null, mail: null },
      // The answer for a person in another account equals the answer for an unknown person.
      { email: stranger.email, status: "notInAccount", role: null, mail: null },
      { email: ben.email, status: "already", role: "Admin", mail: null },
    ]);
    // Who has a role keeps it.
    expect(await share(ben, id, cleo, "Viewer")).toBe("already");
    expect(await rolesOn(cleo, id)).toEqual([
      ["Ada", "Admin", "account", null],
      ["Ben", "Admin", "given", "Admin", "owner"],
      ["Cleo", "Editor", "given", "Editor"],
    ]);
    expect((await stranger.get(`/api/workflows/${id}/members`)).status).toBe(404);
    expect((await ben.post(`/api/workflows/${id}/invitations`, { emails: [cleo.email], role: "No such role" })).status).toBe(404);
    expect((await ben.post(`/api/workflows/${id}/invitations`, { emails: ["x"], role: "Viewer" })).status).toBe(400);
  });

  it("is paged by name", async () => {
    const id = await ben.newWorkflow();
    await share(ben, id, cleo, "Viewer");
    const first = (await ben.get(`/api/workflows/${id}/members?limit=2`)).body;
    const second = (await ben.get(`/api/workflows/${id}/members?limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items].map(({ user }: { user: { name: string } }) => user.name)).toEqual(["Ada", "Ben", "Cleo"]);
    expect(second.nextCursor).toBeNull();
  });

  it("happens once where two do it at the same moment, with one entry in the log", async () => {
    const id = await ben.newWorkflow();
    const answers = await Promise.all([share(ben, id, cleo, "Editor"), share(owner, id, cleo, "Editor"), share(ben, id, cleo, "Editor")]);
    expect(answers.toSorted()).toEqual(["added", "already", "already"]);
    const entries = await db
      .prepare("SELECT count(*) AS n FROM audit_entries WHERE workflow_id = ? AND event = 'sharing.given'")
      .bind(id)
      .first("n");
    expect(entries).toBe(1);
  });

  it("gives an account's Viewer what it says, and no way to make workflows", async () => {
    const id = await ben.newWorkflow();
    await share(ben, id, dan, "Admin");
    expect((await dan.patch(`/api/workflows/${id}`, { description: "mine now" })).status).toBe(200);
    expect((await dan.post("/api/workflows", { name: "x" })).status).toBe(403);
  });
});

describe("nobody hands out more than they hold", () => {
  let id: string;
  beforeAll(async () => {
    id = await ben.newWorkflow();
    await share(ben, id, cleo, "Manager");
    await share(ben, id, dan, "Editor");
  });
  const give = (by: Person, whom: Teammate, role: string) => by.patch(`/api/workflows/${id}/members/${whom.id}`, { role });

  it("anybody leaves what was given to them, whatever they may do there, and does not see it afterwards", async () => {
    const workflowId = await ben.newWorkflow("Left");
    await share(ben, workflowId, dan, "Viewer");
    expect((await cleo.post(`/api/workflows/${workflowId}/leave`)).status).toBe(404);
    expect((await dan.post(`/api/workflows/${workflowId}/leave`)).status).toBe(204);
    expect((await dan.get(`/api/workflows/${workflowId}`)).status).toBe(404);
    expect((await dan.post(`/api/workflows/${workflowId}/leave`)).status).toBe(404);
    const [entry] = (await owner.get(`/api/workflows/${workflowId}/audit`)).body.items;
    expect(entry).toMatchObject({
      event: "sharing.left",
      user: { name: "Dan" },
      description: expect.stringContaining("left the workflow"),
    });
  });

  it("the last Admin cannot leave, an owner who leaves hands it over, and an account's Owner has nothing to leave", async () => {
    const workflowId = await ben.newWorkflow("Kept");
    const refused = await ben.post(`/api/workflows/${workflowId}/leave`);
    expect([refused.status, refused.body.suggestion]).toEqual([409, "Make someone else an Admin first."]);
    await share(ben, workflowId, cleo, "Admin");
    expect((await ben.post(`/api/workflows/${workflowId}/leave`)).status).toBe(204);
    expect(await rolesOn(cleo, workflowId)).toContainEqual(["Cleo", "Admin", "given", "Admin", "owner"]);
    expect((await owner.post(`/api/workflows/${workflowId}/leave`)).status).toBe(409);
  });

  it("a Manager makes Managers, but no Admin, neither by inviting nor of somebody or themselves", async () => {
    const eve = await join(installation, owner, "Member", "Eve");
    expect((await cleo.post(`/api/workflows/${id}/invitations`, { emails: [eve.email], role: "Admin" })).status).toBe(403);
    expect((await give(cleo, dan, "Admin")).status).toBe(403);
    expect((await give(cleo, cleo, "Admin")).status).toBe(403);
    expect((await cleo.post(`/api/workflows/${id}/transfer`, { userId: cleo.id })).status).toBe(403);
    expect((await give(cleo, dan, "Manager")).status).toBe(200);
    expect((await give(cleo, dan, "Editor")).status).toBe(200);
    expect(await share(cleo, id, eve, "Manager")).toBe("added");
  });

  it("a Manager neither demotes nor removes an Admin", async () => {
    expect((await give(cleo, ben, "Viewer")).status).toBe(403);
    expect((await cleo.delete(`/api/workflows/${id}/members/${ben.id}`)).status).toBe(403);
  });

  it("an Editor shares nothing", async () => {
    expect((await dan.post(`/api/workflows/${id}/invitations`, { emails: [cleo.email], role: "Viewer" })).status).toBe(403);
    expect((await give(dan, dan, "Manager")).status).toBe(403);
    expect((await dan.delete(`/api/workflows/${id}/members/${cleo.id}`)).status).toBe(403);
  });

  it("an account's Admin holds Admin on every workflow, which cannot be changed there", async () => {
    const admin = await join(installation, owner, "Admin", "Fay");
    expect((await give(admin, dan, "Admin")).status).toBe(200);
    const answer = await give(ben, admin, "Viewer");
    expect([answer.status, answer.body.detail]).toEqual([409, "Fay is an Admin of every workflow as Admin of the account."]);
    expect((await ben.delete(`/api/workflows/${id}/members/${admin.id}`)).status).toBe(409);
    expect((await give(ben, { ...admin, id: "usr_none" }, "Viewer")).status).toBe(404);
  });
});

describe("the last Admin of a workflow", () => {
  it("stays, also where an account's Owner asks, until another is made", async () => {
    const id = await ben.newWorkflow();
    await share(ben, id, cleo, "Viewer");
    const demoted = await owner.patch(`/api/workflows/${id}/members/${ben.id}`, { role: "Manager" });
    expect([demoted.status, demoted.body.detail]).toEqual([409, "The last Admin of a workflow keeps the role."]);
    expect((await ben.delete(`/api/workflows/${id}/members/${ben.id}`)).body.detail).toBe(
      "The last Admin of a workflow cannot be removed.",
    );
    await ben.patch(`/api/workflows/${id}/members/${cleo.id}`, { role: "Admin" });
    expect((await ben.patch(`/api/workflows/${id}/members/${ben.id}`, { role: "Manager" })).body).toMatchObject({
      role: "Manager",
      isOwner: false,
    });
    // What was the owner's is now the other Admin's.
    expect((await cleo.get(`/api/workflows/${id}`)).body.owner.id).toBe(cleo.id);
  });

  it("stays when two remove or demote each other at the same moment", async () => {
    for (let round = 0; round < 3; round++) {
      const id = await ben.newWorkflow();
      await share(ben, id, cleo, "Admin");
      const path = (person: Teammate) => `/api/workflows/${id}/members/${person.id}`;
      const answers = await Promise.all([
        ben.delete(path(cleo)),
        round === 1 ? cleo.patch(path(ben), { role: "Viewer" }) : cleo.delete(path(ben)),
        ...(round === 2 ? [ben.delete(path(ben)), cleo.delete(path(cleo))] : []),
      ]);
      expect(statuses(answers)[0]).toBeLessThan(300);
      expect(await givenAdmins(id)).toBe(1);
      expect(await isOwnerAdmin(id)).toBe(1);
    }
  });
});

describe("handing a workflow over", () => {
  it("makes another the owner and Admin, and leaves the one before Admin", async () => {
    const id = await ben.newWorkflow();
    const stranger = await withId(await newPerson("Stranger"));
    expect((await ben.post(`/api/workflows/${id}/transfer`, { userId: stranger.id })).status).toBe(404);
    expect((await ben.post(`/api/workflows/${id}/transfer`, { userId: cleo.id })).body).toMatchObject({ role: "Admin", isOwner: true });
    expect(await rolesOn(cleo, id)).toContainEqual(["Ben", "Admin", "given", "Admin"]);
    expect((await cleo.get("/api/workflows?tab=mine")).body.items.map((one: { id: string }) => one.id)).toContain(id);
    expect((await ben.post(`/api/workflows/${id}/transfer`, { userId: cleo.id })).status).toBe(409);
  });
});
