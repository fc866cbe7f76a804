import { expect, it } from "vitest";
import { limits } from "#flow/limits.ts";
import { failureOf, http, journal, servers } from "./call.ts";

const { here } = servers;
const get = (path: string) => http()({ url: `${here}${path}`, method: "GET", headers: [] });
const answer = (type: string, bytes: string, status = 200) =>
  `/answer?status=${status}&type=${encodeURIComponent(type)}&body64=${encodeURIComponent(btoa(bytes))}`;

it("sends the step's Idempotency-Key and its own name, unless the builder sends them", async () => {
  const id = crypto.randomUUID();
  const url = `${here}/echo?id=${id}`;
  await http()({ url, method: "POST", headers: [], body: "{}" });
  await http()({
    url,
    method: "POST",
    headers: [
      ["Idempotency-Key", "mine"],
      ["User-Agent", "me"],
    ],
    body: "{}",
  });
  const { received } = await journal(here, id);
  expect(received.map(({ headers }) => [headers["idempotency-key"], headers["user-agent"]])).toEqual([
    ["run_x:n1:0", "Millrace"],
    ["mine", "me"],
  ]);
});

it("parses JSON where the answer says so, and unpacks it first", async () => {
  expect((await get(answer("application/json", '{"a":[1]}'))).body).toEqual({ a: [1] });
  expect(await get(answer("application/problem+json; charset=utf-8", '{"a":1}', 422))).toMatchObject({ status: 422, body: { a: 1 } });
  expect((await get("/gzip")).body).toEqual({ packed: true });
});

it("keeps as text what claims to be JSON and is not, or is nested too deep", async () => {
  expect((await get(answer("application/json", "{oops"))).body).toBe("{oops");
  const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
  expect((await get(answer("application/json", nested(limits.maxJsonDepth + 1)))).body).toBe(nested(limits.maxJsonDepth + 1));
  expect((await get(answer("application/json", nested(limits.maxJsonDepth)))).body).toBeInstanceOf(Array);
});

it("gives null for nothing: an empty JSON body, 204, HEAD", async () => {
  expect((await get(answer("application/json", ""))).body).toBeNull();
  expect(await get("/answer?status=204")).toMatchObject({ status: 204, body: null });
  const head = await http()({ url: `${here}${answer("application/json", '{"a":1}')}`, method: "HEAD", headers: [] });
  expect(head).toMatchObject({ status: 200, body: null });
});

it("decodes text by its charset and keeps other bytes whole", async () => {
  expect((await get(answer("text/plain; charset=iso-8859-1", "\u00e9"))).body).toBe("é");
  expect((await get(answer("text/plain", "\u00c3\u00a9"))).body).toBe("é");
  expect((await get(answer("application/octet-stream", "plain"))).body).toBe("plain");
  expect((await get(answer("image/png", "\u0089PNG\u00ff"))).body).toEqual({
    contentType: "image/png",
    size: 5,
    base64: btoa("\u0089PNG\u00ff"),
  });
});

it("keeps headers in lower case, cookies apart, and only so many of them", async () => {
  expect((await get("/cookies")).headers).toMatchObject({
    "x-upper": "kept",
    "set-cookie": "a=1; Expires=Wed, 21 Oct 2099 07:28:00 GMT\nb=2",
  });
  expect(Object.keys((await get("/many-headers")).headers).length).toBe(limits.maxAnswerHeaders);
});

it("gives an answer with an error status back as an answer", async () => {
  expect(await get("/answer?status=503&type=text/plain&body64=" + btoa("busy"))).toMatchObject({ status: 503, body: "busy" });
});

it("bounds what a node may get", async () => {
  expect((await failureOf(get("/bomb"))).code).toBe("http_too_large");
});
