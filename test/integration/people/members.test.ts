import { beforeAll, describe, expect, it } from "vitest";
import { install, password, statuses, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { accept, invite, join, newAddress, share, tokenOf, withId, type Teammate } from "./team.ts";

const installation = install();
const { newPerson, db } = installation;
let ada: Teammate;
beforeAll(async () => {
  await migrate(db);
  ada = await withId(await newPerson("Ada"));
});

const newTeam = async () => {
  const owner = await withId(await newPerson("Owner"));
  return { owner, accountId: (await owner.get("/api/me")).body.activeAccount.id as string };
};
const ownersOf = (accountId: string) =>
  db.prepare("SELECT count(*) AS n FROM members WHERE account_id = ? AND role = 'Owner'").bind(accountId).first<number>("n");
const workflowRoles = async (person: Person, workflowId: string) =>
  Object.fromEntries(
    (await person.get(`/api/workflows/${workflowId}/members`)).body.items.map((one: { user: { name: string }; given: string | null }) => [
      one.user.name,
      one.given,
    ]),
  );
const entries = async (accountId: string, event: string) =>
  (await db.prepare("SELECT description, details FROM audit_entries WHERE account_id = ? AND event = ?").bind(accountId, event).all())
    .results;

describe("the list of members", () => {
  it("is by name, searched by name and address, filtered by role, and paged", async () => {
    const { owner } = await newTeam();
    const zoe = await join(installation, owner, "Member", "zoe");
    await join(installation, owner, "Viewer", "Ben");
    await join(installation, owner, "Member", "Émile");
    const names = async (query: string) =>
      (await owner.get(`/api/members${query}`)).body.items.map(({ user }: { user: { name: string } }) => user.name);
    expect(await names("")).toEqual(["Ben", "Owner", "zoe", "Émile"]);
    expect(await names("?role=Member")).toEqual(["zoe", "Émile"]);
    expect(await names("?search=EN")).toEqual(["Ben"]);
    expect(await names(`?search=${zoe.email.slice(0, 20)}`)).toEqual(["zoe"]);
    const first = (await owner.get("/api/members?limit=3")).body;
    expect(first.items.find(({ you }: { you: boolean }) => you).user.id).toBe(owner.id);
    expect((await owner.get(`/api/members?limit=3&cursor=${first.nextCursor}`)).body).toMatchObject({
      items: [{ user: { name: "Émile" } }],
      nextCursor: null,
    });
    expect((await zoe.get("/api/members")).status).toBe(200);
  });

  it("is not shown to Viewers", async () => {
    const viewer = await join(installation, ada, "Viewer");
    expect((await viewer.get("/api/members")).status).toBe(403);
  });
});

describe("roles in the account", () => {
  it("are changed by Admins, but only an Owner makes or unmakes an Owner", async () => {
    const { owner, accountId } = await newTeam();
    const admin = await join(installation, owner, "Admin");
    const member = await join(installation, owner, "Member");
    const other = await join(installation, owner, "Owner", "Other");
    const change = (by: Person, whom: Teammate, role: string) => by.patch(`/api/members/${whom.id}`, { role });
    expect((await change(member, admin, "Viewer")).status).toBe(403);
    expect((await change(member, member, "Admin")).status).toBe(403);
    expect((await change(admin, member, "Admin")).body.role).toBe("Admin");
    expect((await change(admin, member, "Owner")).status).toBe(403);
    expect((await change(admin, admin, "Owner")).status).toBe(403);
    expect((await change(admin, owner, "Member")).status).toBe(403);
    expect((await admin.delete(`/api/members/${owner.id}`)).status).toBe(403);
    expect((await change(owner, other, "Member")).status).toBe(200);
    const last = await change(owner, owner, "Admin");
    expect([last.status, last.body.detail]).toEqual([409, "The last Owner of an account keeps the role."]);
    expect((await change(owner, { ...owner, id: "usr_none" }, "Member")).status).toBe(404);
    expect(await entries(accountId, "member.roleChanged")).toHaveLength(2);
  });

  it("apply with the next request", async () => {
    const { owner } = await newTeam();
    const member = await join(installation, owner, "Member");
    await owner.newWorkflow();
    expect((await member.get("/api/workflows")).body.items).toHaveLength(0);
    await owner.patch(`/api/members/${member.id}`, { role: "Admin" });
    expect((await member.get("/api/workflows")).body.items).toHaveLength(1);
  });
});

describe("the last Owner", () => {
  it("stays, also when two Owners remove each other at the same moment", async () => {
    for (let round = 0; round < 3; round++) {
      const { owner, accountId } = await newTeam();
      const other = await join(installation, owner, "Owner");
      const answers = await Promise.all([owner.delete(`/api/members/${other.id}`), other.delete(`/api/members/${owner.id}`)]);
      expect(statuses(answers)[0]).toBe(200);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(await ownersOf(accountId)).toBe(1);
    }
  });

  it("stays when all Owners demote themselves and leave at the same moment", async () => {
    const { owner, accountId } = await newTeam();
    const others = await Promise.all([
      join(installation, owner, "Owner"),
      join(installation, owner, "Owner"),
      join(installation, owner, "Owner"),
    ]);
    const answers = await Promise.all([
      owner.patch(`/api/members/${owner.id}`, { role: "Viewer" }),
      ...others.map((other, i) =>
        i === 0 ? other.patch(`/api/members/${other.id}`, { role: "Member" }) : other.post("/api/account/leave"),
      ),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(await ownersOf(accountId)).toBe(1);
  });

  it("cannot leave, nor be left behind by a transfer to nobody", async () => {
    const { owner } = await newTeam();
    expect((await owner.post("/api/account/leave")).status).toBe(409);
    expect((await owner.post("/api/account/transfer", { userId: owner.id })).status).toBe(409);
    expect((await owner.post("/api/account/transfer", { userId: ada.id })).status).toBe(404);
    expect((await owner.delete(`/api/members/${owner.id}`)).status).toBe(409);
  });
});

describe("removing somebody", () => {
  it("closes the account to their sessions and tokens at once, and hands their workflows over", async () => {
    const { owner, accountId } = await newTeam();
    const member = await join(installation, owner, "Member", "Ben");
    const pat = (await member.post("/api/tokens", { name: "t" })).body.token;
    const withToken = () => installation.send("GET", "/api/workflows", { headers: { authorization: `Bearer ${pat}` } });
    const own = await member.newWorkflow("Ben's own");
    const led = await owner.newWorkflow("Led by Ben");
    await share(owner, led, member, "Admin");
    await owner.delete(`/api/workflows/${led}/members/${owner.id}`);
    const link = tokenOf((await invite(owner, newAddress())).link);
    expect((await withToken()).status).toBe(200);

    const { status, body } = await owner.delete(`/api/members/${member.id}`);
    expect([status, body]).toEqual([200, { workflows: 2, newOwner: { id: owner.id, name: "Owner" } }]);
    expect((await member.get("/api/workflows")).status).toBe(403);
    expect((await member.get("/api/me")).body).toMatchObject({ accounts: [], activeAccount: null, role: null, capabilities: [] });
    expect((await member.get(`/api/workflows/${own}`)).status).toBe(403);
    expect((await withToken()).status).toBe(401);
    for (const id of [own, led]) {
      expect((await owner.get(`/api/workflows/${id}`)).body.owner.id).toBe(owner.id);
      expect(await workflowRoles(owner, id)).toEqual({ Owner: "Admin" });
    }
    const [entry] = await entries(accountId, "member.removed");
    expect(entry!["description"]).toBe(`Removed ${member.email} (Member). 2 workflows transferred to Owner.`);
    expect((await owner.delete(`/api/members/${member.id}`)).status).toBe(404);
    // An invitation by a person who is still in the account stays valid.
    expect((await installation.send("GET", `/api/invitations/by-token/${link}`)).status).toBe(200);

    // A person who comes back finds none of their former rights.
    const again = await invite(owner, member.email);
    expect((await accept(installation, tokenOf(again.link), { password })).status).toBe(200);
    expect((await withToken()).status).toBe(401);
    expect((await member.get(`/api/workflows/${own}`)).status).toBe(404);
  });

  it("withdraws the invitations that they sent, so that they cannot come back by one", async () => {
    const { owner } = await newTeam();
    const admin = await join(installation, owner, "Admin");
    const link = tokenOf((await invite(admin, newAddress(), "Admin")).link);
    await owner.delete(`/api/members/${admin.id}`);
    expect((await accept(installation, link, { name: "Again", password })).body.code).toBe("invitation_withdrawn");
  });

  it("leaves a session that works in another account there", async () => {
    const { owner } = await newTeam();
    const ben = await newPerson("Ben");
    const { link } = await invite(owner, ben.email);
    await accept(installation, tokenOf(link), {}, { cookie: ben.cookie, origin: "https://millrace.test" });
    const id = (await ben.get("/api/me")).body.user.id;
    await owner.delete(`/api/members/${id}`);
    expect((await ben.get("/api/me")).body).toMatchObject({ role: "Owner", accounts: [{ role: "Owner" }] });
  });

  it("is not for those who cannot do it", async () => {
    const { owner } = await newTeam();
    const [one, two] = [await join(installation, owner, "Member"), await join(installation, owner, "Viewer")];
    expect((await one.delete(`/api/members/${two.id}`)).status).toBe(403);
    expect((await ada.delete(`/api/members/${two.id}`)).status).toBe(404);
  });
});

describe("leaving and handing over", () => {
  it("gives what somebody owned to the longest-standing Owner, and says so", async () => {
    const { owner, accountId } = await newTeam();
    await join(installation, owner, "Owner", "Second");
    const member = await join(installation, owner, "Member", "Ben");
    const own = await member.newWorkflow();
    const { body } = await member.post("/api/account/leave");
    expect(body).toEqual({ workflows: 1, newOwner: { id: owner.id, name: "Owner" } });
    expect((await owner.get(`/api/workflows/${own}`)).body.owner.id).toBe(owner.id);
    expect((await entries(accountId, "member.left"))[0]!["description"]).toMatch(/\(Member\) left\. .* workflow transferred to Owner/);
    const second = await join(installation, owner, "Viewer");
    expect((await second.post("/api/account/leave")).body).toEqual({ workflows: 0, newOwner: null });
  });

  it("makes another the Owner, and the Owner an Admin", async () => {
    const { owner, accountId } = await newTeam();
    const [admin, viewer] = [await join(installation, owner, "Admin"), await join(installation, owner, "Viewer")];
    expect((await admin.post("/api/account/transfer", { userId: admin.id })).status).toBe(403);
    const { body } = await owner.post("/api/account/transfer", { userId: viewer.id });
    expect(body).toMatchObject({ owner: { role: "Owner", user: { id: viewer.id } }, you: { role: "Admin", you: true } });
    expect(await ownersOf(accountId)).toBe(1);
    expect((await owner.post("/api/account/transfer", { userId: admin.id })).status).toBe(403);
    expect(await entries(accountId, "account.transferred")).toHaveLength(1);
  });

  it("renames the account for everybody", async () => {
    const { owner } = await newTeam();
    const admin = await join(installation, owner, "Admin");
    const member = await join(installation, owner, "Member");
    expect((await member.patch("/api/account", { name: "Mine" })).status).toBe(403);
    expect((await admin.patch("/api/account", { name: " The mill " })).body.name).toBe("The mill");
    expect((await member.get("/api/me")).body.activeAccount.name).toBe("The mill");
  });
});
