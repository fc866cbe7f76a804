import { beforeAll, describe, expect, it } from "vitest";
import { firstFlow } from "#flow/templates/first-flow.ts";
import { install, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { described, download, upload } from "./files.ts";

const installation = install();
const { newPerson, db, app } = installation;
let ada: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
});

async function newWorkflow(name: string = crypto.randomUUID()) {
  const path = `/api/workflows/${await ada.newWorkflow(name)}`;
  return { path, exported: (query = "") => download(app, ada, `${path}/export${query}`) };
}

describe("an export", () => {
  it("holds the flow, the app and the variables of the deployed version, and none of its secrets", async () => {
    const { path, exported } = await newWorkflow("Translate / now");
    await ada.post(`${path}/variables`, {
      name: "TOKEN",
      value: "canary-variable",
      secure: true,
      notes: "of the service",
      hosts: ["api.example.com"],
    });
    await ada.post(`${path}/variables`, { name: "BASE", value: "https://api.example.com", secure: false, notes: "" });
    await ada.put(`${path}/endpoint`, {
      sync: { timeoutSec: 61 },
      async: { callbackUrl: "https://hooks.example.com/", accessToken: "canary-token" },
    });
    const key = (await ada.post(`${path}/keys`, { name: "canary-key" })).body;
    await ada.post(`${path}/deploy`);
    await ada.put(`${path}/endpoint`, { sync: { timeoutSec: 62 } });
    await ada.put(`${path}/flow`, described("not deployed"));
    const { status, headers, files } = await exported();
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/zip");
    expect(headers.get("content-disposition")).toBe(`attachment; filename="Translate - now.zip"; filename*=UTF-8''Translate%20-%20now.zip`);
    expect(Object.keys(files)).toEqual(["flow_definition.json", "app_definition.json", "env_variables.json"]);
    expect(JSON.parse(files["flow_definition.json"]!)).toEqual(firstFlow);
    expect(JSON.parse(files["app_definition.json"]!)).toEqual({
      schemaVersion: 1,
      name: "Translate / now",
      description: "",
      version: { name: "v1", description: "", createdAt: expect.stringMatching(/Z$/) },
      endpoint: { sync: { timeoutSec: 61 }, async: { enabled: true, callbackUrl: "https://hooks.example.com/", timeoutSec: 180 } },
      guardrails: { input: [], output: [] },
    });
    expect(JSON.parse(files["env_variables.json"]!)).toEqual({
      schemaVersion: 1,
      variables: [
        { name: "BASE", secure: false, value: "https://api.example.com", notes: "" },
        { name: "TOKEN", secure: true, value: null, notes: "of the service", hosts: ["api.example.com"] },
      ],
    });
    const all = JSON.stringify(files);
    const { signingSecret } = (await ada.get(`${path}/endpoint`)).body.async;
    for (const secret of ["canary-variable", "canary-token", "canary-key", key.key, signingSecret, ada.email])
      expect(all).not.toContain(secret);
  });

  it("is of any version that is asked for", async () => {
    const { path, exported } = await newWorkflow();
    expect(JSON.parse((await exported()).files["app_definition.json"]!).version).toEqual({
      name: "In development",
      description: "",
      createdAt: null,
    });
    const first = (await ada.post(`${path}/versions`, { name: "First", description: "d" })).body;
    await ada.put(`${path}/flow`, described("two"));
    const inputsOf = async (query: string) => {
      const { files } = await exported(query);
      return [JSON.parse(files["flow_definition.json"]!).inputs[0].description, JSON.parse(files["app_definition.json"]!).version.name];
    };
    expect(await inputsOf(`?version=${first.id}`)).toEqual(["", "First"]);
    expect(await inputsOf("?version=draft")).toEqual(["two", "In development"]);
    expect(await inputsOf("")).toEqual(["two", "In development"]);
    expect((await exported("?version=deployed")).status).toBe(404);
    expect((await exported("?version=ver_none")).status).toBe(404);
    await ada.post(`${path}/deploy`);
    await ada.put(`${path}/flow`, described("three"));
    expect(await inputsOf("")).toEqual(["two", "v2"]);
  });

  it("is the same bytes for the same content", async () => {
    const { path, exported } = await newWorkflow();
    await ada.post(`${path}/versions`, { name: "First" });
    const once = await exported();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await exported()).bytes).toEqual(once.bytes);
  });

  it.each([
    [
      "Bericht für Zoë 📊",
      `attachment; filename="Bericht f_r Zo_ __.zip"; filename*=UTF-8''Bericht%20f%C3%BCr%20Zo%C3%AB%20%F0%9F%93%8A.zip`,
    ],
    ['a"b\\c;d', `attachment; filename="a-b-c;d.zip"; filename*=UTF-8''a-b-c%3Bd.zip`],
    ["../../etc", `attachment; filename="-..-etc.zip"; filename*=UTF-8''-..-etc.zip`],
    ["CON", `attachment; filename="_CON.zip"; filename*=UTF-8''_CON.zip`],
  ])("of a workflow called %s has a name that every system takes", async (name, disposition) => {
    const { exported } = await newWorkflow(name);
    expect((await exported()).headers.get("content-disposition")).toBe(disposition);
  });

  it("for a backup is named so", async () => {
    const { exported } = await newWorkflow("Orders");
    expect((await exported("?version=draft&backup=true")).headers.get("content-disposition")).toContain(`filename="Exported_Orders.zip"`);
  });

  it("is not for viewers, and not there for strangers", async () => {
    const { path } = await newWorkflow();
    const eve = await newPerson("Eve");
    const id = path.split("/").at(-1);
    expect((await download(app, eve, `${path}/export`)).status).toBe(404);
    const [{ user }, { accountId }] = [
      (await eve.get("/api/me")).body,
      (await db.prepare("SELECT account_id AS accountId FROM workflows WHERE id = ?").bind(id).first<{ accountId: string }>())!,
    ];
    await db.batch([
      db.prepare("INSERT INTO members (account_id, user_id, role, created_at) VALUES (?, ?, 'Viewer', 0)").bind(accountId, user.id),
      db.prepare("INSERT INTO workflow_members (workflow_id, user_id, role, created_at) VALUES (?, ?, 'Viewer', 0)").bind(id, user.id),
    ]);
    await eve.post("/api/account/switch", { accountId });
    expect((await eve.get(path)).status).toBe(200);
    expect((await download(app, eve, `${path}/export`)).status).toBe(403);
    await db.prepare("UPDATE workflow_members SET role = 'Editor' WHERE user_id = ?").bind(user.id).run();
    expect((await download(app, eve, `${path}/export`)).status).toBe(200);
    expect((await upload(app, eve, `${path}/import/preview`, new FormData())).status).toBe(403);
    await db.prepare("UPDATE workflow_members SET role = 'Manager' WHERE user_id = ?").bind(user.id).run();
    expect((await upload(app, eve, `${path}/import`, new FormData())).status).toBe(403);
    // An account's Viewer may create nothing, also not by an import.
    expect((await upload(app, eve, "/api/workflows/import", new FormData())).status).toBe(403);
    await db.prepare("UPDATE members SET role = 'Member' WHERE user_id = ?").bind(user.id).run();
    expect((await upload(app, eve, `${path}/import`, new FormData())).status).toBe(400);
  });

  it("is told in the audit log", async () => {
    const { path, exported } = await newWorkflow("Told");
    await exported();
    const row = await db
      .prepare("SELECT description FROM audit_entries WHERE workflow_id = ? AND event = 'workflow.exported'")
      .bind(path.split("/").at(-1))
      .first();
    expect(row).toEqual({ description: "Exported the draft of “Told”." });
  });
});
