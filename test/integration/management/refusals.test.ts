import { beforeAll, describe, expect, it } from "vitest";
import { type Person, install, origin, statuses } from "./installation.ts";
import { migrate } from "./migrate.ts";

const { send, newPerson, db, app } = install();
let ada: Person;
beforeAll(async () => {
  await migrate(db);
  ada = await newPerson();
});

const post = (raw: BodyInit, headers: Record<string, string> = {}) => ada.call("POST", "/api/workflows", { raw, headers });

describe("addresses", () => {
  it("that do not exist answer 404, also below /api/auth", async () => {
    for (const path of [
      "/api",
      "/api/",
      "/api/nothing",
      "/api/auth/get-session",
      "/api/auth/update-user",
      "/api/auth/ok",
      "/api/workflows/x/y/z",
    ]) {
      const answer = await send("GET", path);
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, "not_found"]);
    }
  });

  it("that take other methods say which", async () => {
    const answer = await send("PUT", "/api/workflows");
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, POST"]);
    expect((await send("POST", "/api/me")).headers.get("allow")).toBe("GET");
  });
});

describe("bodies", () => {
  it.each([
    undefined,
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json, application/json",
    "application/json; charset=utf-16",
    "application/jsonp",
    "text/json",
    "application/json; charset=iso-8859-1; version=1",
    "application/json; charset=utf-8; charset=latin1",
    "application/json version=1",
    "",
  ])("of the type %s answer 415", async (type) => {
    const headers: Record<string, string> = { cookie: ada.cookie, origin };
    if (type !== undefined) headers["content-type"] = type;
    const response = await app.fetch(
      new Request(`${origin}/api/workflows`, {
        method: "POST",
        headers,
        body: new TextEncoder().encode(JSON.stringify({ name: crypto.randomUUID() })),
      }),
    );
    expect(response.status).toBe(415);
  });

  it.each([
    "application/json",
    "application/json; charset=utf-8",
    'Application/JSON;charset="UTF-8"',
    "application/merge-patch+json",
    "application/json; version=1",
    "application/json;odata.metadata=minimal;charset=utf8",
    'application/ld+json; profile="https://x.test/a;b \\"c\\""; version=1.0',
    "application/json; boundary=x; charset=us-ascii",
    "application/json;",
  ])("of the type %s are taken", async (type) => {
    expect((await post(JSON.stringify({ name: crypto.randomUUID() }), { "content-type": type })).status).toBe(201);
  });

  it("with a number that cannot be kept exactly answer 400 and name it", async () => {
    const name = crypto.randomUUID();
    const answer = await post(`{"name":"${name}","description":[4634343214213523454,{"a":1e400},0.1]}`, {});
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: "validation_failed",
      errors: [
        { path: "/description/0", code: "inexact_number", message: expect.stringContaining("4634343214213523454") },
        { path: "/description/1/a", code: "number_too_large" },
      ],
    });
  });

  it("that are compressed answer 415", async () => {
    expect((await post("{}", { "content-encoding": "gzip" })).status).toBe(415);
  });

  it.each([
    ['{"name":', "position 8"],
    ['{\n "name": x }', "line 2, column 10"],
    ['{"a":[1,2,]}', "position 10"],
    ['{"a":"\\x"}', "position 5"],
    ['{"a" 1}', "position 5"],
    ["[1}", "position 2"],
    ['{"a":tru}', "position 5"],
    ["[01]", "position 2"],
    ["", "empty"],
    ["{}{}", "position 2"],
  ])("that are no JSON (%j) answer 400 and say where", async (raw, where) => {
    const answer = await post(raw);
    expect([answer.status, answer.body.code]).toEqual([400, "bad_request"]);
    expect(answer.body.detail).toContain(where);
  });

  it("that are no UTF-8 answer 400", async () => {
    const answer = await post(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]));
    expect([answer.status, answer.body.detail]).toEqual([400, "The body is not valid UTF-8."]);
  });

  it("that break off answer 400, and are no bug of ours to log", async () => {
    const lines: unknown[] = [];
    const original = console.error;
    console.error = (...said: unknown[]) => void lines.push(...said);
    try {
      const broken = (): ReadableStream<Uint8Array> => {
        let pulls = 0;
        return new ReadableStream({
          pull(controller) {
            if (pulls++ > 0) throw new Error("the connection is gone");
            controller.enqueue(new TextEncoder().encode('{"name":'));
          },
        });
      };
      for (const headers of [{}, { "content-length": "100" }]) {
        const answer = await post(broken(), headers);
        expect([answer.status, answer.body.code, answer.body.detail]).toEqual([400, "bad_request", "The body ended too early."]);
      }
    } finally {
      console.error = original;
    }
    expect(lines).toEqual([]);
  });

  it.each([
    ["__proto__", '{"name":"x","a":{"__proto__":{"admin":true}}}', "/a/__proto__"],
    ["__proto__ in escapes", '{"name":"x","\\u005f_proto__":1}', "/__proto__"],
    ["half a surrogate pair", '{"name":"\\ud800"}', "/name"],
  ])("with %s answer 400 with the path", async (_, raw, path) => {
    const answer = await post(raw);
    expect([answer.status, answer.body.code, answer.body.errors[0].path]).toEqual([400, "bad_request", path]);
  });

  it("may be 64 deep and not deeper", async () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect((await post(nested(64))).body.code).toBe("validation_failed");
    const deep = await post(nested(65));
    expect([deep.status, deep.body.code]).toEqual([400, "bad_request"]);
    expect((await post("[".repeat(500_000) + "]".repeat(500_000))).status).toBe(400);
  });

  it("may have 1 MiB, counted as they arrive and not as they claim", async () => {
    const sized = (bytes: number) => JSON.stringify({ name: "x".repeat(bytes - 11) });
    expect(sized(1024 * 1024)).toHaveLength(1024 * 1024);
    expect((await post(sized(1024 * 1024 - 1))).status).toBe(400);
    expect((await post(sized(1024 * 1024))).status).toBe(400);
    expect((await post(sized(1024 * 1024 + 1))).status).toBe(413);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const answer = await post(endless);
    expect([answer.status, answer.body.code]).toEqual([413, "too_large"]);
    expect(sent).toBeLessThan(2 * 1024 * 1024);
  });
});

