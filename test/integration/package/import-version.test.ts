import { beforeAll, describe, expect, it } from "vitest";
import { firstFlow } from "#flow/templates/first-flow.ts";
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

async function newWorkflow(name: string = crypto.randomUUID()) {
  const path = `/api/workflows/${await ada.newWorkflow(name)}`;
  const set = (name: string, value: string, secure = false) => ada.post(`${path}/variables`, { name, value, secure, notes: "here" });
  await set("SAME", "1");
  await set("URL", "https://old.example");
  await set("KEY", "canary-secret", true);
  await ada.put(`${path}/endpoint`, { async: { callbackUrl: "https://old.example/hook", accessToken: "canary-token" } });
  const state = async () => {
    const parts = await Promise.all(["", "/flow", "/endpoint", "/variables", "/versions"].map((part) => ada.get(path + part)));
    return parts.map(({ body }) => body);
  };
  return {
    path,
    state,
    preview: (parts: FormParts) => upload(app, ada, `${path}/import/preview`, formOf(parts)),
    bring: (parts: FormParts, headers: Record<string, string> = {}) => upload(app, ada, `${path}/import`, formOf(parts), headers),
    variables: async () =>
      Object.fromEntries(
        (await ada.get(`${path}/variables`)).body.items.map(({ name, value, secure, hasValue }: Record<string, unknown>) => [
          name,
          [value, secure, hasValue],
        ]),
      ),
  };
}
const conflicting = [
  variable("SAME", "1"),
  variable("URL", "https://new.example"),
  variable("KEY", "from the file", { secure: true }),
  variable("NEW", "n"),
  variable("LATER", null, { secure: true }),
];

describe("the preview of an import", () => {
  it("tells what would change, shows no secret, and changes nothing", async () => {
    const { path, state, preview } = await newWorkflow("Orders");
    const before = await state();
    const answer = await preview(threeFiles(conflicting));
    expect(answer.status).toBe(200);
    expect(answer.headers.get("etag")).toBe((await ada.get(`${path}/flow`)).headers.get("etag"));
    expect(answer.body).toMatchObject({
      canImport: true,
      flow: {
        inputs: { changed: [{ name: "text", changes: [{ path: "/description", before: "", after: "imported" }] }] },
        edges: { added: [], removed: [] },
      },
      endpoint: [
        { path: "/sync/timeoutSec", before: 180, after: 90 },
        { path: "/async/enabled", before: true, after: false },
        { path: "/async/callbackUrl", before: "https://old.example/hook", after: "https://hooks.example.com/done" },
        { path: "/async/timeoutSec", before: 180, after: null },
      ],
      variables: {
        added: [
          { name: "NEW", value: "n" },
          { name: "LATER", value: null, secure: true },
        ],
        same: ["SAME"],
        conflicting: [
          { name: "URL", present: { value: "https://old.example", notes: "here" }, incoming: { value: "https://new.example", notes: "" } },
          { name: "KEY", present: { value: null, secure: true }, incoming: { value: null, secure: true } },
        ],
      },
      missing: [],
      needsValue: ["LATER"],
      backup: { fileName: "Exported_Orders.zip", url: `${path}/export?version=draft&backup=true` },
    });
    const text = JSON.stringify(answer.body);
    for (const secret of ["canary-secret", "canary-token", "from the file"]) expect(text).not.toContain(secret);
    expect(await state()).toEqual(before);
  });

  it("names nodes of types that do not exist here, and the import is refused", async () => {
    const { state, preview, bring } = await newWorkflow();
    const before = await state();
    const flow = described("x");
    const parts = threeFiles([], { ...flow, nodes: [...flow.nodes, { id: "t", type: "teleport", name: "T", config: {} }] });
    expect((await preview(parts)).body).toMatchObject({
      canImport: false,
      missing: [{ kind: "node-type", reference: "teleport", nodes: ["t"] }],
    });
    const refused = await bring(parts);
    expect([refused.status, refused.body.errors[0].path]).toEqual([400, "flow_definition.json#/nodes/2/type"]);
    expect(await state()).toEqual(before);
  });

  it("has the problems that the flow would have with the variables of both", async () => {
    const { preview } = await newWorkflow();
    const flow = {
      ...firstFlow,
      nodes: [
        firstFlow.nodes[0],
        { ...firstFlow.nodes[1], config: { outputs: [{ name: "result", value: "{{env.SAME}}{{env.NEW}}{{env.NONE}}" }] } },
      ],
    };
    const { problems } = (await preview(threeFiles(conflicting, flow))).body;
    expect(problems.map(({ code, message }: Record<string, string>) => [code, /NONE|NEW|SAME/.exec(message!)?.[0]])).toEqual([
      ["reference_unknown_env", "NONE"],
    ]);
  });
});

