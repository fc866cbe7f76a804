import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { firstFlow } from "#flow/templates/first-flow.ts";
import { install, origin, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { encryptionKeys, scenarios } from "./scenarios.ts";
import { done, makeWorld, type World } from "./world.ts";

const installation = install({ MILLRACE_ENCRYPTION_KEYS: encryptionKeys });
const { db, clock } = installation;
const minutes = 60_000;
let world: World;
let grace: Person;
let id = "";
beforeAll(async () => {
  await migrate(db);
  world = await makeWorld(installation);
  grace = await world.member("Admin");
});
beforeEach(async () => {
  clock.ms = undefined;
  id = await world.ada.newWorkflow();
});

/** The first flow with scripts of this text: one, and those of these names. */
const flowWith = (code: string, more: readonly string[] = []) => ({
  ...firstFlow,
  nodes: [
    ...firstFlow.nodes,
    ...["Work", ...more].map((name) => ({ id: name, type: "script", name, config: { code }, position: { x: 0, y: 0 } })),
  ],
});
const save = (flow: unknown, who: Person = world.ada) => done(who.put(`/api/workflows/${id}/flow`, flow));

interface Entry {
  readonly event: string;
  readonly description: string;
  readonly user: { readonly name: string };
  readonly details: Record<string, unknown>;
}
/** The workflow's entries without its creation, the oldest first. */
async function log(): Promise<Entry[]> {
  const { items } = await done(world.ada.get(`/api/workflows/${id}/audit?limit=100`));
  return (items as Entry[]).toReversed().filter(({ event }) => event !== "workflow.created");
}
const ofFlow = async () => (await log()).filter(({ event }) => event === "flow.changed");

describe("an editing session", () => {
  it("is one entry, however often it was saved, with what changed from its beginning to its end", async () => {
    const start = Date.now();
    for (let turn = 0; turn < 40; turn++) {
      clock.ms = start + turn * minutes;
      await save(flowWith(`return ${turn}`, turn > 20 ? ["Later"] : []));
    }
    const entries = await log();
    expect(entries.map(({ event }) => event)).toEqual(["flow.changed", "node.scriptChanged", "node.scriptChanged"]);
    expect(entries[0]).toMatchObject({
      user: { name: "Ada" },
      description: "Changed the draft in 40 saves: added Work and Later.",
      details: { saves: 40, since: start },
    });
    expect(await log()).toEqual(entries);
  });

  it("ends with a pause, and after two hours without one", async () => {
    const start = Date.now();
    const at = [0, 5, 16, ...Array.from({ length: 40 }, (_, nth) => 20 + nth * 5)];
    for (const [nth, minute] of at.entries()) {
      clock.ms = start + minute * minutes;
      await save(flowWith(`return ${nth}`));
    }
    expect((await ofFlow()).map(({ details }) => details.saves)).toEqual([2, 25, 16]);
  });

  it("ends where somebody else edits, and nobody's saves are counted for another", async () => {
    await save(flowWith("return 1"));
    await save(flowWith("return 2"));
    await save(flowWith("return 2", ["Hers"]), grace);
    await save(flowWith("return 2", ["Hers", "His"]));
    const told = (await ofFlow()).map(({ user, description }) => `${user.name}: ${description}`);
    expect(told).toEqual([
      "Ada: Changed the draft in 2 saves: added Work.",
      "The Admin: Changed the draft: added Hers.",
      "Ada: Changed the draft: added His.",
    ]);
  });

  it.each([
    ["deployed", "workflow.deployed", () => world.ada.post(`/api/workflows/${id}/deploy`, {})],
    ["kept as a version", "version.created", () => world.ada.post(`/api/workflows/${id}/versions`, { name: "One", description: "" })],
    ["renamed", "workflow.renamed", () => world.ada.patch(`/api/workflows/${id}`, { name: crypto.randomUUID() })],
  ])("stands in the log before the workflow is %s", async (_, event, act) => {
    await save({ ...firstFlow, inputs: [...firstFlow.inputs, { name: "more", type: "text" }] });
    await done(act());
    expect((await log()).map((entry) => entry.event)).toEqual(["flow.changed", event]);
  });

  it("stands in the account's log before the workflow is deleted", async () => {
    await save(flowWith("return 1"));
    await done(world.ada.delete(`/api/workflows/${id}`));
    const { items } = await done(world.ada.get(`/api/audit?limit=3`));
    expect((items as Entry[]).map(({ event }) => event)).toEqual(["workflow.deleted", "node.scriptChanged", "flow.changed"]);
  });

  it("has an entry though it was taken back in the end, and is kept from its first save on", async () => {
    await save(flowWith("return 1"));
    // What a crash leaves: the note is in the database with the save itself.
    const kept = await db.prepare("SELECT saves, before FROM flow_edits WHERE workflow_id = ?").bind(id).first();
    expect(kept).toEqual({ saves: 1, before: JSON.stringify(firstFlow) });
    await save(firstFlow);
    expect((await ofFlow()).map(({ description }) => description)).toEqual(["Changed the draft in 2 saves: no changes in the end."]);
    expect(await db.prepare("SELECT * FROM flow_edits WHERE workflow_id = ?").bind(id).first()).toBeNull();
  });

  it("loses no save and counts none twice, while two people save and others read", async () => {
    const saves = Array.from({ length: 12 }, (_, nth) => save(flowWith(`return ${nth}`), nth % 2 === 0 ? world.ada : grace));
    const readers = Array.from({ length: 6 }, () => log());
    const results = await Promise.allSettled([...saves, ...readers]);
    const saved = results.slice(0, saves.length).filter(({ status }) => status === "fulfilled").length;
    const counted = (await ofFlow()).map(({ details }) => Number(details.saves));
    expect(counted.reduce((sum, each) => sum + each, 0)).toBe(saved);
    expect(saved).toBeGreaterThan(0);
    expect((await done(world.ada.get("/api/audit/verify"))).ok).toBe(true);
  });
});

it("an upload of a data set of many rows is one entry", async () => {
  const { path, form } = await scenarios["createDataset"]!(world);
  const before = (await db.prepare("SELECT MAX(rowid) AS last FROM audit_entries").first<number>("last")) ?? 0;
  const rows = Array.from({ length: 20_000 }, (_, nth) => `${nth},${"x".repeat(40)}`).join("\n");
  (form as FormData).set("file", new File([`n,text\n${rows}\n`], "rows.csv"));
  const response = await installation.app.fetch(
    new Request(origin + path, { method: "POST", headers: { cookie: world.ada.cookie, origin }, body: form as FormData }),
  );
  expect(response.status).toBe(201);
  const { results } = await db.prepare("SELECT event FROM audit_entries WHERE rowid > ?").bind(before).all();
  expect(results).toEqual([{ event: "dataset.created" }]);
});
