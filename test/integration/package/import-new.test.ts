import { beforeAll, describe, expect, it } from "vitest";
import { install, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { anApp, described, download, formOf, threeFiles, upload, variable, variablesFile, zipped, type FormParts } from "./files.ts";

const installation = install();
const { newPerson, db, app } = installation;
let ada: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
});

const bring = (parts: FormParts, person = ada) => upload(app, person, "/api/workflows/import", formOf(parts));
const workflowsOf = async (person: Person) =>
  (await person.get("/api/workflows")).body.items.map(({ name }: { name: string }) => name) as string[];

describe("an import as a new workflow", () => {
  it("takes all three files over", async () => {
    const person = await newPerson();
    const answer = await bring(
      threeFiles([variable("BASE", "x", { notes: "n" }), variable("TOKEN", null, { secure: true, hosts: ["api.example.com"] })]),
      person,
    );
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      workflow: { name: "Translate", description: anApp.description, status: "In development", role: "Admin" },
      missing: [],
      needsValue: ["TOKEN"],
    });
    const path = `/api/workflows/${answer.body.workflow.id}`;
    expect(answer.headers.get("location")).toBe(path);
    expect((await person.get(`${path}/flow`)).body.flow).toEqual(described("imported"));
    expect((await person.get(`${path}/endpoint`)).body).toMatchObject({
      sync: { timeoutSec: 90 },
      async: { ...anApp.endpoint.async, hasAccessToken: false },
    });
    expect((await person.get(`${path}/versions`)).body.items).toMatchObject([
      { number: 1, name: "Stable", createdAt: "2026-01-02T03:04:05.000Z" },
    ]);
    expect((await person.get(`${path}/variables`)).body.items).toMatchObject([
      { name: "BASE", value: "x", secure: false, hasValue: true, notes: "n" },
      { name: "TOKEN", value: null, secure: true, hasValue: false, hosts: ["api.example.com"] },
    ]);
    const { results } = await db
      .prepare("SELECT event FROM audit_entries WHERE workflow_id = ? ORDER BY seq")
      .bind(answer.body.workflow.id)
      .all();
    expect(results.map(({ event }) => event)).toEqual(["workflow.imported", "version.created", "variable.created", "variable.created"]);
  });

  it.each<[string, FormParts, string]>([
    ["the flow alone, and is named by default", { flow_definition: JSON.stringify(described("x")) }, "Imported workflow"],
    [
      "a file recognised by its name",
      { anything: { name: "flow_definition.json", content: JSON.stringify(described("x")) } },
      "Imported workflow",
    ],
    [
      "a file recognised by its field",
      { "flow_definition.json": { name: "download (1)", content: JSON.stringify(described("x")) } },
      "Imported workflow",
    ],
    ["flow and app", { flow_definition: JSON.stringify(described("x")), app_definition: JSON.stringify(anApp) }, "Translate"],
    [
      "flow and variables",
      { flow_definition: JSON.stringify(described("x")), env_variables: JSON.stringify(variablesFile()) },
      "Imported workflow",
    ],
    ["an archive", { file: new Blob([zipped({ "flow_definition.json": described("x"), "app_definition.json": anApp })]) }, "Translate"],
    [
      "an archive with a folder, named by its file",
      { upload: { name: "Exported_Orders.zip", content: zipped({ "Orders/flow_definition.json": described("x") }) } },
      "Orders",
    ],
    ["a byte order mark", { flow_definition: `\uFEFF${JSON.stringify(described("x"))}` }, "Imported workflow"],
  ])("takes %s", async (_, parts, name) => {
    const person = await newPerson();
    const answer = await bring(parts, person);
    expect([answer.status, answer.body.workflow?.name]).toEqual([201, name]);
    expect((await person.get(`/api/workflows/${answer.body.workflow.id}/flow`)).body.flow).toEqual(described("x"));
  });

  it("gets a number where its name is taken, also at the same moment", async () => {
    const person = await newPerson();
    const one = { flow_definition: JSON.stringify(described("x")), app_definition: JSON.stringify({ ...anApp, name: "TRANSLATE" }) };
    await bring(threeFiles(), person);
    const answers = await Promise.all([bring(one, person), bring(one, person), bring(one, person)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect((await workflowsOf(person)).toSorted()).toEqual(["TRANSLATE (2)", "TRANSLATE (3)", "TRANSLATE (4)", "Translate"]);
  });

  it("keeps a long name within bounds when it is numbered", async () => {
    const person = await newPerson();
    const parts = threeFiles([], described("x"), { ...anApp, name: "a".repeat(100) });
    await bring(parts, person);
    const second = (await bring(parts, person)).body.workflow.name as string;
    expect([second.length, second.endsWith(" (2)")]).toEqual([100, true]);
  });

  it("gives the same files when it is exported again", async () => {
    const [one, two] = [await newPerson(), await newPerson()];
    const path = `/api/workflows/${await one.newWorkflow("Round trip")}`;
    await one.put(`${path}/flow`, described("with\nlines and ünïcode 📊"));
    await one.patch(path, { description: "About it" });
    await one.put(`${path}/endpoint`, { sync: { timeoutSec: 77 }, async: { enabled: false, timeoutSec: null } });
    await one.post(`${path}/variables`, { name: "B", value: "1", secure: false, notes: "plain" });
    await one.post(`${path}/variables`, { name: "A", value: "secret", secure: true, notes: "sealed", hosts: ["a.example:8443"] });
    const check = async () => {
      const first = await download(app, one, `${path}/export`);
      const answer = await upload(app, two, "/api/workflows/import", formOf({ file: new Blob([first.bytes]) }));
      expect(answer.status).toBe(201);
      const again = `/api/workflows/${answer.body.workflow.id}`;
      const second = await download(app, two, `${again}/export`);
      expect(second.files).toEqual(first.files);
      expect(second.bytes).toEqual(first.bytes);
      await two.delete(again);
    };
    await check();
    await one.post(`${path}/deploy`);
    await check();
    const untouched = `/api/workflows/${await one.newWorkflow("Never saved")}`;
    const first = await download(app, one, `${untouched}/export`);
    await upload(app, two, "/api/workflows/import", formOf({ file: new Blob([first.bytes]) }));
    const { items } = (await two.get("/api/workflows?search=never")).body;
    expect((await download(app, two, `/api/workflows/${items[0].id}/export`)).bytes).toEqual(first.bytes);
  });

  it("says what is missing: workflows and profiles of other accounts too, and guardrails", async () => {
    const [mine, stranger] = [await newPerson(), await newPerson()];
    const profile = (await stranger.post("/api/profiles", { name: "p", settings: { kind: "none" } })).body?.id ?? "prf_elsewhere";
    const flow = described("x");
    const api = (id: string, authorization: string) => ({
      id,
      type: "api",
      name: id,
      config: { method: "GET", url: "https://a.example", mode: "sync", authorization },
    });
    const parts = threeFiles(
      [],
      { ...flow, nodes: [...flow.nodes, api("a", profile), api("b", profile)] },
      { ...anApp, guardrails: { input: [{ type: "toxicity", threshold: 0.5, endAbove: null, settings: {} }], output: [] } },
    );
    const { body } = await bring(parts, mine);
    expect(body.missing).toEqual([
      { kind: "profile", reference: profile, nodes: ["a", "b"] },
      { kind: "guardrail", reference: "toxicity", nodes: [] },
    ]);
    expect(body.problems.map(({ code }: { code: string }) => code)).toContain("node_unreachable");
  });

  it("changes nothing where its batch fails", async () => {
    const person = await newPerson();
    const { accountId } = (await db
      .prepare("SELECT account_id AS accountId FROM members m JOIN users u ON u.id = m.user_id WHERE u.email = ?")
      .bind(person.email)
      .first<{ accountId: string }>())!;
    await db.prepare(`CREATE TRIGGER broken BEFORE INSERT ON variable_revisions BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END`).run();
    expect((await bring(threeFiles([variable("A", "1")]), person)).status).toBe(500);
    await db.prepare("DROP TRIGGER broken").run();
    expect(await workflowsOf(person)).toEqual([]);
    const entries = await db
      .prepare("SELECT count(*) AS n FROM audit_entries WHERE account_id = ? AND event = 'workflow.imported'")
      .bind(accountId)
      .first("n");
    expect(entries).toBe(0);
  });
});