describe("names of workflows", () => {
  it("are taken in any case and form, and free again after deletion", async () => {
    const name = `Ａlpha ${crypto.randomUUID()}`;
    const id = await ada.newWorkflow(name);
    for (const same of [name, name.toUpperCase(), ` ${name.normalize("NFKC")} `, `${name}\u200b`, `Ａ\u2060${name.slice(1)}`]) {
      const answer = await ada.post("/api/workflows", { name: same });
      expect([answer.status, answer.body.errors[0].path]).toEqual([409, "/name"]);
    }
    const other = await ada.newWorkflow();
    expect((await ada.patch(`/api/workflows/${other}`, { name })).status).toBe(409);
    expect((await ada.patch(`/api/workflows/${id}`, { name: name.toUpperCase() })).status).toBe(200);
    await ada.delete(`/api/workflows/${id}`);
    expect((await ada.patch(`/api/workflows/${other}`, { name })).status).toBe(200);
  });

  it("go to exactly one of several workflows made at the same moment", async () => {
    const name = crypto.randomUUID();
    const answers = await Promise.all(Array.from({ length: 5 }, () => ada.post("/api/workflows", { name })));
    expect(statuses(answers)).toEqual([201, 409, 409, 409, 409]);
  });

  it.each(["", "   ", "two\nlines", "x".repeat(101), 7, null, "\u200b", "\u2060\u200d", "invoice\u202etxt.exe", "\u2066a"])(
    "may not be %j",
    async (name) => {
      const answer = await ada.post("/api/workflows", { name });
      expect([answer.status, answer.body.errors[0].path]).toEqual([400, "/name"]);
    },
  );
});

describe("names in any script", () => {
  it.each(["😀", "👨‍👩‍👧", "مرحبا", "می‌خواهم", "हिन्दी", "-", "e\u0301"])("may be %s", async (name) => {
    expect((await ada.post("/api/workflows", { name })).body).toMatchObject({ name });
  });
});

describe("answers", () => {
  it("carry the id of the request, ours or a good one of the caller", async () => {
    expect((await send("GET", "/api/me", { headers: { "x-request-id": "caller-1234" } })).body.requestId).toBe("caller-1234");
    const bad = (await send("GET", "/api/me", { headers: { "x-request-id": "<script>" } })).body.requestId;
    expect(bad).toMatch(/^[0-9a-f-]{36}$/);
    expect((await ada.get("/api/me")).headers.get("x-request-id")).toBeTruthy();
  });

  it("are not kept by caches", async () => {
    expect((await ada.get("/api/me")).headers.get("cache-control")).toBe("no-store");
    expect((await send("GET", "/api/me")).headers.get("cache-control")).toBe("no-store");
  });

  it("of a bug say nothing of it, and the log has neither secret nor id", async () => {
    const broken = install({ MILLRACE_ENCRYPTION_KEYS: "not-a-key-canary" });
    const lines: string[] = [];
    const original = console.error;
    console.error = (...said: unknown[]) => void lines.push(said.map(String).join(" "));
    try {
      const answer = await broken.send("POST", "/api/workflows", {
        body: { name: "canary-name" },
        headers: { cookie: ada.cookie, origin },
      });
      expect([answer.status, answer.body.code, answer.body.detail]).toEqual([500, "internal", undefined]);
      expect(lines.join()).toContain(answer.body.requestId);
      expect(lines.join() + JSON.stringify(answer.body)).not.toMatch(/canary/);
    } finally {
      console.error = original;
    }
  });
});
