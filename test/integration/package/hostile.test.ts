import { beforeAll, describe, expect, it } from "vitest";
import { limits } from "#flow/limits.ts";
import { hostileArchives } from "../../fixtures/archives/hostile-archives.ts";
import { install, origin, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";
import { anApp, described, formOf, threeFiles, upload, variable, variablesFile, zipped, type FormParts } from "./files.ts";

const installation = install();
const { newPerson, db, app } = installation;
let ada: Person;
let path: string;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson("Ada");
  path = `/api/workflows/${await ada.newWorkflow()}`;
});

/** Everything that an import could have touched. */
async function state() {
  const counts = await db.batch(
    ["workflows", "versions", "variables", "audit_entries"].map((table) => db.prepare(`SELECT count(*) AS n FROM ${table}`)),
  );
  return [counts.map(({ results }) => results[0]), (await ada.get(`${path}/flow`)).body, (await ada.get(`${path}/endpoint`)).body];
}
const everywhere = ["/api/workflows/import", "/import/preview", "/import"];

/** Sends it to every import, or to one, and shows that nothing came of it. */
async function refused(body: () => BodyInit, headers: Record<string, string> = {}, addresses: readonly string[] = everywhere) {
  const before = await state();
  const answers = [];
  for (const address of addresses)
    answers.push(await upload(app, ada, address.startsWith("/api") ? address : path + address, body(), headers));
  expect(await state()).toEqual(before);
  for (const { headers } of answers) expect(headers.get("content-type")).toBe("application/problem+json");
  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body.code, body.errors]))).size).toBe(1);
  return answers[0]!;
}

describe("a hostile archive", () => {
  it.each(hostileArchives)("with %s is refused: %s", async (name, fault, bytes) => {
    const content = bytes();
    const answer = await refused(() => formOf({ file: { name: "export.zip", content } }), {}, [everywhere[name.length % 3]!]);
    expect([answer.status, answer.body.errors[0].code]).toEqual([fault === "too_large" ? 413 : 422, fault]);
    expect(answer.body.detail).toMatch(/\.$/);
  });
});

const valid = threeFiles();
const deep = `${"[".repeat(500_000)}${"]".repeat(500_000)}`;
const flowText = JSON.stringify(described("x"));

