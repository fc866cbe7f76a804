import { describe, expect, test } from "vitest";
import { nowMs, play } from "./node-world.ts";

type Call = Parameters<typeof play>[2];
const send = async (config: object, call: Call = {}) => {
  const played = await play("api", { method: "POST", url: "https://example.com/", ...config }, call);
  return { ...played, request: played.requests[0]! };
};
const header = (headers: readonly (readonly [string, string])[], name: string) =>
  headers.filter(([each]) => each.toLowerCase() === name.toLowerCase()).map(([, value]) => value);

describe("the address of a call", () => {
  const urlOf = async (url: string, call: Call = {}, more: object = {}) => {
    const { result, request } = await send({ method: "GET", url, ...more }, call);
    return request?.url ?? (result.kind === "fail" ? result.error.code : "none");
  };

  test.each<[string, unknown, string]>([
    ["https://example.com/a/{{steps.Start.v}}/b", "x y", "https://example.com/a/x%20y/b"],
    ["https://example.com/a/{{steps.Start.v}}/b", "1/../../admin?all#x", "https://example.com/a/1%2F..%2F..%2Fadmin%3Fall%23x/b"],
    ["https://example.com/a/{{steps.Start.v}}/b", "..", "setting_invalid"],
    ["https://example.com/a/{{steps.Start.v}}/b", "%2e%2E", "https://example.com/a/%252e%252E/b"],
    ["https://example.com/a/.{{steps.Start.v}}/b", ".", "setting_invalid"],
    ["https://example.com/a\\{{steps.Start.v}}", "..", "setting_invalid"],
    ["https://example.com/a/{{steps.Start.v}}", "..\\..\\x", "https://example.com/a/..%5C..%5Cx"],
    ["https://example.com/?q={{steps.Start.v}}&n=1", "a&n=2", "https://example.com/?q=a%26n%3D2&n=1"],
    ["https://example.com/?q={{steps.Start.v}}", { a: 1 }, "https://example.com/?q=%7B%22a%22%3A1%7D"],
    ["https://example.com/?q={{steps.Start.v}}", null, "https://example.com/?q="],
    ["https://example.com/#{{steps.Start.v}}", "\ud800", "https://example.com/#%EF%BF%BD"],
    ["https://{{steps.Start.v}}/x", "localhost:8080", "https://localhost:8080/x"],
    ["https://{{steps.Start.v}}.example.com/x", "evil.com/", "setting_invalid"],
    ["https://example.com{{steps.Start.v}}", "@evil.com", "setting_invalid"],
    ["{{steps.Start.v}}/orders", "https://example.com/base", "https://example.com/base/orders"],
    ["{{steps.Start.v}}", "https://example.com/a/../b?c=d e", "https://example.com/b?c=d%20e"],
    ["{{steps.Start.v}}", "file:///etc/passwd", "setting_invalid"],
    ["{{steps.Start.v}}", null, "setting_invalid"],
    ["{{steps.Start.v}}", 5, "setting_invalid"],
  ])("%s with %j is %s", async (url, v, expected) => {
    expect(await urlOf(url, { input: { v } })).toBe(expected);
  });

  test("has the query appended, encoded; what is null is left out", async () => {
    const query = [
      { name: "a b", value: "{{steps.Start.v}}" },
      { name: "none", value: "{{steps.Start.none}}" },
      { name: "n", value: 5 },
    ];
    expect(await urlOf("https://example.com/?x=1#top", { input: { v: "1&2=3+4" } }, { query })).toBe(
      "https://example.com/?x=1&a%20b=1%262%3D3%2B4&n=5#top",
    );
  });
});

