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

const packed = async (text: string, ...formats: ConstructorParameters<typeof CompressionStream>[0][]) => {
  let stream = new Blob([text]).stream();
  for (const format of formats) stream = stream.pipeThrough(new CompressionStream(format));
  return btoa(String.fromCharCode(...new Uint8Array(await new Response(stream).arrayBuffer())));
};
const coded = (as: string, body64: string) => get(`/coded?as=${encodeURIComponent(as)}&body64=${encodeURIComponent(body64)}`);

it("unpacks the codings that servers send unasked", async () => {
  const text = JSON.stringify({ a: "é".repeat(100) });
  const body = JSON.parse(text) as unknown;
  expect((await coded("deflate", await packed(text, "deflate"))).body).toEqual(body);
  expect((await coded("deflate", await packed(text, "deflate-raw"))).body).toEqual(body);
  expect((await coded("gzip", await packed(text, "gzip"))).body).toEqual(body);
  expect((await coded("x-gzip", await packed(text, "gzip"))).body).toEqual(body);
  expect((await coded("deflate, gzip", await packed(text, "deflate", "gzip"))).body).toEqual(body);
  expect((await coded("identity", btoa('{"a":1}'))).body).toEqual({ a: 1 });
});

it.each(["zstd", "compress", "gzip, zstd", "dcb"])("fails for an answer that is packed as %s", async (coding) => {
  expect(await failureOf(coded(coding, btoa("\u0028\u00b5\u002f\u00fd")))).toMatchObject({
    code: "http_failed",
    message: `The answer is packed as ${coding}, which cannot be unpacked here.`,
  });
});

it("fails for an answer whose packing is broken, and bounds what a small one holds", async () => {
  expect(await failureOf(coded("deflate", btoa("no zlib at all")))).toMatchObject({ code: "http_failed" });
  const bomb = await packed("x".repeat(2 ** 20), "deflate");
  const small = http({ maxBytes: 1000 })({
    url: `${here}/coded?as=deflate&body64=${encodeURIComponent(bomb)}`,
    method: "GET",
    headers: [],
  });
  expect(await failureOf(small)).toMatchObject({ code: "http_too_large" });
});

it("keeps the digits of a number that would lose them, and says so", async () => {
  expect(await get(answer("application/json", '{"p_id":7615917337495251231,"x":0.12345678901234567890}'))).toMatchObject({
    body: { p_id: "7615917337495251231", x: 0.12345678901234568 },
    warnings: [
      { path: "/p_id", code: "inexact_number", message: expect.stringContaining("kept as text") },
      { path: "/x", message: "The number 0.12345678901234567890 has more digits than a number can keep. It became 0.12345678901234568." },
    ],
  });
});

it("sends two cookies as one header", async () => {
  const id = crypto.randomUUID();
  const headers = [
    ["Cookie", "a=1"],
    ["X-A", "1"],
    ["cookie", "b=2;"],
  ] as const;
  await http()({ url: `${here}/echo?id=${id}`, method: "GET", headers });
  expect((await journal(here, id)).received[0]!.headers).toMatchObject({ cookie: "a=1; b=2", "x-a": "1" });
});

it("sends bytes as they are", async () => {
  const id = crypto.randomUUID();
  await http()({ url: `${here}/echo?id=${id}`, method: "POST", headers: [], body: new Uint8Array([0, 255, 128]) });
  expect((await journal(here, id)).received[0]!.bodyBase64).toBe(btoa("\u0000\u00ff\u0080"));
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
