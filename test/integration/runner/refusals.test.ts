import { expect, it } from "vitest";
import { deployed } from "../support/deployed.ts";
import { poll, request, start } from "../support/call.ts";
import { end, flowOf } from "../support/flows.ts";

const plain = flowOf({ End: end({ a: 1 }) }, ["Start next End"]);
const typed = {
  ...plain,
  inputs: [
    { name: "n", type: "number" as const, mandatory: true },
    { name: "t", type: "text" as const },
  ],
};

it("refuses a call without a key, with a wrong one, with an expired one, and with another workflow's", async () => {
  const [flow, other, expired] = [await deployed(plain), await deployed(plain), await deployed(plain, { expiresAt: Date.now() - 1 })];
  expect(await start({ ...flow, key: "" }, "sync", {})).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
  expect(await start({ ...flow, key: "mr_live_nonsense" }, "sync", {})).toMatchObject({ status: 401 });
  expect(await start({ ...flow, key: flow.key.replace(/.$/, (last) => (last === "0" ? "1" : "0")) }, "sync", {})).toMatchObject({
    status: 401,
  });
  expect(await start(expired, "sync", {})).toMatchObject({ status: 401, body: { detail: "The API key has expired." } });
  expect(await start({ ...flow, key: other.key }, "sync", {})).toMatchObject({ status: 404 });
  const bearer = await request(
    "POST",
    `/v1/workflows/${flow.workflowId}/sync`,
    { authorization: `Bearer ${flow.key}`, "content-type": "application/json" },
    '{"input":{}}',
  );
  expect(bearer.status).toBe(200);
});

it("lists every problem of the input at once, and warns of unknown keys", async () => {
  const flow = await deployed(typed);
  const refused = await start(flow, "sync", { t: 5 });
  expect(refused).toMatchObject({ status: 400, body: { code: "validation_failed", errors: [{ path: "/n" }, { path: "/t" }] } });
  expect(refused.headers.get("content-type")).toBe("application/problem+json");
  expect(await start(flow, "sync", { n: 1, extra: true })).toMatchObject({ status: 200, body: { warnings: [{ path: "/extra" }] } });
});

it("refuses bodies that are no JSON object, too large, or of another type", async () => {
  const flow = await deployed(plain);
  const post = (body: string, type = "application/json") =>
    request("POST", `/v1/workflows/${flow.workflowId}/sync`, { "x-api-key": flow.key, "content-type": type }, body);
  expect(await post("{")).toMatchObject({ status: 400 });
  expect(await post("[]")).toMatchObject({ status: 400 });
  expect(await post('{"input":{},"inputs":{}}')).toMatchObject({ status: 400, body: { errors: [{ path: "inputs" }] } });
  expect(await post("{}", "text/plain")).toMatchObject({ status: 415 });
  const filler = '{"input":{"x":"'.length + '"}}'.length;
  expect((await post(`{"input":{"x":"${"x".repeat(1024 * 1024 - filler)}"}}`)).status).toBe(200);
  expect(await post(`{"input":{"x":"${"x".repeat(1024 * 1024 - filler + 1)}"}}`)).toMatchObject({ status: 413 });
});

it("returns a warning for a number of the input that cannot be kept exactly, and refuses one that is too large", async () => {
  const flow = await deployed(plain);
  const post = (body: string) =>
    request(
      "POST",
      `/v1/workflows/${flow.workflowId}/sync`,
      { "x-api-key": flow.key, "content-type": "application/json; version=1" },
      body,
    );
  const warned = await post('{"input":{"x":[1,{"id":4634343214213523454}],"y":0.1}}');
  expect(warned.status).toBe(200);
  expect(warned.body.warnings).toContainEqual({
    path: "/x/1/id",
    code: "inexact_number",
    message: "The number 4634343214213523454 has more digits than a number can keep; it became 4634343214213523000. Send it as text.",
  });
  expect(await post('{"input":{"x":1e400}}')).toMatchObject({
    status: 400,
    body: { errors: [{ path: "/input/x", code: "number_too_large" }] },
  });
});

it("keeps a key within its calls a minute and says when to come again", async () => {
  const flow = await deployed(plain, { ratePerMinute: 3 });
  const answers = [];
  for (let i = 0; i < 5; i++) answers.push(await start(flow, "sync", {}));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 429, 429]);
  expect(Number(answers[4]!.headers.get("retry-after"))).toBeGreaterThan(0);
});

it("answers 404 for runs that are not there, and 405 for methods that an address does not take", async () => {
  const flow = await deployed(plain);
  for (const runId of ["nonsense", "run_loc0_00000000000000000000000000", "run_loc999_00000000000000000000000000"])
    expect(await poll(flow, runId)).toMatchObject({ status: 404, body: { code: "not_found" } });
  const wrong = await request("GET", `/v1/workflows/${flow.workflowId}/sync`, { "x-api-key": flow.key });
  expect(wrong.status).toBe(405);
  expect(wrong.headers.get("allow")).toBe("POST");
});

it("gives every answer the id of its request", async () => {
  const flow = await deployed(plain);
  const given = await start(flow, "sync", {}, { "x-request-id": "caller-id-123" });
  expect(given.headers.get("x-request-id")).toBe("caller-id-123");
  expect((await start({ ...flow, key: "" }, "sync", {})).body.requestId).toEqual(expect.any(String));
});