describe("the body of a call", () => {
  const bodyOf = async (type: string, value: unknown, input: Record<string, unknown> = {}) => {
    const { request } = await send({ body: { type, value } }, { input });
    const { body: sent } = request;
    return [header(request.headers, "content-type")[0], typeof sent === "object" ? new TextDecoder().decode(sent) : sent];
  };
  const quotes = 'She said "hi" \\ \n {{env.X}}';

  test.each<[string, unknown, unknown]>([
    [
      "an object keeps the types of whole expressions",
      { n: "{{steps.Start.n}}", text: "n is {{steps.Start.n}}", list: [1, "{{steps.Start.list}}"], none: "{{steps.Start.none}}" },
      { n: 5, text: "n is 5", list: [1, ["a"]], none: null },
    ],
    [
      "a text is read as JSON first, so quotes in values cannot break it",
      '{"said": "{{steps.Start.quotes}}", "more": "<{{steps.Start.quotes}}>"}',
      { said: quotes, more: `<${quotes}>` },
    ],
    [
      "an expression in it need not stand in quotes",
      '{"n": {{steps.Start.n}}, "list": [{{steps.Start.list}}, 2]}',
      { n: 5, list: [["a"], 2] },
    ],
    [
      "an expression in a string may have quotes of its own",
      '{"a": "{{steps.Start.n & "x"}}", "c": "\\"{{steps.Start.n}}\\""}',
      { a: "5x", c: '"5"' },
    ],
    ["the quotes of an expression may be escaped as JSON has it", '{"b": "{{steps.Start.n & \\"y\\"}}"}', { b: "5y" }],
    ["one expression is the whole body", "{{steps.Start.list}}", ["a"]],
    ["a fixed text is the JSON that it spells", "[1, 2]", [1, 2]],
    ["a number is a number", 5, 5],
  ])("as JSON: %s", async (_, value, expected) => {
    const [type, text] = await bodyOf("json", value, { n: 5, list: ["a"], quotes });
    expect([type, JSON.parse(text!)]).toEqual(["application/json", expected]);
  });

  test.each([
    ['{"orderId": 4634343214213523454, "p": 1.0, "a":1, "a":2}', '{"orderId": 4634343214213523454, "p": 1.0, "a":1, "a":2}'],
    [
      '{"id": 4634343214213523454, "n": {{steps.Start.n}}, "s": "n is {{steps.Start.n}}"}',
      '{"id": 4634343214213523454, "n": 5, "s": "n is 5"}',
    ],
    ['[1e400, 0.10, "{{steps.Start.quotes}}"]', `[1e400, 0.10, ${JSON.stringify(quotes)}]`],
    ['{"{{a}}": 1e2}', '{"{{a}}": 1e2}'],
  ])("as JSON that parsing would change is sent as it was written: %s", async (value, expected) => {
    expect(await bodyOf("json", value, { n: 5, quotes })).toEqual(["application/json", expected]);
  });

  test("as a multipart form has a part for each value, and files that an earlier step got", async () => {
    const file = { contentType: "image/png", size: 3, base64: btoa("\u0089PN") };
    const { request } = await send(
      {
        headers: [{ name: "content-type", value: "multipart/form-data" }],
        body: {
          type: "multipart",
          value:
            '[{"name":"a \\"b\\"","value":"x {{steps.Start.n}}"},{"name":"none","value":"{{steps.Start.none}}"},{"name":"f","value":"{{steps.Start.file}}","fileName":"x.png"},{"name":"o","value":{"k":1}}]',
        },
      },
      { input: { n: 5, file } },
    );
    const types = header(request.headers, "content-type");
    expect(types).toEqual([expect.stringMatching(/^multipart\/form-data; boundary=millrace-[0-9a-f]{24}$/)]);
    const form = await new Response(request.body as BodyInit, { headers: { "content-type": types[0]! } }).formData();
    expect([...form.keys()]).toEqual(['a "b"', "f", "o"]);
    expect(form.get('a "b"')).toBe("x 5");
    expect(form.get("o")).toBe('{"k":1}');
    const sent = form.get("f") as File;
    expect([sent.name, sent.type, ...new Uint8Array(await sent.arrayBuffer())]).toEqual(["x.png", "image/png", 0x89, 0x50, 0x4e]);
  });

  test("as a multipart form may be an object of names and values", async () => {
    const [type, text] = await bodyOf("multipart", { a: "1", b: "{{steps.Start.n}}" }, { n: 5 });
    const form = await new Response(text, { headers: { "content-type": type! } }).formData();
    expect([...form]).toEqual([
      ["a", "1"],
      ["b", "5"],
    ]);
  });

  test("as a form is made of pairs, or of a text whose values are encoded", async () => {
    const input = { v: "a&b=c d", n: null };
    expect(await bodyOf("form", { "x y": "{{steps.Start.v}}", n: "{{steps.Start.n}}", five: 5 }, input)).toEqual([
      "application/x-www-form-urlencoded",
      "x+y=a%26b%3Dc+d&n=&five=5",
    ]);
    expect(
      await bodyOf(
        "form",
        [
          { name: "a", value: "{{steps.Start.v}}" },
          { name: "a", value: "2" },
        ],
        input,
      ),
    ).toEqual(["application/x-www-form-urlencoded", "a=a%26b%3Dc+d&a=2"]);
    expect(await bodyOf("form", "a={{steps.Start.v}}&b=1", input)).toEqual(["application/x-www-form-urlencoded", "a=a%26b%3Dc+d&b=1"]);
  });

  test("as XML has the values in a longer text escaped, and one that is all of it as it is", async () => {
    expect(await bodyOf("xml", "<a>{{steps.Start.v}}</a>", { v: "<b>&</b>" })).toEqual([
      "application/xml; charset=utf-8",
      "<a>&#60;b&#62;&#38;&#60;/b&#62;</a>",
    ]);
    expect(await bodyOf("xml", "{{steps.Start.v}}", { v: "<b/>" })).toEqual(["application/xml; charset=utf-8", "<b/>"]);
  });

  test("as text is the text", async () => {
    expect(await bodyOf("text", "Hello {{steps.Start.v}} {{steps.Start.o}}", { v: "you", o: { a: 1 } })).toEqual([
      "text/plain; charset=utf-8",
      'Hello you {"a":1}',
    ]);
  });

  test("has the Content-Type that the builder set, in whatever case", async () => {
    const { request } = await send({
      body: { type: "json", value: {} },
      headers: [{ name: "content-TYPE", value: "application/vnd.api+json" }],
    });
    expect(header(request.headers, "content-type")).toEqual(["application/vnd.api+json"]);
  });
});

