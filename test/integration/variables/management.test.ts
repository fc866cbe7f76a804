import { beforeAll, describe, expect, it } from "vitest";
import { install, type Person } from "../management/installation.ts";
import { migrate } from "../management/migrate.ts";

const installation = install();
let ada: Person;
beforeAll(async () => {
  await migrate(installation.db);
  ada = await installation.newPerson("Ada");
});

const secret = "a-value-that-nobody-sees-again";

async function workflowWith(...variables: readonly object[]) {
  const id = await ada.newWorkflow();
  const at = `/api/workflows/${id}/variables`;
  for (const variable of variables) expect((await ada.post(at, variable)).status).toBe(201);
  return { id, at };
}

describe("a variable", () => {
  it("is made, listed by name, changed and deleted", async () => {
    const { at, id } = await workflowWith({ name: "B", value: "2" }, { name: "A", value: "1", notes: "first" });
    const { body } = await ada.get(at);
    expect(body).toMatchObject({
      items: [
        { name: "A", value: "1", secure: false, hasValue: true, notes: "first", hosts: null, updatedBy: { name: "Ada" } },
        { name: "B", value: "2" },
      ],
      nextCursor: null,
    });
    const first = await ada.get(`${at}?limit=1`);
    expect((await ada.get(`${at}?limit=1&cursor=${first.body.nextCursor}`)).body.items).toMatchObject([{ name: "B" }]);
    const changed = await ada.patch(`${at}/A`, { ...body.items[0], value: "3", name: "C" });
    expect(changed).toMatchObject({ status: 200, body: { name: "C", value: "3", notes: "first" } });
    expect(await ada.delete(`${at}/B`)).toMatchObject({ status: 200, body: { usedBy: [] } });
    expect((await ada.get(at)).body.items.map(({ name }: { name: string }) => name)).toEqual(["C"]);
    expect((await ada.delete(`${at}/B`)).status).toBe(404);
    expect((await ada.patch(`${at}/B`, { value: "1" })).status).toBe(404);
    expect(installation.happened.filter((what) => what === `changed ${id}`)).toHaveLength(4);
  });

  it("may differ from another in case only, and else must have a name of its own", async () => {
    const { at } = await workflowWith({ name: "A", value: "1" }, { name: "a", value: "2" });
    expect(await ada.post(at, { name: "A", value: "3" })).toMatchObject({ status: 409, body: { code: "conflict" } });
    expect((await ada.patch(`${at}/a`, { name: "A" })).status).toBe(409);
    expect((await ada.get(at)).body.items.map(({ value }: { value: string }) => value)).toEqual(["1", "2"]);
  });

  it.each([
    ["a name with a hyphen", { name: "A-B", value: "1" }, "/name"],
    ["a name that begins with a digit", { name: "1A", value: "1" }, "/name"],
    ["a name that no expression reaches", { name: "__proto__", value: "1" }, "/name"],
    ["a name of 65 characters", { name: "A".repeat(65), value: "1" }, "/name"],
    ["a value that is no text", { name: "A", value: 1 }, "/value"],
    ["a value of more than 32 KiB", { name: "A", value: "é".repeat(16 * 1024) + "x" }, "/value"],
    ["half of a character", { name: "A", value: "\ud800" }, "/value"],
    ["an empty secret", { name: "A", value: "", secure: true }, "/value"],
    ["hosts of what is not secure", { name: "A", value: "1", hosts: ["example.com"] }, "/hosts"],
    ["a host that is none", { name: "A", value: "1", secure: true, hosts: ["https://example.com/x"] }, "/hosts/0"],
    ["hosts by a pattern", { name: "A", value: "1", secure: true, hosts: ["*.example.com"] }, "/hosts/0"],
    ["a key that is not known", { name: "A", value: "1", secret: true }, "/secret"],
  ])("is refused with %s", async (_, body, path) => {
    const { at } = await workflowWith();
    expect(await ada.post(at, body)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  it("of exactly 32 KiB is kept", async () => {
    const { at } = await workflowWith({ name: "A", value: "é".repeat(16 * 1024) });
    expect((await ada.get(at)).body.items[0].value).toHaveLength(16 * 1024);
  });

  it("is one of at most 200, and their values stay within a MiB", async () => {
    const { id, at } = await workflowWith({ name: "A", value: "1" });
    const rows = Array.from({ length: 199 }, (_, i) =>
      installation.db
        .prepare(
          "INSERT INTO variables SELECT workflow_id, ?, secure, value, notes, hosts, version, created_at, updated_at, updated_by FROM variables WHERE workflow_id = ? AND name = 'A'",
        )
        .bind(`A${i}`, id),
    );
    await installation.db.batch(rows);
    expect(await ada.post(at, { name: "B", value: "1" })).toMatchObject({
      status: 409,
      body: { detail: "A workflow can have at most 200 variables, with 1,024 KiB of values in total." },
    });
    expect((await ada.get(`${at}?limit=200`)).body.items).toHaveLength(200);
    await installation.db.prepare("UPDATE variables SET value = ? WHERE workflow_id = ?").bind("x".repeat(5300), id).run();
    expect((await ada.patch(`${at}/A`, { value: "y" })).status).toBe(409);
    // A value that is replaced is not counted beside the one that takes its place.
    await installation.db.prepare("UPDATE variables SET value = ? WHERE workflow_id = ? AND name <> 'A'").bind("x".repeat(5200), id).run();
    expect((await ada.patch(`${at}/A`, { value: "y".repeat(13_000) })).status).toBe(200);
    expect((await ada.patch(`${at}/A`, { value: "y".repeat(12_000) })).status).toBe(200);
    expect((await ada.patch(`${at}/A`, { value: "y".repeat(14_000) })).status).toBe(409);
    expect((await ada.patch(`${at}/A`, { notes: "as long as it was" })).status).toBe(200);
  });
});

describe("a secure variable", () => {
  it("is never shown again, and not in the database either", async () => {
    const { id, at } = await workflowWith({ name: "TOKEN", value: secret, secure: true, hosts: ["API.Example.com:8443", "b.example"] });
    const { body } = await ada.get(at);
    expect(body.items).toMatchObject([{ value: null, secure: true, hasValue: true, hosts: ["api.example.com:8443", "b.example"] }]);
    const { results } = await installation.db.prepare("SELECT * FROM variables WHERE workflow_id = ?").bind(id).all();
    expect(JSON.stringify(results)).not.toContain(secret);
    expect(results[0]!["value"]).toMatch(/^v1\.k1\./);
  });

  it("becomes visible only with a new value, and keeps its own where only its notes change", async () => {
    const { at } = await workflowWith({ name: "TOKEN", value: secret, secure: true });
    expect(await ada.patch(`${at}/TOKEN`, { secure: false })).toMatchObject({
      status: 400,
      body: { errors: [{ path: "/value", code: "value_required" }] },
    });
    expect((await ada.patch(`${at}/TOKEN`, { value: null, notes: "x" })).body).toMatchObject({ hasValue: true, notes: "x" });
    const open = await ada.patch(`${at}/TOKEN`, { secure: false, value: "plain now" });
    expect(open.body).toMatchObject({ secure: false, value: "plain now" });
    expect((await ada.patch(`${at}/TOKEN`, { secure: true })).body).toMatchObject({ secure: true, value: null, hasValue: true });
  });

  it("goes to fewer hosts at a word, and to more only for those who know it", async () => {
    const { at } = await workflowWith({ name: "TOKEN", value: secret, secure: true });
    expect((await ada.patch(`${at}/TOKEN`, { hosts: ["a.example", "b.example"] })).status).toBe(200);
    expect((await ada.patch(`${at}/TOKEN`, { hosts: ["a.example"] })).status).toBe(200);
    for (const hosts of [["a.example", "evil.example"], null])
      expect(await ada.patch(`${at}/TOKEN`, { hosts })).toMatchObject({ status: 400, body: { errors: [{ code: "value_required" }] } });
    expect((await ada.patch(`${at}/TOKEN`, { hosts: null, value: secret })).body).toMatchObject({ hosts: null });
  });

  it("is told in the audit log by its fingerprint", async () => {
    const { id, at } = await workflowWith({ name: "TOKEN", value: secret, secure: true });
    await ada.patch(`${at}/TOKEN`, { value: `${secret}2`, name: "KEY" });
    await ada.delete(`${at}/KEY`);
    const { results } = await installation.db
      .prepare("SELECT event, description, details FROM audit_entries WHERE workflow_id = ? ORDER BY seq")
      .bind(id)
      .all<{ event: string; description: string; details: string }>();
    const told = results.filter(({ event }) => event.startsWith("variable."));
    expect(told.map(({ description }) => description)).toEqual([
      "Created the secure environment variable TOKEN.",
      "Changed the name, before TOKEN and the value of the environment variable KEY.",
      "Deleted the environment variable KEY.",
    ]);
    expect(JSON.parse(told[0]!.details).fingerprint).toMatch(/^[0-9a-f]{8}$/);
    expect(JSON.stringify(told)).not.toContain(secret);
  });
});

describe("a flow", () => {
  const flow = {
    schemaVersion: 1,
    inputs: [],
    outputs: [],
    nodes: [
      { id: "s", type: "start", name: "Start", config: {} },
      { id: "c", type: "script", name: "Look", config: { code: "return env.TOKEN" } },
      { id: "e", type: "end", name: "End", config: { outputs: [{ name: "a", value: "{{env.REGION}}" }] } },
    ],
    edges: [
      { from: "s", outcome: "next", to: "c" },
      { from: "c", outcome: "success", to: "e" },
    ],
  };
  const codes = (problems: readonly { code: string }[]) => problems.map(({ code }) => code);

  it("is checked against the variables of its workflow, and a deletion says who still names one", async () => {
    const { id, at } = await workflowWith({ name: "REGION", value: "eu" });
    const at0 = `/api/workflows/${id}`;
    const { headers } = await ada.get(`${at0}/flow`);
    const saved = await ada.put(`${at0}/flow`, flow, { "if-match": headers.get("etag")! });
    expect(codes(saved.body.problems)).toEqual(["reference_unknown_env"]);
    await ada.post(at, { name: "TOKEN", value: secret, secure: true });
    expect(codes((await ada.post(`${at0}/validate`)).body.problems)).toEqual(["reference_secure_env"]);
    await ada.patch(`${at}/TOKEN`, { secure: false, value: "plain" });
    expect((await ada.post(`${at0}/deploy`)).status).toBe(200);
    expect((await ada.delete(`${at}/TOKEN`)).body.usedBy).toEqual([
      { flow: "deployed", node: { id: "c", name: "Look" } },
      { flow: "draft", node: { id: "c", name: "Look" } },
    ]);
  });
});