describe("files that are no export", () => {
  it.each<[string, FormParts, number, string, RegExp | string]>([
    [
      "no JSON",
      { ...valid, flow_definition: '{\n  "schemaVersion": 1,,' },
      400,
      "bad_request",
      /flow_definition.json is not valid JSON. The error is at line 2, column 22/,
    ],
    ["an empty file", { ...valid, env_variables: "" }, 400, "bad_request", /env_variables.json is not valid JSON/],
    [
      "bytes that are no UTF-8",
      { ...valid, app_definition: { name: "app_definition.json", content: Uint8Array.from([0x7b, 0xff, 0x7d]) } },
      400,
      "bad_request",
      /app_definition.json is not UTF-8/,
    ],
    [
      "UTF-16",
      { ...valid, flow_definition: { name: "flow_definition.json", content: Uint8Array.from([0xff, 0xfe, 0x7b, 0]) } },
      400,
      "bad_request",
      /not UTF-8/,
    ],
    [
      "another schema version",
      { ...valid, flow_definition: JSON.stringify({ ...described("x"), schemaVersion: 2 }) },
      400,
      "validation_failed",
      "flow_definition.json#/schemaVersion",
    ],
    [
      "no schema version",
      { ...valid, app_definition: JSON.stringify({ ...anApp, schemaVersion: undefined }) },
      400,
      "validation_failed",
      "app_definition.json#/schemaVersion",
    ],
    [
      "an unknown key",
      { ...valid, app_definition: JSON.stringify({ ...anApp, endpoint: { ...anApp.endpoint, sync: { timeoutSec: 90, extra: 1 } } }) },
      400,
      "validation_failed",
      "app_definition.json#/endpoint/sync/extra",
    ],
    [
      "an unknown key of a node",
      { ...valid, flow_definition: flowText.replace('"config":{}', '"config":{"a":1}') },
      400,
      "validation_failed",
      "flow_definition.json#/nodes/0/config/a",
    ],
    [
      "a timeout out of range",
      { ...valid, app_definition: JSON.stringify({ ...anApp, endpoint: { ...anApp.endpoint, sync: { timeoutSec: 5 } } }) },
      400,
      "validation_failed",
      "app_definition.json#/endpoint/sync/timeoutSec",
    ],
    [
      "a variable twice",
      { ...valid, env_variables: JSON.stringify(variablesFile(variable("A", "1"), variable("A", "2"))) },
      400,
      "validation_failed",
      "env_variables.json#/variables/1/name",
    ],
    [
      "a variable of no name",
      { ...valid, env_variables: JSON.stringify(variablesFile(variable("a b", "1"))) },
      400,
      "validation_failed",
      "env_variables.json#/variables/0/name",
    ],
    [
      "too many variables",
      { ...valid, env_variables: JSON.stringify(variablesFile(...Array.from({ length: 201 }, (_, n) => variable(`A${n}`, "")))) },
      400,
      "validation_failed",
      "env_variables.json#/variables",
    ],
    [
      "__proto__ in the flow",
      { ...valid, flow_definition: flowText.replace('"config":{}', '"config":{"__proto__":{"a":1}}') },
      400,
      "validation_failed",
      "flow_definition.json#/nodes/0/config/__proto__",
    ],
    [
      "__proto__ in the variables",
      { ...valid, env_variables: '{"schemaVersion":1,"variables":[],"__proto__":{"x":1}}' },
      400,
      "validation_failed",
      "env_variables.json#/__proto__",
    ],
    [
      "half a surrogate pair",
      { ...valid, app_definition: JSON.stringify(anApp).replace("Translate", "\\ud800") },
      400,
      "validation_failed",
      "app_definition.json#/name",
    ],
    ["depth", { ...valid, flow_definition: deep }, 400, "validation_failed", /./],
    [
      "depth in the version",
      { ...valid, flow_definition: `{"schemaVersion":${deep}}` },
      400,
      "validation_failed",
      "flow_definition.json#/schemaVersion",
    ],
    ["a list", { ...valid, flow_definition: "[]" }, 400, "validation_failed", "flow_definition.json#"],
    [
      "a flow of more than 1 MiB",
      { ...valid, flow_definition: flowText.replace('"description":"x"', `"description":"x","default":"${"x".repeat(1024 * 1024)}"`) },
      413,
      "too_large",
      /1 MiB/,
    ],
    ["another file", { ...valid, extra: { name: "readme.txt", content: "hello" } }, 415, "unsupported_media_type", /readme.txt/],
    ["a file twice", { ...valid, again: { name: "flow_definition.json", content: flowText } }, 400, "bad_request", /twice/],
    [
      "an archive and files",
      { ...valid, file: { name: "export.zip", content: zipped({ "flow_definition.json": {} }) } },
      400,
      "bad_request",
      /one or the other/,
    ],
    [
      "no archive that is called one",
      { file: { name: "export.zip", content: "hello, this is a text" } },
      422,
      "archive_refused",
      /not a ZIP archive/,
    ],
    ["many parts", Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`f${n}`, "x"])), 400, "bad_request", /9 parts/],
  ])("are refused: %s", async (_, parts, status, code, where) => {
    // The preview shows a flow that cannot be stored; only what stores it refuses its size.
    const isStored = status === 413;
    const answer = isStored ? await upload(app, ada, `${path}/import`, formOf(parts)) : await refused(() => formOf(parts));
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    if (typeof where === "string") expect(answer.body.errors[0].path).toBe(where);
    else expect(answer.body.detail).toMatch(where);
  });

  it("are refused as what is no form", async () => {
    const json = await refused(() => "{}", { "content-type": "application/json" });
    expect([json.status, json.body.code]).toEqual([415, "unsupported_media_type"]);
    const bare = await refused(() => zipped({}), { "content-type": "application/zip" });
    expect(bare.status).toBe(415);
    const damaged = await refused(() => "--x\r\nnothing", { "content-type": "multipart/form-data; boundary=x" });
    expect(damaged.status).toBe(400);
    const unbound = await refused(() => "--x--", { "content-type": "multipart/form-data; charset=utf-8" });
    expect(unbound.status).toBe(400);
  });

  it("are refused beyond 10 MiB, and taken up to it", async () => {
    const padded = (size: number) => {
      const frame = JSON.stringify(described("x"));
      return { flow_definition: frame + " ".repeat(size - frame.length) };
    };
    const large = await refused(() => formOf(padded(limits.maxPackageBytes + 1)));
    expect([large.status, large.body.code]).toEqual([413, "too_large"]);
    expect((await upload(app, ada, "/api/workflows/import", formOf(padded(limits.maxPackageBytes)))).status).toBe(201);
  });

  it("are refused while they still arrive", async () => {
    let sent = 0;
    const endless = new ReadableStream({
      pull(controller) {
        sent += 1024 * 1024;
        if (sent > 100 * 1024 * 1024) controller.close();
        else controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    const request = new Request(`${origin}/api/workflows/import`, {
      method: "POST",
      body: endless,
      headers: { cookie: ada.cookie, origin, "content-type": "multipart/form-data; boundary=x" },
    });
    expect((await app.fetch(request)).status).toBe(413);
    expect(sent).toBeLessThan(20 * 1024 * 1024);
  });
});