describe("a query value", () => {
  test.each([
    ["caf%E9", {}, "caf%E9"],
    ["%E9%20%", {}, "%25E9%2520%25"],
    ["a%20b", {}, "a%2520b"],
    ["a b %FF", {}, "a%20b%20%FF"],
    ["{{steps.Start.x}}", { x: "caf%E9" }, "caf%25E9"],
  ])("%j with %j is sent as %s", async (value, input, expected) => {
    const { request } = await send({ query: [{ name: "name", value }] }, { input });
    expect(request.url).toMatch(`?name=${expected}`);
    expect(request.url.endsWith(`?name=${expected}`)).toBe(true);
  });
});

describe("the headers of a call", () => {
  test("carry the step's idempotency key unless the builder set one", async () => {
    expect(header((await send({})).request.headers, "idempotency-key")).toEqual(["run_1:n1:0"]);
    expect(header((await send({ headers: [{ name: "idempotency-key", value: "mine" }] })).request.headers, "Idempotency-Key")).toEqual([
      "mine",
    ]);
  });

  test.each(["a\r\nX-Evil: 1", "a\nb", "a\u0000", "日本"])("with the value %j are not sent", async (value) => {
    const { result, requests } = await send({ headers: [{ name: "X-Value", value: "{{steps.Start.value}}" }] }, { input: { value } });
    expect([result, requests]).toMatchObject([{ kind: "fail", error: { code: "setting_invalid" } }, []]);
  });

  test("that carry secrets are masked in the record of the call, and sent as they are", async () => {
    const headers = [
      "Authorization",
      "x-api-key",
      "Cookie",
      "X-Auth-Token",
      "X-Amz-Security-Token",
      "apikey",
      "Ocp-Apim-Subscription-Key",
    ].map((name) => ({ name, value: "{{env.TOKEN}}" }));
    const { result, request } = await send(
      { headers: [...headers, { name: "Accept", value: "text/csv" }] },
      { env: { TOKEN: "canary-5f2c" } },
    );
    expect(JSON.stringify(result)).not.toContain("canary-5f2c");
    expect(result.input).toMatchObject({ headers: expect.arrayContaining([["Accept", "text/csv"]]) });
    expect(header(request.headers, "authorization")).toEqual(["canary-5f2c"]);
  });
});

describe("the answer of a call", () => {
  const answered = (status: number) => send({}, { http: () => ({ status, headers: { a: "b" }, body: "text" }) });

  test.each([200, 204, 302, 399])("with status %i is a success", async (status) => {
    expect((await answered(status)).result).toMatchObject({
      kind: "done",
      outcome: "success",
      output: { status, headers: { a: "b" }, body: "text" },
    });
  });

  test.each([
    [400, "other"],
    [404, "other"],
    [429, "429"],
    [500, "5xx"],
    [503, "5xx"],
  ])("with status %i is a failure of the class %s, its output recorded", async (status, kind) => {
    expect((await answered(status)).result).toMatchObject({
      kind: "fail",
      error: { code: "http_status", class: kind },
      output: { status, body: "text" },
      input: { method: "POST", url: "https://example.com/" },
    });
  });

  test.each<[number, string, number | undefined]>([
    [429, "3", 3_000],
    [503, " 120 ", 120_000],
    [503, new Date(nowMs + 30_000).toUTCString(), 30_000],
    [429, "Friday, 15-Jan-27 12:00:07 GMT", 7_000],
    [429, "Fri Jan 15 12:01:00 2027", 60_000],
    [429, "Thu, 14 Jan 2027 12:00:00 GMT", undefined],
    [429, "0", undefined],
    [429, "-5", undefined],
    [429, "1.5", undefined],
    [429, "soon", undefined],
    [429, "2027-01-15T12:01:00Z", undefined],
    [500, "3", undefined],
    [404, "3", undefined],
  ])("with status %i and Retry-After “%s” is tried again after %s ms", async (status, header, wanted) => {
    const { result } = await play(
      "api",
      { method: "GET", url: "https://example.com" },
      {
        http: () => ({ status, headers: { "retry-after": header }, body: "" }),
      },
    );
    expect(result).toMatchObject({ kind: "fail", error: { code: "http_status" } });
    expect(result.kind === "fail" && result.error.retryAfterMs).toBe(wanted);
  });

  test("that never came is a failure with the code of whoever refused, and the call's record", async () => {
    const http = () => {
      throw Object.assign(new Error("This address may not be called."), {
        code: "http_refused",
        class: "other",
        suggestion: "Call a public address.",
      });
    };
    expect((await send({}, { http })).result).toEqual({
      kind: "fail",
      error: { code: "http_refused", message: "This address may not be called.", class: "other", suggestion: "Call a public address." },
      input: { method: "POST", url: "https://example.com/", query: [], headers: [] },
    });
  });

  test("does not hide a bug", async () => {
    const http = () => {
      throw new TypeError("undefined is not a function");
    };
    await expect(send({}, { http })).rejects.toThrow(TypeError);
  });
});