describe("an import as a version", () => {
  it("replaces flow and set-up, keeps the flow before, and by default the values that are here", async () => {
    const { path, bring, variables } = await newWorkflow("Invoices");
    await ada.put(`${path}/flow`, described("work of days"));
    const answer = await bring(threeFiles(conflicting));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      flow: described("imported"),
      kept: { name: "Before an import" },
      imported: { name: "Stable" },
      variables: { created: ["NEW", "LATER"], changed: [], kept: ["SAME", "URL", "KEY"] },
      needsValue: ["LATER"],
    });
    expect(answer.body.backup).toBeUndefined();
    const now = await ada.get(`${path}/flow`);
    expect([now.body.flow, now.headers.get("etag")]).toEqual([described("imported"), answer.headers.get("etag")]);
    expect((await ada.get(`${path}/versions/${answer.body.kept.id}`)).body.flow).toEqual(described("work of days"));
    expect((await ada.get(`${path}/versions/${answer.body.imported.id}`)).body).toMatchObject({
      flow: described("imported"),
      createdAt: "2026-01-02T03:04:05.000Z",
    });
    expect((await ada.get(path)).body).toMatchObject({ name: "Invoices", description: "" });
    expect(await variables()).toEqual({
      KEY: [null, true, true],
      LATER: [null, true, false],
      NEW: ["n", false, true],
      SAME: ["1", false, true],
      URL: ["https://old.example", false, true],
    });
  });

  it("does with each conflicting variable what was decided, with the value that was edited", async () => {
    const { bring, variables } = await newWorkflow();
    const resolutions = {
      URL: { action: "overwrite", value: "https://edited.example" },
      KEY: { action: "keep" },
      LATER: { action: "keep", value: "given now" },
      SAME: { action: "keep", value: "2" },
    };
    const answer = await bring({ ...threeFiles(conflicting), resolutions: JSON.stringify(resolutions) });
    expect(answer.body.variables).toEqual({ created: ["NEW", "LATER"], changed: ["SAME", "URL"], kept: ["KEY"] });
    expect(answer.body.needsValue).toEqual([]);
    expect(await variables()).toMatchObject({
      URL: ["https://edited.example", false, true],
      LATER: [null, true, true],
      SAME: ["2", false, true],
    });
  });

  it("overwrites where that was decided, also the kind of a variable", async () => {
    const { path, bring, variables } = await newWorkflow();
    const resolutions = { URL: { action: "overwrite" }, KEY: { action: "overwrite" }, SAME: { action: "overwrite" } };
    const brought = [variable("URL", null, { secure: true }), variable("KEY", "now plain"), variable("SAME", "2", { notes: "there" })];
    expect((await bring({ ...threeFiles(brought), resolutions: JSON.stringify(resolutions) })).body.needsValue).toEqual(["URL"]);
    expect(await variables()).toEqual({ URL: [null, true, false], KEY: ["now plain", false, true], SAME: ["2", false, true] });
    const rows = await db
      .prepare("SELECT value FROM variables WHERE workflow_id = ? AND name = 'URL'")
      .bind(path.split("/").at(-1))
      .first();
    expect(rows).toEqual({ value: null });
  });

  it("removes the access token with the callback that it was for, and keeps it with the same callback", async () => {
    const { path, bring } = await newWorkflow();
    const app = (callbackUrl: string) => ({ ...anApp, endpoint: { ...anApp.endpoint, async: { ...anApp.endpoint.async, callbackUrl } } });
    await bring(threeFiles([], described("x"), app("https://old.example/hook")));
    expect((await ada.get(`${path}/endpoint`)).body.async.hasAccessToken).toBe(true);
    await bring(threeFiles([], described("x"), app("https://other.example/hook")));
    expect((await ada.get(`${path}/endpoint`)).body.async).toMatchObject({
      hasAccessToken: false,
      callbackUrl: "https://other.example/hook",
    });
  });

  it("answers where the flow before can be downloaded, if a backup is wanted", async () => {
    const { path, bring } = await newWorkflow("Orders 2");
    await ada.put(`${path}/flow`, described("before"));
    const { backup, kept } = (
      await bring({
        file: new Blob([
          zipped({ "flow_definition.json": described("x"), "app_definition.json": anApp, "env_variables.json": variablesFile() }),
        ]),
        backup: "true",
      })
    ).body;
    expect(backup).toEqual({ fileName: "Exported_Orders 2.zip", url: `${path}/export?version=${kept.id}&backup=true` });
    const { files, headers } = await download(app, ada, backup.url);
    expect(JSON.parse(files["flow_definition.json"]!)).toEqual(described("before"));
    expect(headers.get("content-disposition")).toContain('filename="Exported_Orders 2.zip"');
  });

  it.each<[string, FormParts, RegExp]>([
    ["the flow alone", { flow_definition: JSON.stringify(described("x")) }, /app_definition.json and env_variables.json/],
    [
      "no variables",
      { file: new Blob([zipped({ "flow_definition.json": described("x"), "app_definition.json": anApp })]) },
      /env_variables.json/,
    ],
    ["nothing", { backup: "true" }, /flow_definition.json and app_definition.json/],
  ])("is refused with %s", async (_, parts, detail) => {
    const { state, bring, preview } = await newWorkflow();
    const before = await state();
    for (const answer of [await bring(parts), await preview(parts)]) {
      expect([answer.status, answer.body.code]).toEqual([400, "validation_failed"]);
      expect(answer.body.detail).toMatch(detail);
    }
    expect(await state()).toEqual(before);
  });

  it.each<[string, unknown]>([
    ["no JSON", "{"],
    ["another action", JSON.stringify({ URL: { action: "delete" } })],
    ["a variable that the package does not have", JSON.stringify({ OTHER: { action: "keep" } })],
    ["an empty secure value", JSON.stringify({ LATER: { action: "keep", value: "" } })],
    ["__proto__", '{"__proto__":{"action":"keep"}}'],
  ])("is refused with resolutions that are %s, and changes nothing", async (_, resolutions) => {
    const { state, bring } = await newWorkflow();
    const before = await state();
    expect((await bring({ ...threeFiles(conflicting), resolutions: resolutions as string })).status).toBe(400);
    expect(await state()).toEqual(before);
  });

  it("is refused where somebody saved since the preview", async () => {
    const { path, state, preview, bring } = await newWorkflow();
    const etag = (await preview(threeFiles())).headers.get("etag")!;
    await ada.put(`${path}/flow`, described("meanwhile"));
    const before = await state();
    expect((await bring(threeFiles(), { "if-match": etag })).status).toBe(412);
    expect(await state()).toEqual(before);
  });

  it("is refused with a callback that may not be called", async () => {
    const { state, bring } = await newWorkflow();
    const before = await state();
    const inside = {
      ...anApp,
      endpoint: { ...anApp.endpoint, async: { ...anApp.endpoint.async, callbackUrl: "http://169.254.169.254/" } },
    };
    const answer = await bring(threeFiles([], described("x"), inside));
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, "app_definition.json#/endpoint/async/callbackUrl"]);
    expect(await state()).toEqual(before);
  });

  it.each(["versions", "variables", "variable_revisions", "audit_entries"])(
    "that is interrupted at the table of %s changes nothing",
    async (table) => {
      const { state, bring } = await newWorkflow();
      const before = await state();
      await db.prepare(`CREATE TRIGGER broken BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END`).run();
      expect((await bring(threeFiles(conflicting))).status).toBe(500);
      await db.prepare("DROP TRIGGER broken").run();
      expect(await state()).toEqual(before);
      expect((await bring(threeFiles(conflicting))).status).toBe(200);
    },
  );

  it("of one's own export changes nothing but the revision", async () => {
    const { path, bring, state } = await newWorkflow();
    await ada.post(`${path}/versions`, { name: "Mine" });
    const before = await state();
    const { bytes } = await download(app, ada, `${path}/export`);
    const answer = await bring({ file: new Blob([bytes]) });
    expect(answer.body).toMatchObject({
      kept: { name: "Mine" },
      imported: { name: "Mine" },
      variables: { created: [], changed: [], kept: ["KEY", "SAME", "URL"] },
    });
    const after = await state();
    expect(after.slice(1)).toEqual(before.slice(1));
  });

  it("of the flow that is there makes one version of it", async () => {
    const { path, bring } = await newWorkflow();
    await ada.put(`${path}/flow`, described("imported"));
    const { kept, imported } = (await bring(threeFiles())).body;
    expect(kept).toEqual(imported);
    expect((await ada.get(`${path}/versions`)).body.items).toHaveLength(1);
  });
});
