import { beforeAll, describe, expect, it } from "vitest";
import { firstFlow } from "#flow/templates/first-flow.ts";
import { type Person, install, statuses } from "./installation.ts";
import { migrate } from "./migrate.ts";

const installation = install();
const { newPerson, db } = installation;
let ada: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson();
});

async function newFlow() {
  const path = `/api/workflows/${await ada.newWorkflow()}/flow`;
  const etag = (await ada.get(path)).headers.get("etag")!;
  return { path, etag };
}
const described = (description: string) => ({ ...firstFlow, inputs: [{ ...firstFlow.inputs[0], description }] });

describe("the flow in development", () => {
  it("begins as a Start and an End that can be deployed", async () => {
    const { path } = await newFlow();
    expect((await ada.get(path)).body).toEqual({ flow: firstFlow, problems: [] });
  });

  it("takes exactly one of two saves with the same ETag", async () => {
    const { path, etag } = await newFlow();
    for (let round = 0; round < 5; round++) {
      const before = (await ada.get(path)).headers.get("etag")!;
      const answers = await Promise.all([1, 2, 3, 4].map((n) => ada.put(path, described(`${round}-${n}`), { "if-match": before })));
      expect(statuses(answers)).toEqual([200, 412, 412, 412]);
      const winner = answers.find(({ status }) => status === 200)!;
      const now = await ada.get(path);
      expect(now.body.flow).toEqual(winner.body.flow);
      expect(now.headers.get("etag")).toBe(winner.headers.get("etag"));
    }
    expect((await ada.put(path, firstFlow, { "if-match": etag })).body.code).toBe("stale");
  });

  it("is saved when it is sent once more with its old ETag, as after an answer that was lost, and nothing was saved since", async () => {
    const { path, etag } = await newFlow();
    const saved = await ada.put(path, described("one"), { "if-match": etag });
    const again = await ada.put(path, described("one"), { "if-match": etag });
    expect(again.status).toBe(200);
    expect(again.headers.get("etag")).toBe(saved.headers.get("etag"));
    await ada.put(path, described("two"), { "if-match": saved.headers.get("etag")! });
    expect((await ada.put(path, described("one"), { "if-match": etag })).status).toBe(412);
  });

  it("is saved in any case without If-Match or with a star", async () => {
    const { path } = await newFlow();
    expect((await ada.put(path, described("one"))).status).toBe(200);
    expect((await ada.put(path, described("two"), { "if-match": "*" })).status).toBe(200);
  });

  it("understands lists of ETags and those that a proxy weakened", async () => {
    const { path, etag } = await newFlow();
    const saved = await ada.put(path, described("one"), { "if-match": `"other", ${etag}` });
    expect(saved.status).toBe(200);
    expect((await ada.put(path, described("two"), { "if-match": `W/${saved.headers.get("etag")}` })).status).toBe(200);
    expect((await ada.put(path, firstFlow, { "if-match": '"other"' })).status).toBe(412);
    expect((await ada.put(path, firstFlow, { "if-match": "r1" })).status).toBe(400);
  });

  it("takes what GET answers", async () => {
    const { path } = await newFlow();
    const { body } = await ada.get(path);
    expect((await ada.put(path, body)).body).toEqual(body);
  });

  it.each([
    ["a text", "flow", ""],
    ["a list", [], ""],
    ["an unknown key", { ...firstFlow, extra: 1 }, "/extra"],
    [
      "an unknown key of a node's config",
      { ...firstFlow, nodes: [{ ...firstFlow.nodes[0], config: { colour: "red" } }, firstFlow.nodes[1]] },
      "/nodes/0/config/colour",
    ],
    [
      "an unknown type of node",
      { ...firstFlow, nodes: [{ ...firstFlow.nodes[0], type: "teleport" }, firstFlow.nodes[1]] },
      "/nodes/0/type",
    ],
    ["another schema version", { ...firstFlow, schemaVersion: 2 }, "/schemaVersion"],
    ["nodes that are no list", { ...firstFlow, nodes: {} }, "/nodes"],
  ])("refuses %s with its path and keeps the draft", async (_, body, at) => {
    const { path, etag } = await newFlow();
    const answer = await ada.put(path, body);
    expect([answer.status, answer.body.code, answer.body.errors[0].path]).toEqual([400, "validation_failed", at]);
    expect((await ada.get(path)).headers.get("etag")).toBe(etag);
  });

  it("takes 1 MiB and not a byte more", async () => {
    const { path } = await newFlow();
    const withPadding = (length: number) =>
      JSON.stringify({ ...firstFlow, inputs: [{ name: "text", type: "json", default: "x".repeat(length) }] });
    const frame = withPadding(0).length;
    const fits = await ada.call("PUT", path, { raw: withPadding(1024 * 1024 - frame) });
    expect(fits.status).toBe(200);
    const large = await ada.call("PUT", path, { raw: withPadding(1024 * 1024 - frame + 1) });
    expect([large.status, large.body.code]).toEqual([413, "too_large"]);
    expect((await ada.get(path)).body.flow.inputs[0].default).toHaveLength(1024 * 1024 - frame);
  });

  it("refuses numbers that would grow beyond the limit when they are stored", async () => {
    const { path } = await newFlow();
    const numbers = Array.from({ length: 100_000 }, () => "1e20").join(",");
    const raw = JSON.stringify({ ...firstFlow, inputs: [{ name: "text", type: "json", default: [] }] }).replace("[]", `[${numbers}]`);
    expect(raw.length).toBeLessThan(1024 * 1024);
    expect((await ada.call("PUT", path, { raw })).status).toBe(413);
  });
});
